import { applyEdits, type NotesEdit } from './notesEdit';
import { type NotesDocument, parseNotes, printNotes } from './tail';

/** What edits will make of the notes. */
export interface NotesPreview {
  /** The notes as they will be; as they are where they cannot be changed. */
  readonly text: string;
  /** The first lines for people as they will be. */
  readonly top: readonly string[];
  /** The lines for people that come in, top first. */
  readonly comment: readonly string[];
  /** The tail's lines that come in, fences of a new tail left out. */
  readonly facts: readonly string[];
}

const TOP_LINES = 6;
/** The fences of a tail are nothing to read. */
const FENCE = /^-- \/?deputy\b/;

/** Shows edits before they are written; a write that meets other people's later changes is merged with these. */
export function previewNotes(notes: string, edits: readonly NotesEdit[]): NotesPreview {
  const before = parseNotes(notes);
  if (before.readOnly) return { text: notes, top: [], comment: [], facts: [] };
  const after = applyEdits(before, edits, before);
  const text = printNotes(after);
  const [old, now] = [parted(before), parted(parseNotes(text))];
  return {
    text,
    top: now.people.slice(0, TOP_LINES),
    comment: newIn(now.people, old.people),
    facts: newIn(now.facts, old.facts),
  };
}

const parted = (doc: NotesDocument) => {
  const tail = new Set(doc.facts.map((f) => f.line));
  const text = doc.lines.map((line) => line.text);
  return {
    people: text.filter((line, at) => !tail.has(at) && line.trim() !== '' && !FENCE.test(line)),
    facts: text.filter((_, at) => tail.has(at)),
  };
};

/** Lines that were not there before, as often as they came in. */
function newIn(now: readonly string[], before: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of before) left.set(line, (left.get(line) ?? 0) + 1);
  return now.filter((line) => {
    const n = left.get(line) ?? 0;
    left.set(line, n - 1);
    return n <= 0;
  });
}

/** The lines for people, top first: all that is neither a fact of the tail nor empty nor a fence. */
export const peopleLines = (notes: string): readonly string[] => parted(parseNotes(notes)).people;
