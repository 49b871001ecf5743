import type { AlertId, Instant, Label, Nonce, PushId, Revision, SummaryId, TaskId } from './ids';
import type { ProblemKind } from './outcome';

/** claimed → pending → complete | blocked. A finished round never changes. */
export type RoundStatus = 'claimed' | 'pending' | 'complete' | 'blocked';

/** What a push is to the round: one of the up to 5 data-bearing revisions, or a push inside a gap. */
export type PushRole = 'revision' | 'gap';

/** One label on one push: what is there and what the round asks for. All numbers are data points. */
export interface PlanCell {
  readonly alertId: AlertId;
  readonly label: Label;
  readonly pushId: PushId;
  readonly want: number;
  /** Data points that have arrived. */
  readonly have: number;
  /** Running, queued and promised by open action tasks. */
  readonly coming: number;
  /** Runs to ask for: never more than want − have − coming. */
  readonly need: number;
  /** This label's build does not exist on the push and will be made first. */
  readonly build: boolean;
}

export interface PlanPush {
  readonly id: PushId;
  readonly revision: Revision;
  readonly time: number;
  readonly role: PushRole;
  /**
   * Position among the data-bearing revisions, 0 = the alert's own; null inside a gap. In a round that aims: 0 = the first
   * one that surely has the new level, −1 = the last one that surely has the old.
   */
  readonly offset: number | null;
}

export interface PlanAlert {
  readonly alertId: AlertId;
  readonly suite: string;
  readonly test: string;
  readonly platform: string;
  readonly label: Label;
}

/** Why an alert is not in the plan, or why there is no plan; `text` is a sentence for people. */
export interface PlanReason {
  readonly code:
    | 'same suite'
    | 'same job'
    | 'taken out'
    | 'not open'
    | 'over the limit'
    | 'other platform'
    | 'no label'
    | 'label cut'
    | 'no data'
    | 'build failed'
    | 'unknown label'
    | 'not retriggerable'
    | 'runs multiply'
    | 'too old'
    | 'not aimed at'
    | 'enough data'
    | 'over budget'
    | 'improvements only'
    | 'framework off'
    | 'framework gap only'
    | 'monitoring'
    | 'invalid or infra'
    | 'linked elsewhere'
    | 'asked for elsewhere'
    | 'obvious downstream'
    | 'likely backout'
    | 'likely reland'
    | 'round open'
    | 'no further round'
    | 'rounds used up'
    | 'many commits'
    | 'nothing open';
  readonly alertId?: AlertId;
  readonly text: string;
  /** What the round would cost more without this reason, before budgets; absent where nothing could be asked for. */
  readonly price?: { readonly jobs: number; readonly builds: number };
}

export interface RoundPlan {
  readonly summaryId: SummaryId;
  readonly number: number;
  readonly form: 'full' | 'thrifty';
  readonly alerts: readonly PlanAlert[];
  /** Oldest first; only those that take part. */
  readonly pushes: readonly PlanPush[];
  readonly cells: readonly PlanCell[];
  /** Test jobs to ask for. */
  readonly jobs: number;
  /** True while queued, running and promised runs were not read: `jobs` can then only shrink. */
  readonly upperBound?: boolean;
  /** Builds that the jobs will start, one per (build, push). */
  readonly builds: number;
  /** Jobs before the budgets cut it; equal to `jobs` when they did not. */
  readonly untrimmedJobs: number;
  /** What the protocol in full would ask for, in test jobs and builds. */
  readonly inFull: { readonly jobs: number; readonly builds: number };
  /** Seconds from sending until the last data, an estimate. */
  readonly etaSeconds: number;
  /** Alerts left out, each with its reason. */
  readonly leftOut: readonly PlanReason[];
  /** Reasons against sending at all; shown, and overridable in the dialog. Empty = nothing against it. */
  readonly against: readonly PlanReason[];
}

/** One request of a round: what one push is asked for. */
export interface PushRequest {
  readonly pushId: PushId;
  readonly revision: Revision;
  readonly labels: readonly { readonly label: Label; readonly times: number }[];
}

/** What became of one push of a round. */
export type Receipt =
  | {
      readonly kind: 'sent';
      readonly pushId: PushId;
      readonly revision: Revision;
      readonly jobs: number;
      readonly actionTask: TaskId;
      /** What the push could not be asked for, a sentence; the rest of it was sent. */
      readonly leftOut?: string;
    }
  | {
      readonly kind: 'failed' | 'unclear';
      readonly pushId: PushId;
      readonly revision: Revision;
      readonly jobs: number;
      readonly reason: string;
      /** Which sort of trouble, where it is known: what a view offers as the next step. */
      readonly problem?: ProblemKind;
    };

/** What a round should bring for one alert on one push: the points before it, those on their way, and those asked for. */
export interface ExpectedPoints {
  readonly alertId: AlertId;
  readonly label: Label;
  readonly points: number;
}

/** What must be known before a trigger leaves; kept per (summary, round, push) until the round is over. */
export interface JournalRecord {
  readonly version: 1;
  readonly summaryId: SummaryId;
  readonly round: number;
  readonly nonce: Nonce;
  readonly request: PushRequest;
  /** What the push could not be asked for, a sentence. */
  readonly leftOut?: string;
  /** Data points that will be there when all has gone well, of each alert of the round; absent in records of old. */
  readonly expects?: readonly ExpectedPoints[];
  /** Taskcluster root of the repository. */
  readonly root: string;
  /** Null while it could not be learned: then nothing has left. */
  readonly decisionTask: TaskId | null;
  readonly hook: { readonly groupId: string; readonly hookId: string } | null;
  readonly state: /** The round will ask for it; nothing has left. */
    | { readonly kind: 'planned'; readonly at: Instant }
    /** About to leave: if nothing else is recorded, whether it left is unclear. */
    | { readonly kind: 'leaving'; readonly at: Instant }
    | { readonly kind: 'sent'; readonly at: Instant; readonly actionTask: TaskId }
    | {
        readonly kind: 'failed';
        readonly at: Instant;
        readonly reason: string;
        readonly problem?: ProblemKind;
      }
    | { readonly kind: 'unclear'; readonly at: Instant; readonly reason: string };
}
