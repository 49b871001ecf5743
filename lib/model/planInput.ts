import type { AlertSummary } from './alert';
import type { AlertId, Label, PushId, SignatureId } from './ids';
import type { DataPoint, Push } from './push';
import type { RoundRules } from './rules';
import type { RoundHints } from './suggestions';

/** The label behind a series, as far as it could be learned from a job that fed it. */
export type LabelFact =
  | { readonly kind: 'known'; readonly label: Label }
  /** The name has Treeherder's full 139 characters: its end may be missing. */
  | { readonly kind: 'cut' }
  /** No job of the series is kept. */
  | { readonly kind: 'unknown' };

/** The state of the build that a platform's tests need, on one push. */
export type BuildState = 'built' | 'building' | 'failed' | 'absent';

/** Runs of a label on a push that have not given a data point yet. */
export interface RunCount {
  /** Unscheduled, pending, running, or finished well without its data having arrived. */
  readonly coming: number;
  /** Asked for by action tasks that are not resolved yet. */
  readonly promised: number;
  /** Ended without a point: testfailed, busted, exception, cancelled. */
  readonly failed?: number;
  /** The label has run or runs on this push, so its graph knows it. */
  readonly ran?: boolean;
}

/** Jobs asked for in the rolling 24 h, read from the notes' tails and the own journal. */
export interface DaySpend {
  readonly personJobs: number;
  readonly personDeviceJobs: number;
  readonly teamJobs: number;
  /** By all earlier rounds of this summary, whenever. */
  readonly summaryJobs: number;
}

/**
 * What a round after the first aims at, for one alert: the pushes that its verdict leaves undecided. The step lies after
 * `from`, up to and with `to`.
 */
export interface RoundAim {
  readonly alertId: AlertId;
  readonly from: PushId;
  readonly to: PushId;
  /** Points that a push shall have in all, those included that are there. */
  readonly pushes: readonly { readonly id: PushId; readonly want: number }[];
}

/** What a push's own graph and actions allow, as far as they were read. */
export interface PushGraph {
  /**
   * 'old': `retrigger-multiple` multiplies what the graph's `task_duplicates` says by the count asked for; 'new': the count
   * replaces it (taskcluster-actions 2.3, 2.7).
   */
  readonly generation?: 'old' | 'new';
  /** Whether the full graph knows a label and lets it be retriggered; a label that is absent was not looked up. */
  readonly labels?: ReadonlyMap<Label, 'retriggerable' | 'not retriggerable' | 'unknown'>;
  /** No decision task, no such action, or its hook has expired: nothing can be asked for on this push. */
  readonly cannotAsk?: boolean;
}

/** A test whose runs are compared with those of another branch. */
export interface ComparedTest {
  readonly suite: string;
  readonly platform: string;
}

/** What the sheriff changed in the plan's grid. */
export interface PlanEdits {
  /** Revisions that were taken out: nothing is asked for there. */
  readonly droppedPushes: ReadonlySet<PushId>;
  /** Points wanted, by push; for all its alerts, or for one. Only for what the plan looks at anyway. */
  readonly points: readonly PointsEdit[];
}

/** One changed number of points. An entry for one alert counts more than one for all of the push. */
export interface PointsEdit {
  readonly pushId: PushId;
  /** Null: for every alert of the push. */
  readonly alertId: AlertId | null;
  readonly points: number;
}

/** Everything that planning a round looks at. Plain records: no clock, no fetch, no page. */
export interface PlanInput {
  readonly summary: AlertSummary;
  readonly frameworkName: string;
  readonly roundNumber: number;
  /** 'auto': in full when it fits the budgets, else thrifty. */
  readonly form: 'auto' | 'full' | 'thrifty';
  /** Points of the candidate series around the push; a series without data is absent. */
  readonly points: ReadonlyMap<SignatureId, readonly DataPoint[]>;
  readonly labels: ReadonlyMap<SignatureId, LabelFact>;
  /** The push log of the window, oldest first, without holes. */
  readonly pushes: readonly Push[];
  /** By platform, then push; a push or platform that is absent is unknown. */
  readonly builds: ReadonlyMap<string, ReadonlyMap<PushId, BuildState>>;
  /** By label, then push. Undefined when not read yet: the plan is then an upper bound. */
  readonly runs: ReadonlyMap<Label, ReadonlyMap<PushId, RunCount>> | undefined;
  /** Pushes whose commits were backed out. */
  readonly backedOut: ReadonlySet<PushId>;
  /** Suites that another summary has asked for, with what to say about it. */
  readonly askedElsewhere: ReadonlyMap<string, string>;
  /** Reasons against the round that other summaries give: obvious downstream, likely backout or reland. */
  readonly hintsAgainst?: RoundHints['against'];
  /** Alerts that the sheriff took out of or put into the plan by hand. */
  readonly dropped: ReadonlySet<AlertId>;
  /** What single pushes allow; a push that is absent is taken to allow all, and sending checks again. */
  readonly graphs?: ReadonlyMap<PushId, PushGraph>;
  /** From round 2 on: ask for these instead of the protocol's pushes, and for no other alerts. */
  readonly aims?: readonly RoundAim[];
  /** Unsure whether it is downstream: ask about these tests, as on the other branch, and for no other alerts. */
  readonly unsure?: readonly ComparedTest[];
  readonly edits?: PlanEdits;
  readonly spend: DaySpend;
  readonly rules: RoundRules;
}
