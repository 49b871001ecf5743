import type { AlertId, SummaryId } from './ids';
import type { Problem } from './outcome';
import type { PendingWrite } from './pendingWrite';
import type { Receipt, RoundPlan } from './round';
import type { SendProgress } from './sendProgress';
import type { UndoProgress } from './undo';
import type { WorkflowState } from './workflow';

/** What a bar shows; made anew from the store and the desk, nothing is kept in it. */
export interface SummaryView {
  readonly id: SummaryId;
  readonly state: WorkflowState;
  readonly stateDetail: string;
  readonly deadline: { readonly text: string; readonly overdue: boolean } | null;
  /** What a round would cost, what became of the last one, or why there is nothing to ask for. */
  readonly sentence: string;
  readonly plan: RoundPlan | null;
  readonly number: number;
  /** Seen text of the send button; null when sending is not offered in the bar (it may be in the plan). */
  readonly sendText: string | null;
  readonly canPlan: boolean;
  readonly resume: number | null;
  readonly receipts: { readonly number: number; readonly items: readonly Receipt[] } | null;
  /** How far the cover rule is met, once anything was asked for. */
  readonly coverage: { readonly text: string; readonly note?: string } | null;
  readonly root: string | null;
  readonly send: SendProgress;
  readonly pending: PendingWrite | null;
  /** What 'Undo: <what>' would take back; null when there is nothing. */
  readonly undo: string | null;
  readonly undoing: UndoProgress;
  readonly pageBehind: boolean;
  readonly problem: Problem | null;
}

/** What a row's cell shows. */
export interface CellView {
  readonly alertId: AlertId;
  readonly markName: string;
  readonly marked: boolean;
  /** Who marked it and when, for others than me; empty when it is not marked. */
  readonly markedBy: string;
  readonly pending: boolean;
  /** The strip of an alert that is in the plan or was asked for. */
  readonly strip: StripView | null;
}

export interface StripView {
  readonly text: string;
  /** In push order. */
  readonly cells: readonly StripCell[];
}

/** Data points of one alert on one push. */
export interface StripCell {
  readonly revision: string;
  readonly have: number;
  /** Running, queued or promised. */
  readonly coming: number;
  readonly want: number;
  readonly isStep: boolean;
  readonly isGap: boolean;
}
