import type { AlertStatus, SummaryStatus } from './alert';
import type { AlertId, SummaryId } from './ids';

/** What a sheriff may change of an alert. */
export interface AlertState {
  readonly id: AlertId;
  /** The summary that owns it. */
  readonly summaryId: SummaryId;
  readonly status: AlertStatus;
  readonly relatedSummaryId: SummaryId | null;
  readonly starred: boolean;
}

/**
 * All alerts of the summaries that a write touched, before and after it: what an undo goes by. Plain JSON, so that it can
 * outlive a reload of the page.
 */
export interface AlertSnapshot {
  readonly version: 1;
  readonly summaries: readonly {
    readonly id: SummaryId;
    readonly statusBefore: SummaryStatus;
    readonly statusAfter: SummaryStatus;
    /** Somebody had triaged it before: its clock does not run any more anyway. */
    readonly triagedBefore: boolean;
  }[];
  /** Sorted by id. */
  readonly before: readonly AlertState[];
  readonly after: readonly AlertState[];
  /** Alerts that the write itself changed, those included that Treeherder set back because of it; sorted. */
  readonly changed: readonly AlertId[];
}
