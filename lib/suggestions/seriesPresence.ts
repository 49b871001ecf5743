import { isRecent } from '@/lib/model/age';
import type { Instant, SummaryId } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import type { SeriesReads } from '@/lib/treeherder/seriesReads';
import type { DataPresence } from '@/lib/triage/downstream';

/** Whether the series of a summary have data on another branch. */
export interface SeriesPresence {
  known(summary: SummaryId, repository: string, hash: string): DataPresence;
  /** One request for up to MOST_SERIES series. Does not fail: what could not be read is not known. */
  ask(
    summary: SummaryId,
    repository: string,
    hashes: readonly string[],
    fromTime: number,
    toTime: number,
  ): Promise<void>;
}

/** As many series as go into one request; a summary with more is told about by these. */
const MOST_SERIES = 60;
/** Data may still come; what was found stays. */
const ASK_AGAIN_MS = 10 * 60 * 1000;
const KEPT = 40;

interface Looked {
  readonly asked: ReadonlySet<string>;
  readonly withData: ReadonlySet<string>;
  readonly at: Instant;
}

/** @param now on Treeherder's clock */
export function createSeriesPresence(
  hashesWithData: SeriesReads['hashesWithData'],
  now: () => Instant,
): SeriesPresence {
  const looked = new Map<string, Looked>();
  const keyOf = (summary: SummaryId, repository: string) => `${summary} ${repository}`;
  return {
    known(summary, repository, hash) {
      const found = looked.get(keyOf(summary, repository));
      if (!found?.asked.has(hash)) return 'unknown';
      return found.withData.has(hash) ? 'data' : 'no data';
    },
    async ask(summary, repository, hashes, fromTime, toTime) {
      const key = keyOf(summary, repository);
      const before = looked.get(key);
      const wanted = hashes.slice(0, MOST_SERIES);
      if (before && isRecent(before.at, now(), ASK_AGAIN_MS) && wanted.every((h) => before.asked.has(h)))
        return;
      const answer = await hashesWithData(repository, wanted, fromTime, toTime);
      if (!isOk(answer)) return;
      looked.delete(key);
      looked.set(key, { asked: new Set(wanted), withData: answer.value, at: now() });
      for (const oldest of looked.keys()) {
        if (looked.size <= KEPT) break;
        looked.delete(oldest);
      }
    },
  };
}
