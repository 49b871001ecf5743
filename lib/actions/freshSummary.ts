import type { Instant, SummaryId } from '@/lib/model/ids';
import { isOk, type Outcome, ok } from '@/lib/model/outcome';
import type { NotedSummary } from '@/lib/notes/notes';
import type { SummaryStore } from '@/lib/store/summaryStore';
import type { NotedTreeherder } from './notedTreeherder';

interface FreshDeps {
  readonly treeherder: Pick<NotedTreeherder, 'summary'>;
  readonly store: Pick<SummaryStore, 'ask' | 'put'>;
}

/** Reads a summary afresh and puts it into the store, which tells everybody who shows it. */
export async function readFresh(
  deps: FreshDeps,
  id: SummaryId,
  now: () => Instant,
): Promise<Outcome<NotedSummary>> {
  const asked = deps.store.ask();
  const fresh = await deps.treeherder.summary(id);
  if (isOk(fresh)) deps.store.put(fresh.value, now(), asked);
  return fresh;
}

/** The same for several, one after another; the first that cannot be read ends it. */
export async function readAllFresh(
  deps: FreshDeps,
  ids: readonly SummaryId[],
  now: () => Instant,
): Promise<Outcome<readonly NotedSummary[]>> {
  const summaries: NotedSummary[] = [];
  for (const id of ids) {
    const fresh = await readFresh(deps, id, now);
    if (!isOk(fresh)) return fresh;
    summaries.push(fresh.value);
  }
  return ok(summaries);
}
