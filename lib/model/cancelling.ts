import type { Instant, Label, Nonce, Revision, SummaryId, TaskId } from './ids';
import type { Problem } from './outcome';

/** A job that waits and is to be ended. */
export interface CancelTarget {
  readonly taskId: TaskId;
  readonly revision: Revision;
  readonly label: Label;
}

/** What became of "Cancel jobs of round n", in jobs. */
export interface CancelReport {
  readonly round: number;
  /** Asked for now: Taskcluster ends them within minutes. */
  readonly cancelled: number;
  /** Asked for earlier, and under way. */
  readonly underWay: number;
  /**
   * Their action task has not made them yet: it would be done before a request to cancel it is carried out, so that this must be
   * asked for again in some minutes.
   */
  readonly unmade: number;
  /** They run already, and are left to it: their data is nearly paid for. */
  readonly running: number;
  /** They had come to their end before. */
  readonly ended: number;
  /** Could not be cancelled, each with its reason. */
  readonly failures: readonly CancelFailure[];
}

export interface CancelFailure {
  readonly revision: Revision;
  readonly jobs: number;
  readonly reason: string;
}

/** Where the cancelling of a round's jobs stands. */
export type CancelProgress =
  | { readonly kind: 'idle' }
  | { readonly kind: 'checking' }
  /** Which of the round's jobs still wait? */
  | { readonly kind: 'looking'; readonly round: number }
  | { readonly kind: 'cancelling'; readonly round: number; readonly done: number; readonly total: number }
  | {
      readonly kind: 'done';
      readonly report: CancelReport;
      /** What did not go well beside it, such as a note that could not be written. */
      readonly problem: Problem | null;
    }
  /** Ended before anything was cancelled. */
  | { readonly kind: 'stopped'; readonly problem: Problem };

/** Kept per (summary, round, task) before the request leaves, so that it is not repeated while its end is unclear. */
export interface CancelRecord {
  readonly version: 1;
  readonly summaryId: SummaryId;
  readonly round: number;
  readonly nonce: Nonce;
  readonly taskId: TaskId;
  readonly state: 'leaving' | 'asked' | 'failed' | 'unclear';
  readonly at: Instant;
}
