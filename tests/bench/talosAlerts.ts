// The labelled Talos alerts of 2014, read from the table that ../shared/data/README.md describes.
import { alertId, revision, summaryId } from '@/lib/model/ids';
import type { ComparedAlert } from '@/lib/triage/candidateIndex';

/** What the sheriffs of the time found. */
export type TriageLabel = 'dup_cross' | 'dup_same' | 'dup_self' | 'dup_unknown' | 'other' | 'untriaged';

export interface TriagedAlert {
  readonly alert: ComparedAlert;
  readonly label: TriageLabel;
  /** The upstream revision that the sheriff named; '' when none. */
  readonly duplicateOf: string;
  /** Changesets of the push range; empty where they were not kept. */
  readonly changesets: ReadonlySet<string>;
}

/** Which columns play the series signature, which the table lacks. */
export type Identity = 'test, platform' | 'test, platform, pgo';

const LABELS: readonly TriageLabel[] = [
  'dup_cross',
  'dup_same',
  'dup_self',
  'dup_unknown',
  'other',
  'untriaged',
];

/**
 * Gives the alerts of several tables numbers that fit together: an alert is a row, and a summary is what today's Treeherder
 * makes of it, all alerts of one push.
 */
export class AlertNumbers {
  #alerts = 0;
  readonly #summaries = new Map<string, number>();

  nextAlert(): number {
    this.#alerts += 1;
    return this.#alerts;
  }

  ofPush(repository: string, head: string): number {
    const push = `${repository} ${head}`;
    const number = this.#summaries.get(push) ?? this.#summaries.size + 1;
    this.#summaries.set(push, number);
    return number;
  }
}

/**
 * The alerts of a table. Those whose time is not that of the push have no push time (NaN): they get no suggestion and are
 * nobody's upstream.
 * @throws Error when the table is empty, a column is missing or a label is unknown; the message goes on after the file's name
 */
export function readTalosAlerts(
  csv: string,
  identity: Identity,
  numbers = new AlertNumbers(),
): readonly TriagedAlert[] {
  const [head, ...rows] = parseCsv(csv.replace(/^\uFEFF/, ''));
  if (!head) throw new Error('is empty');
  const places = COLUMNS.map((name) => [name, head.indexOf(name)] as const);
  const missing = places.filter(([, at]) => at < 0).map(([name]) => name);
  if (missing.length > 0) {
    throw new Error(`lacks the ${missing.length === 1 ? 'column' : 'columns'} ${missing.join(', ')}`);
  }
  if (rows.length === 0) throw new Error('has a head and no alerts');

  return rows.map((cells, at) => {
    const row = Object.fromEntries(places.map(([name, place]) => [name, cells[place] ?? ''])) as Row;
    const label = LABELS.find((known) => known === row.label);
    if (!label) throw new Error(`has an unknown label in its alert number ${at + 1}: "${row.label}"`);
    const series = [row.test, row.platform, ...(identity === 'test, platform' ? [] : [row.pgo])];
    return {
      alert: {
        alertId: alertId(numbers.nextAlert()),
        summaryId: summaryId(numbers.ofPush(row.repo, row.revision)),
        repository: row.repo,
        framework: TALOS,
        signatureHash: series.join('|'),
        suite: row.test,
        test: '',
        platform: row.platform,
        isRegression: row.is_regression === '1',
        amountPct: numberOrNull(row.pct),
        prevValue: numberOrNull(row.prev_value),
        newValue: numberOrNull(row.new_value),
        pushTime:
          row.time_kind === 'push' ? Date.parse(`${row.push_time.replace(' ', 'T')}Z`) / 1000 : Number.NaN,
        revision: revision(row.revision),
      },
      label,
      duplicateOf: row.duplicate_of_rev,
      changesets: new Set(row.changesets.split(' ').filter(Boolean)),
    };
  });
}

/** Any id will do: the table has one framework. */
const TALOS = 1;

const COLUMNS = [
  'repo',
  'pgo',
  'test',
  'platform',
  'is_regression',
  'pct',
  'prev_value',
  'new_value',
  'push_time',
  'time_kind',
  'revision',
  'changesets',
  'duplicate_of_rev',
  'label',
] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

const numberOrNull = (text: string) => (text === '' || !Number.isFinite(Number(text)) ? null : Number(text));

/** Comma separated, quoted where a value has a comma; quotes are doubled inside. Empty lines are skipped. */
function parseCsv(csv: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end = ''] of csv.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}
