/**
 * `npm run eval:downstream -- FILE.csv…`: the downstream rule on alerts that sheriffs triaged by hand, in the form that
 * ../shared/data/README.md describes. Of several tables the last is scored; the alerts of earlier ones are candidates only.
 * Without a file it takes the given table, and skips with a reason where there is none. The last line is JSON; exit 1 below
 * a floor, 2 when a table cannot be read.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Tier } from '@/lib/triage/downstream';
import { type Choice, deputyRule, LabelledAlerts, plainRule, type Score } from './downstreamScore';
import { AlertNumbers, type Identity, readTalosAlerts, type TriagedAlert } from './talosAlerts';

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

const GIVEN_TABLE = '../shared/data/talos_alerts_2014/alerts.csv';

/** A table as it was read. */
interface Table {
  readonly file: string;
  readonly csv: string;
}

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

/** @throws Error that names the file and what is wrong with it */
function alertsOf({ file, csv }: Table, identity: Identity, numbers: AlertNumbers) {
  try {
    return readTalosAlerts(csv, identity, numbers);
  } catch (error) {
    throw new Error(`${file} ${error instanceof Error ? error.message : error}`);
  }
}

/** Scores and prints everything for one way of telling series apart. The last table is scored. */
function evaluate(tables: readonly Table[], identity: Identity) {
  const numbers = new AlertNumbers();
  const read = tables.map((table) => alertsOf(table, identity, numbers));
  const labelled = new LabelledAlerts(read.at(-1) ?? [], read.slice(0, -1).flat());
  if (labelled.triaged.length === 0) throw new Error(`${tables.at(-1)?.file} has no triaged regression`);
  const part = `${labelled.triaged.length} triaged, ${labelled.downstream.length} downstream`;
  console.log(`\nA series is ${identity}; ${part}`);

  const plain24 = plainRule(labelled.all, 24);
  const plain48 = plainRule(labelled.all, 48);
  const started = performance.now();
  const deputy = deputyRule(labelled, WINDOW_HOURS);
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
  const likely = labelled.score((t) => hasTier(t, 'likely') && !hasTier(t, 'obvious'));
  scoreRow('likely, none obvious', likely);
  scoreRow('obvious or likely', byRule);
  const possible = labelled.score((t) => deputy(t).length > 0 && !hasTier(t, 'obvious', 'likely'));
  scoreRow('possible only', possible);
  scoreRow('all tiers', all);

  const plainChoice = labelled.choice(plain24, labelled.isSameOrigin);
  const choice = labelled.choice(deputy, labelled.isSameOrigin);
  const namedChoice = labelled.choice(deputy, labelled.isNamed);
  row('right upstream push', ['first', 'of three', 'of all']);
  choiceRow('plain rule, nearest first: same origin', plainChoice);
  choiceRow('plain rule, nearest first: the named push', labelled.choice(plain24, labelled.isNamed));
  choiceRow('Deputy: same origin', choice);
  choiceRow('Deputy: the named push', namedChoice);
  console.log(
    `  ${labelled.scored.length} alerts against ${labelled.all.length} candidates in ${took.toFixed(0)} ms`,
  );

  const figures = [
    `24 h: ${plain.suggested} ${shares(plain)}`,
    `in range: ${shares(plainInRange)}`,
    `48 h in range: ${shares(longerInRange)}`,
    `first ${twoDigits(plainChoice.first)}, any ${twoDigits(plainChoice.any)}`,
  ].join('; ');
  return { part, figures, plain, obvious, likely, possible, byRule, all, choice, namedChoice };
}

/** One rule's or tier's figures as the last line has them. */
const told = ({ suggested, cross, duplicate, recall }: Score) => ({
  suggested,
  precision: cross,
  precisionAnyDuplicate: duplicate,
  recall,
});

type Result = ReturnType<typeof evaluate>;

const figuresOf = ({ plain, obvious, likely, possible, all, choice, namedChoice }: Result) => ({
  plain: told(plain),
  obvious: told(obvious),
  likely: told(likely),
  possible: told(possible),
  all: told(all),
  firstChoice: choice.first,
  firstThree: choice.amongThree,
  anyChoice: choice.any,
  named: { firstChoice: namedChoice.first, firstThree: namedChoice.amongThree, anyChoice: namedChoice.any },
});

/** @returns the exit code */
function run(tables: readonly Table[]): number {
  const result = evaluate(tables, 'test, platform');
  const withPgo = evaluate(tables, 'test, platform, pgo');
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
  const all = {
    ...figuresOf(result),
    withPgo: figuresOf(withPgo),
    plainAsInReadme,
    pass: below.length === 0,
  };
  console.log(JSON.stringify(all, thousandths));
  return below.length === 0 ? 0 : 1;
}

/** @throws Error that names the file and says why it cannot be read */
function readTable(file: string): Table {
  try {
    return { file, csv: readFileSync(file, 'utf8') };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new Error(missing ? `${file} is missing` : `${file} cannot be read: ${error}`);
  }
}

const { positionals: files } = parseArgs({ allowPositionals: true });
if (files.length === 0 && !existsSync(GIVEN_TABLE)) {
  console.log(`Skipped: there is no ${GIVEN_TABLE}; the labelled alerts are not part of this repository.`);
  console.log(JSON.stringify({ skipped: true }));
} else {
  try {
    process.exitCode = run((files.length === 0 ? [GIVEN_TABLE] : files).map(readTable));
  } catch (error) {
    console.error(`eval:downstream: ${error instanceof Error ? error.message : error}.`);
    process.exitCode = 2;
  }
}
