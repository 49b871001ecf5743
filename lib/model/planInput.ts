import type { AlertSummary } from './alert';
import type { AlertId, Label, PushId, SignatureId } from './ids';
import type { DataPoint, Push } from './push';
import type { RoundRules } from './rules';

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
  /** Alerts that the sheriff took out of or put into the plan by hand. */
  readonly dropped: ReadonlySet<AlertId>;
  readonly spend: DaySpend;
  readonly rules: RoundRules;
}
