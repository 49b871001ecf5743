import * as z from 'zod/mini';
import { type PushId, pushId, type Revision, revision, type SignatureId, signatureId } from '@/lib/model/ids';
import { isOk, type Outcome, ok } from '@/lib/model/outcome';
import { urlPart } from '@/lib/model/urlPart';
import { PerformanceDataAnswer, PushListAnswer } from './planSchemas';
import { readDatetime } from './records';
import { getJson, type ReadDeps } from './request';

/** One value of a series in full precision. */
export interface SeriesValue {
  readonly pushId: PushId;
  readonly revision: Revision;
  /** Unix seconds of the push. */
  readonly pushTime: number;
  readonly value: number;
  /** When the job was asked to run, Unix seconds; null once it was pruned (about 4 months). */
  readonly submitTime: number | null;
  readonly machine: string | null;
}

export interface SeriesData {
  readonly signatureId: SignatureId;
  readonly unit: string | null;
  /** In push order. */
  readonly values: readonly SeriesValue[];
}

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

/** `performance/summary` with `signature` and `all_data`: the only read in full precision (treeherder-api 1.9). */
const SeriesAnswer = z.array(
  z.object({
    signature_id: z.int(),
    measurement_unit: z.nullable(z.string()),
    data: z.array(
      z.object({
        push_id: z.int(),
        revision: z.string(),
        push_timestamp: z.string(),
        value: z.number(),
        submit_time: z.optional(z.nullable(z.string())),
        machine_name: z.optional(z.nullable(z.string())),
      }),
    ),
  }),
);

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
    async series(repository, signature, fromTime, toTime, signal) {
      const query = new URLSearchParams({
        repository,
        signature: String(signature),
        all_data: 'true',
        startday: naive(fromTime),
        endday: naive(toTime),
        deputy: '1',
      });
      const answer = await getJson(deps, `/api/performance/summary/?${query}`, SeriesAnswer, signal);
      if (!isOk(answer)) return answer;
      const [found] = answer.value;
      if (!found) return ok(null);
      return ok({
        signatureId: signatureId(found.signature_id),
        unit: found.measurement_unit,
        values: found.data.map((d) => ({
          pushId: pushId(d.push_id),
          revision: revision(d.revision),
          pushTime: readDatetime(d.push_timestamp) / 1000,
          value: d.value,
          submitTime: d.submit_time ? readDatetime(d.submit_time) / 1000 : null,
          machine: d.machine_name ?? null,
        })),
      });
    },
  };
}

/** Unix seconds as the server's naive UTC datetime. */
const naive = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19);
