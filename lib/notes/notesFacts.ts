import type { AlertSummary } from '@/lib/model/alert';
import type { DeclinedFact, MarkFact, StateFact, TakerFact } from './facts';
import { declinedOf, marksOf, roundsOf, stateHistory, type TailRound, takerOf } from './readers';
import { parseNotes } from './tail';

/** What notes say to Deputy, read once where the code for it is, and plain data everywhere else. */
export interface NotesFacts {
  /** Written by a release with another protocol: shown, never changed. */
  readonly readOnly: boolean;
  readonly rounds: readonly TailRound[];
  /** The last word on each alert, also those that were taken off. */
  readonly marks: readonly MarkFact[];
  /** Oldest first. */
  readonly states: readonly StateFact[];
  readonly taker: TakerFact | null;
  /** Suggestions that stand declined. */
  readonly declined: readonly DeclinedFact[];
  /** Fences outside the tail: it was torn or doubled by hand. */
  readonly strayFences: number;
}

/** An alert summary with what its notes say. */
export interface NotedSummary extends AlertSummary {
  readonly noted: NotesFacts;
}

/** Reads notes once for all who ask the same of them. */
export function notesFacts(text: string): NotesFacts {
  const doc = parseNotes(text);
  return {
    readOnly: doc.readOnly,
    rounds: roundsOf(doc),
    marks: [...marksOf(doc).values()].map(bare),
    states: stateHistory(doc).map(bare),
    taker: takerOf(doc) ?? null,
    declined: declinedOf(doc).map(bare),
    strayFences: doc.strayFences,
  };
}

/** Without the number of its line, which is nobody's business outside. */
function bare<F extends object>(fact: F): F {
  const { line: _, ...rest } = fact as F & { line?: number };
  return rest as F;
}

/** Reads the notes of a summary that came from Treeherder. */
export const withNoted = (summary: AlertSummary): NotedSummary => ({
  ...summary,
  noted: notesFacts(summary.notes),
});
