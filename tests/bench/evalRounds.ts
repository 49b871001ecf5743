/**
 * node scripts/runTs.mjs tests/bench/evalRounds.ts (npm run eval:rounds): what rounds cost and what they find, on simulated
 * alerts whose cause is known. The protocol in full, what Deputy ships over up to three rounds, and the backfill bot.
 * The last line is JSON; exit 1 when the shipped rules decide rightly less often than the full protocol (by more than
 * 3 points) or take more than a quarter of its jobs.
 */
import { parseArgs } from 'node:util';
import { DEFAULT_RULES } from '@/lib/model/rules';
import { type AlertWorld, simulateAlert } from './alertWorld';
import { type Ending, playBot, playRounds } from './roundPlay';
import { seeded } from './seededRandom';
import { builtInNoise, realNoise } from './seriesNoise';

const { values: options } = parseArgs({
  options: {
    alerts: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    'built-in': { type: 'boolean', default: false },
    rules: { type: 'string', default: '{}' },
  },
});
const MOST_BEHIND = 0.03;
const MOST_JOBS = 0.25;
const UNBOUNDED = 1_000_000;
/** One round of everything that the protocol names, whatever it costs. */
const FULL = {
  ...DEFAULT_RULES,
  jobsPerRound: UNBOUNDED,
  buildsPerRound: UNBOUNDED,
  jobsPerSummary: UNBOUNDED,
  jobsPerPersonPerDay: UNBOUNDED,
  jobsPerTeamPerDay: UNBOUNDED,
  roundsPerSummary: 1,
};
const SHIPPED = { ...DEFAULT_RULES, ...(JSON.parse(options.rules) as Partial<typeof DEFAULT_RULES>) };

const seed = Number(options.seed);
const real = options['built-in'] ? [] : realNoise();
const noise = real.length > 0 ? real : builtInNoise(seeded(seed));
console.log(
  real.length > 0
    ? `Noise: ${real.length} quiet stretches of the sample series.`
    : 'Noise: built in, for the sample series are not there (../shared/data/treeherder_samples/series).',
);

const plays: Readonly<Record<string, (world: AlertWorld) => Ending>> = {
  full: (world) => playRounds(world, FULL, 'full'),
  shipped: (world) => playRounds(world, SHIPPED, 'auto'),
  bot: playBot,
};
const endings = new Map<string, Ending[]>(Object.keys(plays).map((name) => [name, []]));
let raised = 0;
for (let i = 0; raised < Number(options.alerts); i += 1) {
  const worlds = Object.entries(plays).map(
    // Each play has the same alert, made anew, so that none sees the others' runs.
    ([name, play]) => [name, play, simulateAlert(seeded(seed * 1_000_003 + i), noise)] as const,
  );
  if (!worlds[0]?.[2]) continue;
  raised += 1;
  for (const [name, play, world] of worlds) if (world) endings.get(name)?.push(play(world));
}

const mean = (of: readonly number[]) => of.reduce((a, b) => a + b, 0) / Math.max(1, of.length);
const rounded = (n: number, digits: number) => Number(n.toFixed(digits));
const summed = (all: readonly Ending[]) => {
  const share = (of: (e: Ending) => boolean) => rounded(all.filter(of).length / Math.max(1, all.length), 4);
  return {
    jobs: rounded(mean(all.map((e) => e.jobs)), 1),
    builds: rounded(mean(all.map((e) => e.builds)), 1),
    right: share((e) => e.said === 'right'),
    wrong: share((e) => e.said === 'wrong'),
    notYet: share((e) => e.said === 'not yet'),
    /** Named one single push, rightly. */
    push: share((e) => e.said === 'right' && e.pushes === 1),
    /** Pushes that a right answer leaves as its cause, on average. */
    pushesLeft: rounded(mean(all.flatMap((e) => (e.said === 'right' ? [e.pushes] : []))), 1),
    rounds: rounded(mean(all.map((e) => e.rounds)), 2),
  };
};
const result = {
  full: summed(endings.get('full') ?? []),
  shipped: summed(endings.get('shipped') ?? []),
  bot: summed(endings.get('bot') ?? []),
};
console.table(result);
for (const name of ['full', 'shipped', 'bot']) {
  const why = new Map<string, number>();
  for (const e of endings.get(name) ?? []) if (e.said !== 'right') why.set(e.why, (why.get(e.why) ?? 0) + 1);
  const each = [...why].sort(([, a], [, b]) => b - a).map(([what, n]) => `${n} × ${what}`);
  console.log(`${name}: ${each.join(', ') || 'always right'}`);
}
console.log(JSON.stringify(result));
const { full, shipped } = result;
if (shipped.right < full.right - MOST_BEHIND || shipped.jobs > MOST_JOBS * full.jobs) process.exitCode = 1;
