import type { JournalRecord } from '@/lib/model/round';
import type { RoundWork } from '@/lib/model/roundWork';
import type { SendProgress } from '@/lib/model/sendProgress';
import type { NotedSummary } from '@/lib/notes/notes';
import type { PlanState } from './desk';

/** What the background has to know of a desk to work its views out. Plain JSON. */
export interface DeskSight {
  readonly planState: PlanState;
  /** Where the round stands that this tab sends. */
  readonly send: SendProgress;
  readonly journal: readonly JournalRecord[];
  /** Something of this summary can be taken back. */
  readonly canUndo: boolean;
  /** Why another round is needed was said. */
  readonly hasReason: boolean;
  readonly cancelling: RoundWork['cancelling'];
  readonly notices: RoundWork['notices'];
}

/** A summary as the page knows it. */
export interface ViewSubject {
  readonly summary: NotedSummary;
  readonly desk: DeskSight;
}
