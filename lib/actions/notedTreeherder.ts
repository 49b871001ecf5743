import type { SummaryId } from '@/lib/model/ids';
import type { Outcome, Problem } from '@/lib/model/outcome';
import type { NotedSummary } from '@/lib/notes/notes';
import type { PageTreeherder } from '@/lib/treeherder/client';

/** A list of the alerts page, by what its address says and who is looking. */
export interface ListShown {
  /** The query of the page's address. */
  readonly search: string;
  /** The full username; '' when nobody is logged in. */
  readonly me: string;
}

/** Treeherder as the content script has it: each summary comes with what its notes say. */
export interface NotedTreeherder extends Omit<PageTreeherder, 'summaries' | 'summary'> {
  summaries(
    list: ListShown,
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
