import type { AlertId, PushId, Revision } from './ids';
import type { RoundAim } from './planInput';

/** A push that may have made the step. */
export interface SuspectPush {
  readonly pushId: PushId;
  readonly revision: Revision;
  /** How sure this push is the cause, 0 to 1. */
  readonly confidence: number;
  readonly backedOut: boolean;
  /** Where the step would begin if this push made it: the last push before it that has data, else the one before it. */
  readonly previous: Revision | null;
  /** The push's commits, newest first, as far as Treeherder keeps them. */
  readonly commits: readonly {
    readonly revision: Revision;
    readonly author: string;
    /** First line of the message, without the number of the bug; text from outside. */
    readonly title: string;
    /** Bug number out of the message; null when it names none. */
    readonly bug: number | null;
  }[];
}

/** What the data of one alert say so far. */
export interface AlertOutlook {
  readonly alertId: AlertId;
  /** Suite and test. */
  readonly name: string;
  readonly kind: 'push' | 'range' | 'no step' | 'machines' | 'undecided';
  /** For the row: one word. */
  readonly word: string;
  /** A sentence for people. */
  readonly sentence: string;
  /** The step lies after `from`, up to and with `to`; null where there is none. */
  readonly range: {
    readonly from: Revision;
    readonly to: Revision;
    readonly fromPush: PushId;
    readonly toPush: PushId;
    readonly pushes: number;
    /** 0 to 1. */
    readonly confidence: number;
  } | null;
  /** Most likely first. */
  readonly suspects: readonly SuspectPush[];
  /** The sentence and the suspects as plain text, for a bug; '' without suspects. */
  readonly report: string;
}

/** What may come after the rounds so far. */
export type Next =
  | { readonly kind: 'waiting' | 'decided'; readonly sentence: string }
  | {
      readonly kind: 'next round';
      readonly sentence: string;
      readonly reasons: readonly string[];
      readonly aims: readonly RoundAim[];
    }
  | { readonly kind: 'stop'; readonly sentence: string; readonly advice: readonly string[] };

/** Where a summary stands after its last round: made from data alone, nothing of it is kept. */
export interface RoundOutlook {
  readonly number: number;
  /** What the data say of all alerts, and what may come next: one sentence. */
  readonly sentence: string;
  readonly end: {
    readonly kind: 'waiting' | 'complete' | 'impossible';
    readonly have: number;
    readonly want: number;
    /** '14 of 20 points; lost: 2 of amazon on 0123456789ab (the job failed)' */
    readonly text: string;
  };
  /** Points that all rounds together were to bring, by alert and revision; those that were there before included. */
  readonly wanted: readonly (readonly [AlertId, readonly (readonly [Revision, number])[]])[];
  /** The most telling first. */
  readonly alerts: readonly AlertOutlook[];
  readonly next: Next;
}
