import type { CancelProgress } from './cancelling';
import type { Problem } from './outcome';
import type { Suggestion } from './suggestions';

/** Where moving a summary to another push stands. */
export type MoveProgress =
  | { readonly kind: 'idle' | 'working' }
  /** Another summary stands there: what can be done instead. */
  | { readonly kind: 'occupied'; readonly instead: Suggestion }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Whether the browser may show a notification; 'press the button' when it can be asked for only there. */
export type NoticeAnswer = 'allowed' | 'not allowed' | 'press the button';

/** What a sheriff does about the rounds of a summary, beside sending them. */
export interface RoundWork {
  /** Why another round is needed, as it was typed. */
  readonly reason: string;
  readonly cancelling: CancelProgress;
  readonly moving: MoveProgress;
  /** Null while it is not known, or nobody waits for data. */
  readonly notices: NoticeAnswer | null;
  /** Whether the last press on "Copy" worked; null before any. */
  readonly copied: boolean | null;
}
