// npm run eval:verdict: how often the verdict is wrong, and how often it decides, on windows whose truth is known.
import { parseArgs } from 'node:util';
import { seriesPushes, valuesOf } from '@/lib/triage/levels';
import { rankTest } from '@/lib/triage/rankTest';
import { type RunPoint, type Verdict, verdict } from '@/lib/triage/verdict';
import { seeded } from './seededRandom';
import { builtInNoise, realNoise } from './seriesNoise';
import { STAGES, simulateWindow, type Window } from './verdictWindows';

const STEPS_PCT = [0, 2, 3, 5, 10];
/** Share of the windows with a step in which the machines changed and not the code. */
const MACHINES_SHARE = 0.15;
const MOST_WRONG = 0.01;
const BASELINE_P = 0.01;
const AFTER = 'after the round';

const { values: options } = parseArgs({
  options: {
    windows: { type: 'string', default: '4500' },
    seed: { type: 'string', default: '1' },
    'built-in': { type: 'boolean', default: false },
  },
});

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

/**
 * Is the order of the runs that of their pushes around the step? Then changed code and changed machines give the very same
 * data, and whoever names one of them guesses.
 */
function codeOrMachines({ input, truth }: Window): boolean {
  if (truth.kind === 'nothing') return false;
  const runs = seriesPushes(input.points, input.ends).flatMap((p) => p.points);
  const isNew = (run: RunPoint) =>
    truth.kind === 'step' ? run.pushOrder >= truth.order : (run.submitTime ?? 0) >= truth.since;
  const [older, newer] = [runs.filter((run) => !isNew(run)), runs.filter(isNew)];
  const of = (run: RunPoint) => (truth.kind === 'step' ? (run.submitTime ?? 0) : run.pushOrder);
  return Math.max(...older.map(of)) < Math.min(...newer.map(of));
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
  /** The baseline says "a step" where the code has none. That it also names no place is not held against it. */
  baselineWrong: number;
  /** No rule can know the answer: see codeOrMachines. */
  same: number;
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
  baselineWrong: 0,
  same: 0,
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
  const baseline = baselineDecides(window);
  const groups = stage === STAGES[0] ? ['all', stage] : ['all', stage, AFTER, `${AFTER}, ${what}`];
  for (const name of groups) {
    const t = tallyOf(name);
    t.windows += 1;
    t.decided += Number(said.kind !== 'not yet');
    t.baseline += Number(baseline);
    t.baselineWrong += Number(baseline && window.truth.kind !== 'step');
    t.same += Number(codeOrMachines(window));
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
  (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`).padStart(9);
console.log(
  `${'windows'.padEnd(36)}decided    wrong baseline    wrong   either  with more  wrong  narrowest`,
);
for (const [name, t] of [...tallies].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))) {
  const columns = [
    share(t.decided, t.windows),
    share(t.wrong, t.decided),
    share(t.baseline, t.windows),
    share(t.baselineWrong, t.baseline),
    share(t.same, t.windows),
    share(t.later, t.windows),
    share(t.laterWrong, t.later),
    share(t.exact, t.confirmed),
  ];
  console.log(`${`${name} (${t.windows})`.padEnd(34)}${columns.join('')}`);
}
console.log('wrong: of the decisions; either: code and machines would have given the same data.');
for (const [what, count] of mistakes) console.log(`  ${count} × ${what}`);

// Before the round code and machines mostly give the same data ("either"), so no rule decides there and is right: its
// mistakes count, its decisions are shown beside. Decisions are compared where a round's data arrives.
const [all, before, after] = [tallyOf('all'), tallyOf(STAGES[0]), tallyOf(AFTER)];
const rates = (t: Tally) => ({
  decided: ratio(t.decided, t.windows),
  wrong: ratio(t.wrong, t.decided),
  baselineDecided: ratio(t.baseline, t.windows),
  baselineWrong: ratio(t.baselineWrong, t.baseline),
  codeOrMachinesUnknowable: ratio(t.same, t.windows),
});
const result = {
  wrong: ratio(all.wrong, all.decided),
  decided: ratio(after.decided, after.windows),
  baselineDecided: ratio(after.baseline, after.windows),
  baselineWrong: ratio(after.baselineWrong, after.baseline),
  beforeTheRound: rates(before),
  all: rates(all),
};
console.log(JSON.stringify(result));
if (all.wrong / Math.max(1, all.decided) > MOST_WRONG || after.decided < after.baseline) process.exitCode = 1;

function ratio(part: number, whole: number): number {
  return Number((part / Math.max(1, whole)).toFixed(4));
}
