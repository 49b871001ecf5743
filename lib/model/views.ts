import type { Drawn, DrawnRecord } from './drawn';
import type { AlertId, Revision, SummaryId } from './ids';
import type { NoteTemplate } from './noteTemplate';
import type { Problem } from './outcome';
import type { AlertOutlook } from './outlook';
import type { PendingWrite } from './pendingWrite';
import type { Receipt } from './round';
import type { MoveProgress, NoticeAnswer } from './roundWork';
import type { SendProgress } from './sendProgress';
import type { UndoProgress } from './undo';
import type { OwnState, WorkflowState } from './workflow';

/** What a bar shows; made anew from the store, the desk and what the background worked out. */
export interface SummaryView extends BarView {
  readonly id: SummaryId;
  readonly send: SendProgress;
  readonly pending: PendingWrite | null;
  /** What 'Undo: <what>' would take back; null when there is nothing. */
  readonly undo: string | null;
  /** What that undo cannot bring back, sentences for people. */
  readonly undoLimits: readonly string[];
  readonly undoing: UndoProgress;
  readonly pageBehind: boolean;
  readonly problem: Problem | null;
  readonly taking: TakingProgress;
  /** Why stars of marked alerts are not set. */
  readonly starring: Problem | null;
  readonly moving: MoveProgress;
  /** See `RoundWork.copied`. */
  readonly copied: boolean | null;
}

/** The part of a bar that is worked out in the background, where the rules are. */
export interface BarView {
  readonly state: WorkflowState;
  readonly stateDetail: string;
  /** What is being done while a round is sent: 'checking your login…'; why it was not, when the plan has changed; else ''. */
  readonly step: string;
  /** What stands in place of the notes' controls where there are no notes; '' for an alert summary. */
  readonly withoutNotes: string;
  readonly deadline: { readonly text: string; readonly overdue: boolean } | null;
  /** What a round would cost, what became of the last one, or why there is nothing to ask for. */
  readonly sentence: string;
  readonly number: number;
  /** Seen text of the send button; null when sending is not offered in the bar (it may be in the plan). */
  readonly sendText: string | null;
  readonly canPlan: boolean;
  readonly resume: number | null;
  readonly receipts: (DrawnRecord & { readonly number: number; readonly items: readonly Receipt[] }) | null;
  /** How far the cover rule is met, once anything was asked for. */
  readonly coverage: {
    readonly text: string;
    readonly note?: string;
    /** Alerts whose rows can be ticked at once: the covered ones, and those that a round has shown to have no step. */
    readonly covered: readonly AlertId[];
    readonly noStep: readonly AlertId[];
  } | null;
  readonly root: string | null;
  /** Who works on it, by the short name; null when nobody does. */
  readonly taken: { readonly by: string; readonly mine: boolean } | null;
  /** This sheriff has begun, and nobody has taken it. */
  readonly canTake: boolean;
  /** The own states that a click can give it. */
  readonly steps: readonly WorkflowStep[];
  /** The hand-over, where it is a step; null when it is none. */
  readonly handOver: {
    /** The cover rule holds: one click does it. Otherwise the notes dialog asks why. */
    readonly covered: boolean;
    /** The natural next step: its button stands in the bar itself. */
    readonly isNext: boolean;
  } | null;
  /** What a sheriff should know before anything is written or sent: "assigned to amy". */
  readonly beforehand: readonly string[];
  /** What should be known beside it before a mark is set. */
  readonly beforeMarks: readonly string[];
  /** The rounds so far; null before the first was sent. */
  readonly round: RoundView | null;
  /** It waits for somebody of the sheriff's role. */
  readonly isMine: boolean;
}

/** What can be done about the rounds that were sent, and what their data say. */
export interface RoundView {
  /** Of the newest one. */
  readonly number: number;
  /** Jobs of it may still wait. */
  readonly canCancel: boolean;
  /** Where cancelling stands or how it ended; null when nobody has asked for it. */
  readonly cancel: {
    readonly text: string;
    /** What could not be cancelled, each with its reason. */
    readonly failures: readonly string[];
    readonly isOver: boolean;
  } | null;
  readonly cancelProblem: Problem | null;
  /** How it can be ended by hand; null when it has ended. */
  readonly closing: {
    readonly advised: 'complete' | 'blocked' | null;
    /** A reason to start from; '' when none is known. */
    readonly blockedBy: string;
    readonly reasons: readonly string[];
  } | null;
  /** Whether the browser may tell when the data is in; null when nobody waits for it or it was not asked about. */
  readonly notices: NoticeAnswer | null;
  readonly outlook: {
    readonly alerts: readonly AlertOutlook[];
    /** What to do instead of further rounds. */
    readonly advice: readonly string[];
    /** Why a further round would help. */
    readonly reasons: readonly string[];
    /** All of it as the background has drawn it, and each suspect of the best finding; absent where nothing is drawn. */
    readonly drawn?: OutlookDrawing;
  } | null;
  /** The push that the summary is about. */
  readonly standsOn: Revision;
}

export interface OutlookDrawing {
  readonly words: readonly Drawn[];
  readonly suspects: readonly (readonly Drawn[])[];
}

/** The finding whose suspects are shown. */
export const bestOf = ({ alerts }: { readonly alerts: readonly AlertOutlook[] }) =>
  alerts.find((a) => a.suspects.length > 0);

/** A bar and the cells below it, as the background worked them out. Plain JSON. */
export interface SummaryViews {
  readonly bar: BarView;
  readonly cells: readonly CellView[];
}

/** A state that a sheriff may choose, as the button's text. */
export interface WorkflowStep {
  readonly state: OwnState;
  readonly text: string;
}

/** Where taking a summary, or letting it go, stands. */
export type TakingProgress =
  | { readonly kind: 'idle' | 'working' }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** What the notes dialog shows; made anew with each change. */
export interface NotesView {
  readonly id: SummaryId;
  /** The notes as they are; '' when there are none. */
  readonly current: string;
  /** Why there is no form: reading, or notes of a newer Deputy; null when there is one. */
  readonly closedBecause: string | null;
  /** Names of the templates to choose from. */
  readonly templates: readonly string[];
  readonly template: string;
  readonly comment: string;
  readonly state: OwnState | null;
  readonly states: readonly OwnState[];
  /** Null when no reason is asked for. */
  readonly reason: { readonly text: string; readonly suggestions: readonly string[] } | null;
  /** What keeps it from being saved. */
  readonly missing: readonly string[];
  /** Lines that come in; null while they are worked out. */
  readonly preview: NotePreview | null;
  /** See `SummaryView.beforehand`. */
  readonly beforehand: readonly string[];
  readonly problem: string | null;
  /** Own templates that cannot be used, each a sentence. */
  readonly faults: readonly string[];
}

export interface NotePreview extends DrawnRecord {
  readonly comment: readonly string[];
  readonly facts: readonly string[];
  /** The first lines for people as they will be. */
  readonly top: readonly string[];
}

/** The sheriffs' own templates, being edited. */
export interface TemplatesView {
  readonly isOpen: boolean;
  readonly templates: readonly NoteTemplate[];
  /** Templates that cannot be used, and what was wrong with an imported file, each a sentence. */
  readonly faults: readonly string[];
  readonly isSaved: boolean;
  /** The templates as a file, its address for a download. */
  readonly file: string;
  /** The chosen template, when it can be changed by one of the same name; null when it has one. */
  readonly changeable: NoteTemplate | null;
}

/** What a row's cell shows. */
export interface CellView {
  readonly alertId: AlertId;
  readonly markName: string;
  /** As the notes say; a wish that is not written yet is laid over it in the page. */
  readonly marked: boolean;
  /** Who marked it and when, for others than me; empty when it is not marked. */
  readonly markedBy: string;
  readonly pending: boolean;
  /** 'covered by amazon linux2404-64', when another alert's round stands for this one; else empty. */
  readonly coveredBy: string;
  /** What the data of an alert of a round say, in one word and in a sentence. */
  readonly verdict: { readonly word: string; readonly sentence: string } | null;
  /** The strip of an alert that is in the plan or was asked for. */
  readonly strip: StripView | null;
}

export interface StripView extends DrawnRecord {
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
