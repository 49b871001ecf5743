// npm run eval:verdict: how often the verdict is wrong, and how often it decides, on windows whose truth is known.
import { parseArgs } from 'node:util';
import { seriesPushes, valuesOf } from '@/lib/triage/levels';
import { rankTest } from '@/lib/triage/rankTest';
import { type RunPoint, type Verdict, verdict } from '@/lib/triage/verdict';
import { builtInNoise, realNoise } from './seriesNoise';
import { STAGES, simulateWindow, type Window } from './verdictWindows';

const STEPS_PCT = [0, 2, 3, 5, 10];
/** Share of the windows with a step in which the machines changed and not the code. */
const MACHINES_SHARE = 0.15;
const MOST_WRONG = 0.01;
const BASELINE_P = 0.01;

const { values: options } = parseArgs({
  options: {
    windows: { type: 'string', default: '4500' },
    seed: { type: 'string', default: '1' },
    'built-in': { type: 'boolean', default: false },
  },
});

function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Judged {
  readonly said: Verdict;
  readonly points: readonly RunPoint[];
}
const judge = (window: Window, points: readonly RunPoint[]): Judged => ({
  said: verdict({ ...window.input, points }),
  points,
});

/** Undefined when it is right, or says "not yet". */
function mistake({ truth }: Window, { said, points }: Judged): string | undefined {
  if (said.kind === 'not yet') return undefined;
  if (truth.kind === 'machines')
    return said.kind === 'follows the run time' ? undefined : `${said.kind}, but machines`;
  if (truth.kind === 'nothing') return said.kind === 'no step' ? undefined : `${said.kind}, but nothing`;
  if (said.kind !== 'step confirmed') return `${said.kind}, but a step`;
  const orderOf = (id: number) => points.find((p) => p.pushId === id)?.pushOrder ?? Number.NaN;
  return orderOf(said.from) < truth.order && truth.order <= orderOf(said.to)
    ? undefined
    : 'range without the push';
}

/** An exact rank test of the pooled sides, before and from the alert's push on. */
function baselineDecides({ input }: Window): boolean {
  const pushes = seriesPushes(input.points, input.ends);
  const before = valuesOf(pushes.filter((p) => p.order < input.alertPush.order));
  const after = valuesOf(pushes.filter((p) => p.order >= input.alertPush.order));
  return rankTest(before, after) < BASELINE_P;
}

/** Runs what a "not yet" asks for, and judges again. */
function afterMore(window: Window, { said, points }: Judged): Judged {
  if (said.kind !== 'not yet') return { said, points };
  const more = said.more.flatMap((w) => Array.from({ length: w.points }, () => window.runOn(w.pushId)));
  return judge(window, [...points, ...more]);
}

interface Tally {
  windows: number;
  decided: number;
  baseline: number;
  wrong: number;
  later: number;
  laterWrong: number;
  exact: number;
  confirmed: number;
}
const empty = (): Tally => ({
  windows: 0,
  decided: 0,
  baseline: 0,
  wrong: 0,
  later: 0,
  laterWrong: 0,
  exact: 0,
  confirmed: 0,
});

const real = options['built-in'] ? [] : realNoise();
const noise = real.length > 0 ? real : builtInNoise(seeded(Number(options.seed)));
console.log(
  real.length > 0
    ? `Noise: ${real.length} quiet stretches of the sample series.`
    : 'Noise: built in, for the sample series are not there (../shared/data/treeherder_samples/series).',
);

const tallies = new Map<string, Tally>();
const mistakes = new Map<string, number>();
const tallyOf = (name: string) => {
  const seen = tallies.get(name) ?? empty();
  tallies.set(name, seen);
  return seen;
};
for (let i = 0; i < Number(options.windows); i += 1) {
  // Each window has its own chance, so that a changed rule meets the same windows.
  const random = seeded(Number(options.seed) * 1_000_003 + i);
  const stepPct = STEPS_PCT[i % STEPS_PCT.length] ?? 0;
  const stage = STAGES[Math.floor(i / STEPS_PCT.length) % STAGES.length] ?? 'all arrived';
  const window = simulateWindow(random, noise, {
    stepPct,
    machines: stepPct > 0 && random() < MACHINES_SHARE,
    stage,
  });
  const now = judge(window, window.input.points);
  const { said } = now;
  const then = afterMore(window, now);
  const wrong = mistake(window, now);
  if (wrong) mistakes.set(wrong, (mistakes.get(wrong) ?? 0) + 1);
  const what = window.truth.kind === 'machines' ? 'machines' : `step of ${stepPct} %`;
  for (const name of ['all', stage, what]) {
    const t = tallyOf(name);
    t.windows += 1;
    t.decided += Number(said.kind !== 'not yet');
    t.baseline += Number(baselineDecides(window));
    t.wrong += Number(wrong !== undefined);
    t.later += Number(then.said.kind !== 'not yet');
    t.laterWrong += Number(mistake(window, then) !== undefined);
    if (said.kind === 'step confirmed') {
      t.confirmed += 1;
      const ids = seriesPushes(window.input.points, window.input.ends).map((p) => p.id);
      t.exact += Number(ids.indexOf(said.to) - ids.indexOf(said.from) === 1);
    }
  }
}

const share = (part: number, whole: number) =>
  (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`).padStart(8);
console.log(`${'windows'.padEnd(28)} decided baseline   wrong  with more  wrong   narrowest range`);
for (const [name, t] of [...tallies].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))) {
  console.log(
    `${`${name} (${t.windows})`.padEnd(27)}${share(t.decided, t.windows)} ${share(t.baseline, t.windows)}${share(t.wrong, t.decided)}   ${share(t.later, t.windows)}${share(t.laterWrong, t.later)}   ${share(t.exact, t.confirmed)}`,
  );
}
for (const [what, count] of mistakes) console.log(`  ${count} × ${what}`);

// Before the round nothing tells code from machines, so no rule decides there and is right: shown, and held to the
// same share of mistakes, but decisions are counted where the round's data arrives.
const judged = [tallyOf('half arrived'), tallyOf('all arrived')];
const sum = (of: (t: Tally) => number, tallies: readonly Tally[]) => tallies.reduce((n, t) => n + of(t), 0);
const windows = sum((t) => t.windows, judged);
const result = {
  wrong: tallyOf('all').wrong / Math.max(1, tallyOf('all').decided),
  decided: sum((t) => t.decided, judged) / windows,
  baselineDecided: sum((t) => t.baseline, judged) / windows,
};
console.log(JSON.stringify(result));
if (result.wrong > MOST_WRONG || result.decided < result.baselineDecided) process.exitCode = 1;
