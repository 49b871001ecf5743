import { failed, isOk, type Outcome, ok, type Problem, refused } from '@/lib/model/outcome';
import type { SentenceName } from '@/lib/model/sentences';
import type { NotedSummary } from '@/lib/notes/notes';
import type { SummaryFields } from '@/lib/treeherder/session';
import type { AlertWriteDeps } from './alertWrites';
import { readFresh } from './freshSummary';
import { leaseLost } from './leaseHolder';

/**
 * Writes fields of a summary and looks what came of it: whatever the answer was, what counts is what is there now.
 * @param before as it was read under the same lease
 * @param otherwise what is wrong with the summary as it is then, null when it is as wanted
 * @returns the summary as it is then
 */
export async function writeSummary(
  deps: Pick<AlertWriteDeps, 'treeherder' | 'store' | 'clock'>,
  before: NotedSummary,
  fields: SummaryFields,
  renew: () => Promise<boolean>,
  otherwise: (now: NotedSummary) => Problem | null,
  lost?: SentenceName,
): Promise<Outcome<NotedSummary>> {
  if (!(await renew())) return refused(leaseLost(lost));
  const written = await deps.treeherder.putSummary(before.id, fields);
  if (written.kind === 'refused') return written;
  const back = await readFresh(deps, before.id, deps.clock.now);
  // the server took it but cannot be read right now: what was sent is the best that is known
  if (!isOk(back)) return isOk(written) ? ok({ ...before, ...fields }) : written;
  const problem = otherwise(back.value);
  if (!problem) return back;
  return isOk(written) ? failed(problem) : written;
}
