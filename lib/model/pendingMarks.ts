import type { AlertId, Instant } from './ids';
import type { Problem } from './outcome';

/** Marks that were set or taken off and wait out their grace. */
export interface PendingMarks {
  readonly marks: ReadonlyMap<AlertId, boolean>;
  readonly state:
    | { readonly kind: 'grace'; readonly endsAt: Instant }
    | { readonly kind: 'writing' }
    | { readonly kind: 'failed'; readonly problem: Problem };
}
