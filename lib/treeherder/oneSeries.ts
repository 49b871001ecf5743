import * as z from 'zod/mini';
import type { Signature } from '@/lib/model/alert';
import { type PushId, pushId, type Revision, revision, type SignatureId, signatureId } from '@/lib/model/ids';
import { isOk, type Outcome, ok } from '@/lib/model/outcome';
import { readDatetime } from './records';
import { getJson, naive, type ReadDeps } from './request';

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

/** A series with what it measures, as the graphs page reads it. */
export interface NamedSeries extends SeriesData {
  readonly signature: Signature;
  readonly repositoryId: number;
  readonly values: readonly (SeriesValue & {
    /** Id of the data point, by which the graphs page's address names it. */
    readonly id: number;
  })[];
}

const series = {
  signature_id: z.int(),
  measurement_unit: z.nullable(z.string()),
};
const datum = {
  push_id: z.int(),
  revision: z.string(),
  push_timestamp: z.string(),
  value: z.number(),
  submit_time: z.optional(z.nullable(z.string())),
  machine_name: z.optional(z.nullable(z.string())),
};
const SeriesAnswer = z.array(z.object({ ...series, data: z.array(z.object(datum)) }));
const NamedSeriesAnswer = z.array(
  z.object({
    ...series,
    signature_hash: z.string(),
    framework_id: z.int(),
    repository_id: z.int(),
    suite: z.string(),
    test: z.string(),
    platform: z.string(),
    lower_is_better: z.boolean(),
    has_subtests: z.boolean(),
    data: z.array(z.object({ ...datum, id: z.int() })),
  }),
);

interface Times {
  /** Unix seconds. */
  readonly fromTime: number;
  readonly toTime: number;
}

/** `performance/summary` with `signature` and `all_data`: the only read in full precision (treeherder-api 1.9). */
const pathOf = (repository: string, signature: SignatureId | string, { fromTime, toTime }: Times) =>
  `/api/performance/summary/?${new URLSearchParams({
    repository,
    signature: String(signature),
    all_data: 'true',
    startday: naive(fromTime),
    endday: naive(toTime),
    deputy: '1',
  })}`;

/** A series between two times, by id or hash; null when the repository has no such series. */
export async function readSeries(
  deps: ReadDeps,
  repository: string,
  signature: SignatureId | string,
  times: Times,
  signal?: AbortSignal,
): Promise<Outcome<SeriesData | null>> {
  const answer = await getJson(deps, pathOf(repository, signature, times), SeriesAnswer, signal);
  return mapped(answer, (found) => ({ ...headOf(found), values: found.data.map(toValue) }));
}

/** The same with what the series measures and the ids of its points. */
export async function readNamedSeries(
  deps: ReadDeps,
  repository: string,
  signature: SignatureId | string,
  times: Times,
  signal?: AbortSignal,
): Promise<Outcome<NamedSeries | null>> {
  const answer = await getJson(deps, pathOf(repository, signature, times), NamedSeriesAnswer, signal);
  return mapped(answer, (found) => ({
    ...headOf(found),
    repositoryId: found.repository_id,
    signature: {
      id: signatureId(found.signature_id),
      hash: found.signature_hash,
      framework: found.framework_id,
      suite: found.suite,
      test: found.test,
      platform: found.platform,
      // this answer has them only as part of a name
      optionCollectionHash: '',
      extraOptions: [],
      lowerIsBetter: found.lower_is_better,
      hasSubtests: found.has_subtests,
      unit: found.measurement_unit,
    },
    values: found.data.map((d) => ({ ...toValue(d), id: d.id })),
  }));
}

/** The one series of an answer; null when there is none. */
function mapped<A, S>(answer: Outcome<readonly A[]>, toSeries: (found: A) => S): Outcome<S | null> {
  if (!isOk(answer)) return answer;
  const [found] = answer.value;
  return ok(found === undefined ? null : toSeries(found));
}

const headOf = (found: z.infer<typeof SeriesAnswer>[number]) => ({
  signatureId: signatureId(found.signature_id),
  unit: found.measurement_unit,
});

const toValue = (d: z.infer<typeof SeriesAnswer>[number]['data'][number]): SeriesValue => ({
  pushId: pushId(d.push_id),
  revision: revision(d.revision),
  pushTime: readDatetime(d.push_timestamp) / 1000,
  value: d.value,
  submitTime: d.submit_time ? readDatetime(d.submit_time) / 1000 : null,
  machine: d.machine_name ?? null,
});
