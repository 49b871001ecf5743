import * as z from 'zod/mini';
import type { JobId, Label, PushId, Revision, SignatureId } from '@/lib/model/ids';
import { failed, type Outcome, ok } from '@/lib/model/outcome';
import type { DataPoint, Job, Push } from '@/lib/model/push';
import { urlPart } from '@/lib/model/urlPart';
import { chunks } from './idLists';
import { toDataPoints, toJob, toPushes } from './planRecords';
import {
  FrameworkAnswer,
  JobListAnswer,
  JobRow,
  PerformanceDataAnswer,
  PushListAnswer,
  RepositoryAnswer,
} from './planSchemas';
import { getJson, naive, type ReadDeps, type Schema } from './request';

/** `performance/data` with more than this many series gets slow and its address too long. */
export const SIGNATURES_PER_REQUEST = 150;
/** Largest page of pushes and jobs that the server gives. */
const MAX_PUSHES = 1000;
const MAX_JOBS = 2000;

export interface Repository {
  readonly id: number;
  readonly name: string;
  /** Taskcluster root; null for repositories without. */
  readonly taskclusterRoot: string | null;
}

/**
 * Treeherder's public reads: what a plan looks at. No session is needed, so they run where the planner runs, in the
 * background, and the thousands of points never touch the page.
 */
export interface TreeherderReads {
  repositories(signal?: AbortSignal): Promise<Outcome<ReadonlyMap<string, Repository>>>;
  /** Names of the frameworks by id. */
  frameworks(signal?: AbortSignal): Promise<Outcome<ReadonlyMap<number, string>>>;
  /** Points of the series between two times (Unix seconds), any order, values rounded to 2 decimals. */
  dataPoints(
    repository: string,
    signatures: readonly SignatureId[],
    fromTime: number,
    toTime: number,
    signal?: AbortSignal,
  ): Promise<Outcome<readonly DataPoint[]>>;
  /** The push log from one revision to another, both included, oldest first, at most 1,000. */
  pushes(
    repository: string,
    from: Revision,
    to: Revision,
    signal?: AbortSignal,
  ): Promise<Outcome<readonly Push[]>>;
  jobsById(ids: readonly JobId[], signal?: AbortSignal): Promise<Outcome<readonly Job[]>>;
  /** Jobs on the pushes, of one label or of one group symbol; every state. */
  jobsOnPushes(
    pushes: readonly PushId[],
    which: { readonly label: Label } | { readonly groupSymbol: string },
    signal?: AbortSignal,
  ): Promise<Outcome<readonly Job[]>>;
}

/** Keeps nothing: whoever asks knows how long an answer is good. */
export function createTreeherderReads(deps: ReadDeps): TreeherderReads {
  const get = <T>(path: string, schema: Schema<T>, signal?: AbortSignal) =>
    getJson(deps, `${path}${path.includes('?') ? '&' : '?'}deputy=1`, schema, signal);

  async function jobs(query: string, signal?: AbortSignal): Promise<Outcome<readonly Job[]>> {
    const answer = await get(`/api/jobs/?${query}&count=${MAX_JOBS}`, JobListAnswer, signal);
    if (answer.kind !== 'ok') return answer;
    const { job_property_names: names, results } = answer.value;
    const found: Job[] = [];
    for (const row of results) {
      const parsed = z.safeParse(JobRow, Object.fromEntries(names.map((name, i) => [name, row[i]])));
      if (!parsed.success) {
        return failed({
          kind: 'unexpected answer',
          message: "Treeherder's list of jobs has an unexpected form.",
        });
      }
      found.push(toJob(parsed.data));
    }
    return ok(found);
  }

  return {
    async repositories(signal) {
      const answer = await get('/api/repository/', RepositoryAnswer, signal);
      if (answer.kind !== 'ok') return answer;
      return ok(
        new Map(
          answer.value.map((r) => [r.name, { id: r.id, name: r.name, taskclusterRoot: r.tc_root_url }]),
        ),
      );
    },
    async frameworks(signal) {
      const answer = await get('/api/performance/framework/', FrameworkAnswer, signal);
      if (answer.kind !== 'ok') return answer;
      return ok(new Map(answer.value.map((f) => [f.id, f.name])));
    },
    async dataPoints(repository, signatures, fromTime, toTime, signal) {
      const points: DataPoint[] = [];
      for (const chunk of chunks(signatures, SIGNATURES_PER_REQUEST, 'signature_id='.length + 1)) {
        const query = chunk.map((id) => `signature_id=${id}`).join('&');
        const answer = await get(
          `/api/project/${urlPart(repository)}/performance/data/?${query}` +
            `&start_date=${naive(fromTime)}&end_date=${naive(toTime)}`,
          PerformanceDataAnswer,
          signal,
        );
        if (answer.kind !== 'ok') return answer;
        points.push(...toDataPoints(answer.value));
      }
      return ok(points);
    },
    async pushes(repository, from, to, signal) {
      const answer = await get(
        `/api/project/${urlPart(repository)}/push/?fromchange=${urlPart(from)}&tochange=${urlPart(to)}&count=${MAX_PUSHES}`,
        PushListAnswer,
        signal,
      );
      return answer.kind === 'ok' ? ok(toPushes(answer.value)) : answer;
    },
    async jobsById(ids, signal) {
      const found: Job[] = [];
      for (const chunk of chunks(ids)) {
        const answer = await jobs(`id__in=${chunk.join(',')}`, signal);
        if (answer.kind !== 'ok') return answer;
        found.push(...answer.value);
      }
      return ok(found);
    },
    async jobsOnPushes(pushes, which, signal) {
      const filter =
        'label' in which
          ? `job_type_name=${urlPart(which.label)}`
          : `job_group_symbol=${urlPart(which.groupSymbol)}`;
      const found: Job[] = [];
      for (const chunk of chunks(pushes)) {
        const answer = await jobs(`push_id__in=${chunk.join(',')}&${filter}`, signal);
        if (answer.kind !== 'ok') return answer;
        found.push(...answer.value);
      }
      return ok(found);
    },
  };
}
