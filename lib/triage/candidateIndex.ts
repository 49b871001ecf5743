import type { AlertId, Revision, SummaryId } from '@/lib/model/ids';
import { countUpTo } from './sortedPlace';
import type { StepLevels } from './stepLevels';

/** What the downstream rule looks at: an alert with its summary's push. Levels are only needed for long windows. */
export interface ComparedAlert extends StepLevels {
  readonly alertId: AlertId;
  readonly summaryId: SummaryId;
  readonly repository: string;
  /** Framework id. */
  readonly framework: number;
  /** Equal hashes in two repositories mean the same test, platform and options. */
  readonly signatureHash: string;
  readonly suite: string;
  /** Empty for the suite's own value. */
  readonly test: string;
  readonly platform: string;
  readonly isRegression: boolean;
  /** Always positive, percent. */
  readonly amountPct: number | null;
  /** Time of the summary's push, Unix seconds; never the time at which the alert was raised. */
  readonly pushTime: number;
  /** Head changeset of the summary's push. */
  readonly revision: Revision;
}

/** Alerts of one key and repository, oldest push first. */
type Shelf = readonly ComparedAlert[];

/** The separator stands in no name of a test, branch or platform. */
const key = (...parts: readonly (string | number | boolean)[]) => parts.join('\u0000');
const seriesKey = (a: ComparedAlert, isRegression: boolean, repository: string) =>
  key(a.framework, a.signatureHash, isRegression, repository);
const testKey = (a: ComparedAlert, repository: string) =>
  key(a.framework, a.suite, a.test, a.isRegression, repository);

/**
 * Candidates by series and by test, each shelf in push order, so that a window is found by bisection: the cost of an alert is
 * what lies in its windows, however many candidates there are.
 */
export class CandidateIndex {
  readonly #series: ReadonlyMap<string, Shelf>;
  readonly #tests: ReadonlyMap<string, Shelf>;

  constructor(candidates: readonly ComparedAlert[]) {
    const dated = candidates.filter((c) => Number.isFinite(c.pushTime));
    this.#series = shelves(dated, (c) => seriesKey(c, c.isRegression, c.repository));
    this.#tests = shelves(dated, (c) => testKey(c, c.repository));
  }

  /** Alerts of the same series and direction with `after` < push time < `before`, oldest first. */
  sameSeries(alert: ComparedAlert, repository: string, after: number, before: number): Shelf {
    return between(this.#series.get(seriesKey(alert, alert.isRegression, repository)), after, before);
  }

  /** Same test and direction, but another series: another platform or other options. */
  otherSeries(alert: ComparedAlert, repository: string, after: number, before: number): Shelf {
    const found = between(this.#tests.get(testKey(alert, repository)), after, before);
    return found.filter((c) => c.signatureHash !== alert.signatureHash);
  }

  /** Has the series an alert of the other direction there, with `after` < push time < `before`? */
  hasOpposite(alert: ComparedAlert, repository: string, after: number, before: number): boolean {
    const shelf = this.#series.get(seriesKey(alert, !alert.isRegression, repository)) ?? [];
    const next = shelf[firstAfter(shelf, after)];
    return next !== undefined && next.pushTime < before;
  }
}

/** Equal push times are ordered by id, so that the order of the input does not matter. */
function shelves(candidates: readonly ComparedAlert[], keyOf: (c: ComparedAlert) => string) {
  const shelfOf = new Map<string, ComparedAlert[]>();
  for (const candidate of candidates) {
    const k = keyOf(candidate);
    const shelf = shelfOf.get(k);
    if (shelf) shelf.push(candidate);
    else shelfOf.set(k, [candidate]);
  }
  for (const shelf of shelfOf.values())
    shelf.sort((a, b) => a.pushTime - b.pushTime || a.alertId - b.alertId);
  return shelfOf;
}

function between(shelf: Shelf | undefined, after: number, before: number): Shelf {
  if (!shelf) return [];
  const start = firstAfter(shelf, after);
  let end = start;
  for (let next = shelf[end]; next !== undefined && next.pushTime < before; next = shelf[end]) end += 1;
  return shelf.slice(start, end);
}

/** Position of the first alert whose push is younger than `time`; the length when there is none. */
const firstAfter = (shelf: Shelf, time: number) => countUpTo(shelf, (alert) => alert.pushTime, time);
