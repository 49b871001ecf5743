import type { SummaryId } from '@/lib/model/ids';
import type { Outcome, Problem } from '@/lib/model/outcome';
import type { NotedSummary } from '@/lib/notes/notes';
import type { PageTreeherder } from '@/lib/treeherder/client';

/** Treeherder as the content script has it: each summary comes with what its notes say. */
export interface NotedTreeherder extends Omit<PageTreeherder, 'summaries' | 'summary'> {
  summaries(
    query: string,
    signal?: AbortSignal,
  ): Promise<
    Outcome<{
      readonly summaries: readonly NotedSummary[];
      readonly unreadable: ReadonlyMap<SummaryId, Problem>;
      readonly more: boolean;
    }>
  >;
  summary(id: SummaryId, signal?: AbortSignal): Promise<Outcome<NotedSummary>>;
}
