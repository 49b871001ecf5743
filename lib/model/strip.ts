import type { Drawn } from './drawn';
import type { SummaryId } from './ids';
import type { QueueName, ShiftItem } from './shift';
import type { SheriffRole } from './workflow';

/** Where the browser's storage remembers that the tour was seen or declined. */
export const TOUR_KEY = 'tour done';

/** The queues of a role, above the list. */
export interface QueueStrip {
  readonly role: SheriffRole;
  /** In the order of work, each by risk; empty ones too. Null as long as nobody has asked for them. */
  readonly queues: readonly { readonly name: QueueName; readonly items: readonly ShiftItem[] }[] | null;
  /** Summaries that a colleague changed since the last look. */
  readonly changed: ReadonlySet<SummaryId>;
  /** Why there is nothing newer to show; null when there is. */
  readonly problem: string | null;
  /** Nobody has seen the tour in this browser yet. */
  readonly offersTour: boolean;
}

/** The strip as the page shows it. What is pressed there goes to the background by its name, but for moving and the tour. */
export interface DrawnStrip {
  readonly drawn: readonly Drawn[];
  /** What waits for the role, in the order of work. */
  readonly next: readonly SummaryId[];
  /** Go on to the next one by itself once a summary does not wait for the role any more. */
  readonly autoAdvance: boolean;
}

/** One step of the tour: the part that it is about, as a selector in Deputy's own views, and what it says. */
export interface TourStep {
  readonly at: string;
  readonly words: readonly Drawn[];
}
