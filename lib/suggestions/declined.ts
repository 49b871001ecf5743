import type { DeclinedSuggestion } from '@/lib/model/suggestions';
import { declinedOf, parseNotes } from '@/lib/notes/notes';
import { timeInWords } from '@/lib/triage/suggestionWords';

/** What people turned down, as the tail of a summary's notes says. */
export function declinedIn(notes: string): readonly DeclinedSuggestion[] {
  if (!notes.includes('-- deputy')) return [];
  return declinedOf(parseNotes(notes)).map(({ suggestion, target, by, at }) => ({
    suggestion,
    target,
    by,
    at,
    sentence: `Not #${target}: ${by} declined it (${suggestion}) on ${timeInWords(at / 1000)}`,
  }));
}
