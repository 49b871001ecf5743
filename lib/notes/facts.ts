import type { AlertId, Instant, Nonce, Revision, SummaryId, TaskId } from '@/lib/model/ids';
import type { RoundStatus } from '@/lib/model/round';
import type { OwnState } from '@/lib/model/workflow';

/** Which round a line belongs to. Two claims of one number differ in their nonce and may stand side by side. */
export interface RoundKey {
  readonly number: number;
  readonly nonce: Nonce;
}

/** A state that somebody gave the summary. The history is kept; the newest one counts. */
export interface StateFact {
  readonly kind: 'state';
  readonly state: OwnState;
  readonly by: string;
  readonly at: Instant;
}

/** The line of a round itself; receipts and remarks have lines of their own. */
export interface RoundFact extends RoundKey {
  readonly kind: 'round';
  readonly status: RoundStatus;
  readonly by: string;
  readonly at: Instant;
  /** Test jobs asked for. */
  readonly jobs: number;
  /** Builds that those jobs start. */
  readonly builds: number;
  /** When the last data is expected. */
  readonly eta?: Instant;
  readonly alerts: readonly AlertId[];
  /** The data-bearing revisions, oldest first. */
  readonly revisions: readonly Revision[];
  /** `key=value` words of a later release, as they stand in the line. */
  readonly extra: readonly string[];
}

/** What became of the request for one push. */
export interface ReceiptFact extends RoundKey {
  readonly kind: 'receipt';
  readonly revision: Revision;
  readonly jobs: number;
  readonly actionTask: TaskId | null;
  /** Present when the request failed or its end is unclear. */
  readonly failure?: string;
}

/** Free text about a round: what it should show, why it was needed, why it ended as blocked. */
export interface RemarkFact extends RoundKey {
  readonly kind: 'expects' | 'reason' | 'blocked';
  readonly text: string;
}

/** The sheriff's tick on a row: this alert's test was retriggered. */
export interface MarkFact {
  readonly kind: 'mark';
  readonly alert: AlertId;
  readonly on: boolean;
  readonly by: string;
  readonly at: Instant;
}

/** "Not #<target>": a suggestion that a person turned down (`on`), or took back (`on: false`). */
export interface DeclinedFact {
  readonly kind: 'declined';
  /** One word for the sort of suggestion, such as 'downstream' or 'reassign'. */
  readonly suggestion: string;
  readonly target: SummaryId;
  readonly on: boolean;
  readonly by: string;
  readonly at: Instant;
}

/** Who works on the summary; '' when the last taker let go of it. */
export interface TakerFact {
  readonly kind: 'taker';
  readonly by: string;
  readonly at: Instant;
}

/** A line that this release does not know. It is kept as it is. */
export interface UnknownFact {
  readonly kind: 'unknown';
  readonly text: string;
}

export type KnownFact =
  | StateFact
  | RoundFact
  | ReceiptFact
  | RemarkFact
  | MarkFact
  | DeclinedFact
  | TakerFact;
export type Fact = KnownFact | UnknownFact;

/** How far a round has come; complete and blocked are both the end. */
export const ROUND_RANK: Readonly<Record<RoundStatus, number>> = {
  claimed: 0,
  pending: 1,
  complete: 2,
  blocked: 2,
};

/** A finished round never changes. */
export const isFinished = (status: RoundStatus): boolean => ROUND_RANK[status] === 2;

/** Two sheriffs may claim the same number at once; the nonce tells their rounds apart. */
export const sameRound = (a: RoundKey, b: RoundKey): boolean => a.number === b.number && a.nonce === b.nonce;

/**
 * What a fact is about, as one word: two facts with the same key speak about the same thing, and the later one replaces the
 * earlier. Histories (states, takers) and unknown lines are their own key.
 */
export function factKey(fact: Fact): string {
  switch (fact.kind) {
    case 'round':
      return JSON.stringify(['round', fact.number, fact.nonce]);
    case 'receipt':
      return JSON.stringify(['receipt', fact.number, fact.nonce, fact.revision]);
    case 'expects':
    case 'reason':
    case 'blocked':
      return JSON.stringify([fact.kind, fact.number, fact.nonce]);
    case 'mark':
      return JSON.stringify(['mark', fact.alert]);
    case 'declined':
      return JSON.stringify(['declined', fact.suggestion, fact.target]);
    case 'state':
      return JSON.stringify(['state', fact.state, fact.by, fact.at]);
    case 'taker':
      return JSON.stringify(['taker', fact.by, fact.at]);
    case 'unknown':
      return JSON.stringify(['unknown', fact.text]);
  }
}
