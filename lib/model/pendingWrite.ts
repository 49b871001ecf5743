import type { AlertId, Instant } from './ids';
import type { Problem } from './outcome';

/** What a sheriff wants written into the notes of one summary, gathered during the grace and written at once. */
export interface PendingWrite {
  /** In words: '2 marks and the state “needs bug”'. */
  readonly what: string;
  readonly marks: ReadonlyMap<AlertId, boolean>;
  readonly state:
    | { readonly kind: 'grace'; readonly endsAt: Instant }
    | { readonly kind: 'writing' }
    | { readonly kind: 'failed'; readonly problem: Problem };
}
