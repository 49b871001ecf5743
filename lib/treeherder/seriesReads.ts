import { type PushId, pushId, type Revision, type SignatureId } from '@/lib/model/ids';
import { isOk, type Outcome, ok } from '@/lib/model/outcome';
import { urlPart } from '@/lib/model/urlPart';
import { readSeries, type SeriesData } from './oneSeries';
import { PerformanceDataAnswer, PushListAnswer } from './planSchemas';
import { getJson, naive, type ReadDeps } from './request';

export type { SeriesData, SeriesValue } from './oneSeries';

/** Public reads of single series and commits: a series in full precision, which series have data, where a commit landed. */
export interface SeriesReads {
  /** The push of the repository that brought a commit; null when none that Treeherder keeps did (200 commits a push). */
  pushOfCommit(repository: string, commit: Revision, signal?: AbortSignal): Promise<Outcome<PushId | null>>;
  /** Which series, by hash, have data between two times (Unix seconds). One request for up to 60 series. */
  hashesWithData(
    repository: string,
    hashes: readonly string[],
    fromTime: number,
    toTime: number,
    signal?: AbortSignal,
  ): Promise<Outcome<ReadonlySet<string>>>;
  /** A series between two times (Unix seconds), by id or hash; null when the repository has no such series. */
  series(
    repository: string,
    signature: SignatureId | string,
    fromTime: number,
    toTime: number,
    signal?: AbortSignal,
  ): Promise<Outcome<SeriesData | null>>;
}

/** Hashes of 40 digits with their parameter's name: as many as the request line of 4,094 bytes has room for. */
const HASHES_PER_REQUEST = 60;

/** Keeps nothing: whoever asks knows how long an answer is good. */
export function createSeriesReads(deps: ReadDeps): SeriesReads {
  const project = (repository: string) => `/api/project/${urlPart(repository)}`;
  return {
    async pushOfCommit(repository, commit, signal) {
      const path = `${project(repository)}/push/?commit_revision=${urlPart(commit)}&count=1&deputy=1`;
      const answer = await getJson(deps, path, PushListAnswer, signal);
      if (!isOk(answer)) return answer;
      const [found] = answer.value.results;
      return ok(found ? pushId(found.id) : null);
    },
    async hashesWithData(repository, hashes, fromTime, toTime, signal) {
      const found = new Set<string>();
      for (let at = 0; at < hashes.length; at += HASHES_PER_REQUEST) {
        const query = hashes
          .slice(at, at + HASHES_PER_REQUEST)
          .map((hash) => `signatures=${urlPart(hash)}`)
          .join('&');
        const path = `${project(repository)}/performance/data/?${query}&start_date=${naive(fromTime)}&end_date=${naive(toTime)}&deputy=1`;
        const answer = await getJson(deps, path, PerformanceDataAnswer, signal);
        if (!isOk(answer)) return answer;
        for (const [hash, rows] of Object.entries(answer.value)) if (rows.length > 0) found.add(hash);
      }
      return ok(found);
    },
    series: (repository, signature, fromTime, toTime, signal) =>
      readSeries(deps, repository, signature, { fromTime, toTime }, signal),
  };
}
