// npm test: everything that says whether Deputy is sound, in one go. The last line is "N passed, N failed".
import { rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser, variableFor } from './browsers.mjs';
import { buildCommand, extensionFolder } from './builds.mjs';
import { countPlaywright, countSingle, countVitest } from './counts.mjs';
import {
  endChildrenOnSignal,
  explain,
  isStopping,
  packageCommand,
  ROOT,
  runNode,
  say,
  Trouble,
  tail,
} from './processes.mjs';
import { prepareCheckout } from './setup.mjs';

const REPORTS = join(ROOT, '.output', 'reports');
/** On two cores both browsers, with two specs each, leave no room: a third step beside them makes their waits run out. */
const AT_ONCE = 2;
/** Most of their time goes by in Deputy's grace and claim: two specs of one browser can wait side by side. */
const SPECS_AT_ONCE = 2;

/**
 * The steps; of those that are ready the upper ones start first, so the browsers, which take longest, stand right behind what they
 * need. `after` names those that must have passed first; `count` turns its report into passed, failed, skipped and the failures.
 */
function steps(full) {
  const env = full ? { DEPUTY_FULL: '1' } : {};
  const unitReport = join(REPORTS, 'unit.json');
  return [
    { name: 'build-chromium', command: buildCommand('chromium') },
    { name: 'build-firefox', command: buildCommand('firefox'), after: ['build-chromium'] }, // both write .wxt
    { name: 'page', command: [join(ROOT, 'tests', 'sandbox', 'page', 'build.ts'), []] },
    browserStep('chromium', env),
    browserStep('firefox', env),
    { name: 'lint', command: [packageCommand('@biomejs/biome', 'biome'), ['check', '.']] },
    {
      name: 'types',
      command: [packageCommand('typescript', 'tsc'), ['--noEmit']],
      waitsFor: ['build-firefox'],
    },
    {
      name: 'types-page',
      command: [packageCommand('typescript', 'tsc'), ['-p', join('tests', 'sandbox', 'page')]],
    },
    {
      name: 'addons-linter',
      command: [
        packageCommand('web-ext', 'web-ext'),
        [
          'lint',
          '-s',
          extensionFolder('firefox'),
          '--warnings-as-errors',
          '--no-config-discovery',
          '--output',
          'json',
        ],
      ],
      after: ['build-firefox'],
    },
    {
      name: 'unit',
      command: [
        packageCommand('vitest', 'vitest'),
        [
          'run',
          '--passWithNoTests',
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${unitReport}`,
        ],
      ],
      env,
      waitsFor: ['build-firefox', 'page'], // some specs look into what was built
      count: (result) => countVitest(result, unitReport),
    },
  ];
}

function browserStep(kind, env) {
  const report = join(REPORTS, `${kind}.json`);
  return {
    name: kind,
    prepare: async () => ({ [variableFor(kind)]: await ensureBrowser(kind) }),
    command: [
      packageCommand('@playwright/test', 'playwright'),
      [
        'test',
        `--project=${kind}`,
        `--workers=${SPECS_AT_ONCE}`,
        '--pass-with-no-tests',
        `--output=test-results/${kind}`,
      ],
    ],
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    after: [`build-${kind}`, 'page'],
    count: (result) => countPlaywright(result, report),
  };
}

async function perform(step) {
  const start = Date.now();
  const print = (line) => say(`[${step.name}] ${line}`);
  let result;
  try {
    const prepared = (await step.prepare?.()) ?? {};
    const [file, args] = step.command;
    result = await runNode(file, args, { env: { ...step.env, ...prepared }, onLine: print });
  } catch (error) {
    const advice = error instanceof Trouble && error.advice ? `\nWhat to do: ${error.advice}` : '';
    result = { code: 1, output: `${error.message}${advice}` };
    print(result.output);
  }
  const counts = (step.count ?? countSingle)(result);
  const seconds = (Date.now() - start) / 1000;
  print(`${counts.failed === 0 ? 'passed' : 'FAILED'} in ${seconds.toFixed(1)} s`);
  return { ...counts, name: step.name, seconds };
}

/** Runs the steps, at most two at once, each as soon as what it needs has passed; what can no longer run counts as failed. */
async function performAll(all) {
  const waiting = [...all];
  const active = new Map();
  const finished = new Map();
  const passed = (name) => finished.get(name)?.failed === 0;
  while (!isStopping() && (waiting.length > 0 || active.size > 0)) {
    for (const step of [...waiting]) {
      const broken = (step.after ?? []).find((name) => finished.has(name) && !passed(name));
      if (broken) {
        waiting.splice(waiting.indexOf(step), 1);
        const failure = { what: step.name, why: `not run, because ${broken} failed` };
        finished.set(step.name, {
          name: step.name,
          seconds: 0,
          passed: 0,
          failed: 1,
          skipped: 0,
          failures: [failure],
        });
        continue;
      }
      const ready =
        (step.after ?? []).every(passed) && (step.waitsFor ?? []).every((name) => finished.has(name));
      const room = active.size < Math.min(AT_ONCE, cpus().length + 1);
      if (!ready || !room) continue;
      waiting.splice(waiting.indexOf(step), 1);
      active.set(
        step.name,
        perform(step).then((outcome) => {
          active.delete(step.name);
          finished.set(step.name, outcome);
        }),
      );
    }
    if (active.size > 0) await Promise.race(active.values());
  }
  return all.flatMap((step) => finished.get(step.name) ?? []);
}

function report(outcomes, seconds) {
  say('\nTimes');
  for (const { name, seconds: took, passed, failed } of outcomes) {
    say(`  ${name.padEnd(16)} ${took.toFixed(1).padStart(6)} s  ${passed} passed, ${failed} failed`);
  }
  say(`  ${'all'.padEnd(16)} ${seconds.toFixed(1).padStart(6)} s`);
  const failures = outcomes.flatMap(({ name, failures: all }) =>
    all.map((failure) => ({ name, ...failure })),
  );
  if (failures.length > 0) say('\nFailures');
  for (const { name, what, why } of failures)
    say(`\n[${name}] ${what}\n${tail(why, 40).replace(/^/gm, '    ')}`);
  const sum = (key) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
  const skipped = sum('skipped');
  say(skipped > 0 ? `\n${skipped} skipped` : '');
  say(`${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0 ? 0 : 1;
}

async function main() {
  const start = Date.now();
  const full = process.argv.includes('--full') || process.env.DEPUTY_FULL === '1';
  await prepareCheckout();
  rmSync(REPORTS, { recursive: true, force: true }); // a report of an earlier run must not be counted
  const outcomes = await performAll(steps(full));
  if (isStopping()) return;
  process.exit(report(outcomes, (Date.now() - start) / 1000));
}

endChildrenOnSignal();
main().catch((error) => {
  if (isStopping()) return;
  explain(error);
  say('0 passed, 1 failed');
  process.exit(1);
});
