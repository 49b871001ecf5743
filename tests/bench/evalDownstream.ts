// npm run eval:downstream: the downstream rule on alerts that sheriffs triaged by hand (../shared/data/README.md).
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Tier } from '@/lib/triage/downstream';
import { type Choice, deputyRule, LabelledAlerts, plainRule, type Score } from './downstreamScore';
import { type Identity, readTalosAlerts, type TriagedAlert } from './talosAlerts';

/** Hours between two integration branches, as shipped. */
const WINDOW_HOURS = 24;
/** On the README's identity; precision counts any Duplicate. */
const FLOORS = {
  obviousPrecision: 0.83,
  obviousRecall: 0.8,
  allRecall: 0.93,
  firstChoice: 0.75,
  amongThree: 0.79,
};
/** What the README prints of the plain rule on its own part; another table is not compared with it. */
const README_PART = '1327 triaged, 369 downstream';
const README_FIGURES =
  '24 h: 477 .68 .69 .88; in range: .82 .83 .83; 48 h in range: .82 .83 .84; first .64, any .79';

const { values: options } = parseArgs({
  options: { file: { type: 'string', default: '../shared/data/talos_alerts_2014/alerts.csv' } },
});

const row = (name: string, cells: readonly string[]) =>
  console.log(`  ${name.padEnd(44)}${cells.map((cell) => cell.padStart(11)).join('')}`);
const scoreRow = (name: string, { suggested, cross, duplicate, recall }: Score) =>
  row(name, [String(suggested), ...[cross, duplicate, recall].map((share) => share.toFixed(3))]);
const choiceRow = (name: string, { first, amongThree, any }: Choice) =>
  row(
    name,
    [first, amongThree, any].map((share) => share.toFixed(3)),
  );
/** As the README prints shares: '.68 .69 .88'. */
const twoDigits = (...shares: readonly number[]) =>
  shares.map((share) => share.toFixed(2).replace(/^0/, '')).join(' ');
const shares = ({ cross, duplicate, recall }: Score) => twoDigits(cross, duplicate, recall);

/** Scores and prints everything for one way of telling series apart. */
function evaluate(csv: string, identity: Identity) {
  const labelled = new LabelledAlerts(readTalosAlerts(csv, identity));
  const part = `${labelled.triaged.length} triaged, ${labelled.downstream.length} downstream`;
  console.log(`\nA series is ${identity}; ${part}`);

  const plain24 = plainRule(labelled.all, 24);
  const plain48 = plainRule(labelled.all, 48);
  const started = performance.now();
  const deputy = deputyRule(labelled.all, WINDOW_HOURS);
  const took = performance.now() - started;
  const inRange = (rule: typeof plain24) =>
    labelled.score((t) => rule(t).some((pick) => t.changesets.has(pick.revision)));
  const hasTier = (t: TriagedAlert, ...tiers: readonly Tier[]) =>
    deputy(t).some((s) => tiers.includes(s.tier));

  const plain = labelled.score((t) => plain24(t).length > 0);
  const plainInRange = inRange(plain24);
  const longerInRange = inRange(plain48);
  const obvious = labelled.score((t) => hasTier(t, 'obvious'));
  const byRule = labelled.score((t) => hasTier(t, 'obvious', 'likely'));
  const all = labelled.score((t) => deputy(t).length > 0);
  row('', ['suggested', 'dup_cross', 'Duplicate', 'recall']);
  scoreRow('plain rule, 24 h', plain);
  scoreRow('plain rule, 24 h, revision in push range', plainInRange);
  scoreRow(
    'plain rule, 48 h',
    labelled.score((t) => plain48(t).length > 0),
  );
  scoreRow('plain rule, 48 h, revision in push range', longerInRange);
  scoreRow('obvious', obvious);
  scoreRow(
    'likely, none obvious',
    labelled.score((t) => hasTier(t, 'likely') && !hasTier(t, 'obvious')),
  );
  scoreRow('obvious or likely', byRule);
  scoreRow(
    'possible only',
    labelled.score((t) => deputy(t).length > 0 && !hasTier(t, 'obvious', 'likely')),
  );
  scoreRow('all tiers', all);

  const plainChoice = labelled.choice(plain24, labelled.isSameOrigin);
  const choice = labelled.choice(deputy, labelled.isSameOrigin);
  const namedChoice = labelled.choice(deputy, labelled.isNamed);
  row('right upstream push', ['first', 'of three', 'of all']);
  choiceRow('plain rule, nearest first: same origin', plainChoice);
  choiceRow('plain rule, nearest first: the named push', labelled.choice(plain24, labelled.isNamed));
  choiceRow('Deputy: same origin', choice);
  choiceRow('Deputy: the named push', namedChoice);
  console.log(`  ${labelled.all.length} alerts against each other in ${took.toFixed(0)} ms`);

  const figures = [
    `24 h: ${plain.suggested} ${shares(plain)}`,
    `in range: ${shares(plainInRange)}`,
    `48 h in range: ${shares(longerInRange)}`,
    `first ${twoDigits(plainChoice.first)}, any ${twoDigits(plainChoice.any)}`,
  ].join('; ');
  return { part, figures, plain, obvious, byRule, all, choice, namedChoice };
}

function run(csv: string): number {
  const result = evaluate(csv, 'test, platform');
  const withPgo = evaluate(csv, 'test, platform, pgo');
  const measured = {
    obviousPrecision: result.obvious.duplicate,
    obviousRecall: result.obvious.recall,
    allRecall: result.all.recall,
    firstChoice: result.choice.first,
    amongThree: result.choice.amongThree,
  };
  const below = Object.entries(FLOORS)
    .filter(([name, floor]) => !(measured[name as keyof typeof FLOORS] >= floor))
    .map(([name, floor]) => `${name} is below ${floor}`);
  // The rule under judgement and the one written for comparison have to find the same alerts.
  if (result.byRule.suggested !== result.plain.suggested)
    below.push('obvious and likely together are not the plain rule');
  const plainAsInReadme = result.part === README_PART ? result.figures === README_FIGURES : null;
  if (plainAsInReadme === false)
    below.push(`the plain rule gives ${result.figures}, the README ${README_FIGURES}`);

  console.log(`\n${below.length === 0 ? 'All floors are held.' : below.join('\n')}`);
  const thousandths = (_: string, value: unknown) =>
    typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
  const { obvious, all, choice, namedChoice } = withPgo;
  console.log(
    JSON.stringify(
      {
        ...measured,
        obviousCross: result.obvious.cross,
        allPrecision: result.all.duplicate,
        allCross: result.all.cross,
        namedFirst: result.namedChoice.first,
        namedAmongThree: result.namedChoice.amongThree,
        plainSuggested: result.plain.suggested,
        plainAsInReadme,
        withPgo: {
          obviousPrecision: obvious.duplicate,
          obviousRecall: obvious.recall,
          allRecall: all.recall,
          firstChoice: choice.first,
          amongThree: choice.amongThree,
          namedFirst: namedChoice.first,
        },
        pass: below.length === 0,
      },
      thousandths,
    ),
  );
  return below.length === 0 ? 0 : 1;
}

const file = resolve(options.file);
if (existsSync(file)) {
  process.exitCode = run(readFileSync(file, 'utf8'));
} else {
  console.log(`Skipped: there is no ${options.file}; the labelled alerts are not part of this repository.`);
  console.log(JSON.stringify({ skipped: true }));
}
