import type { AlertId, Instant, Label, PushId, Revision, SignatureId } from './ids';
import type { RoundOutlook } from './outlook';
import type { ComparedTest, DaySpend, LabelFact, PlanInput, PointsEdit } from './planInput';
import type { PlanSheet } from './planSheet';
import type { PushRequest, RoundPlan } from './round';

/** What the sheriff chose in the dialog; the bar has the defaults. */
export interface PlanChoices {
  readonly form: PlanInput['form'];
  readonly dropped: readonly AlertId[];
  readonly droppedPushes: readonly PushId[];
  readonly points: readonly PointsEdit[];
  /** More alerts than the rules let a round have; null for as many as they say. */
  readonly alertLimit: number | null;
  /** Unsure whether it is downstream: these tests are asked about on both branches. Empty for a round like any other. */
  readonly unsure: readonly ComparedTest[];
}

export const DEFAULT_CHOICES: PlanChoices = {
  form: 'auto',
  dropped: [],
  droppedPushes: [],
  points: [],
  alertLimit: null,
  unsure: [],
};

/**
 * How deep to read for a plan:
 * - `rest`: points, labels, push log and builds; the plan is an upper bound;
 * - `live`: also what runs, waits and is promised;
 * - `spend`: also what the day has cost person and team;
 * - `send`: all of it afresh.
 */
export type PlanDepth = 'rest' | 'live' | 'spend' | 'send';

/** A plan with what a view and a send need beside it. Plain JSON: it travels between the worlds. */
export interface PlanReport {
  readonly plan: RoundPlan;
  /** The plan as what each push is asked for, in the order of sending. */
  readonly requests: readonly PushRequest[];
  /** The tests of the plan, as they stand behind the reason of a later round (see `reasonTests`). */
  readonly about: string;
  readonly frameworkName: string;
  /** The repository's Taskcluster, null when it names none that Deputy knows. */
  readonly root: string | null;
  readonly labels: readonly (readonly [SignatureId, LabelFact])[];
  /** Data points by alert and revision, of the alerts whose series was read. */
  readonly points: readonly (readonly [AlertId, readonly (readonly [Revision, number])[]])[];
  /** The push log of the window, oldest first. */
  readonly pushes: readonly { readonly id: PushId; readonly revision: Revision; readonly time: number }[];
  /** Asked-for labels that a push may not know: they ran neither on it nor on both sides of it. */
  readonly doubtful: readonly { readonly pushId: PushId; readonly label: Label }[];
  /** Runs promised by open action tasks that the plan has counted already. */
  readonly promised: readonly { readonly pushId: PushId; readonly label: Label; readonly runs: number }[];
  /** How far the cover rule is met by what rounds and marks have asked for. */
  readonly coverage: {
    readonly text: string;
    readonly note?: string;
    readonly holds: boolean;
    /** Alerts that were asked for, and those that another one stands for. */
    readonly covered: readonly AlertId[];
    /** Alerts that another one stands for, each with that one. */
    readonly representedBy: readonly (readonly [AlertId, AlertId])[];
    /** Anything was asked for at all. */
    readonly started: boolean;
  };
  /** The cover rule will hold once this plan is sent. */
  readonly coversWhenSent: boolean;
  /** What the rounds so far have brought; null before the first was sent. */
  readonly outlook: RoundOutlook | null;
  /** Null unless the depth was `spend` or `send`. */
  readonly spend: DaySpend | null;
  readonly live: boolean;
  /** What the dialog shows; null at rest. */
  readonly sheet: PlanSheet | null;
  readonly readAt: Instant;
}
