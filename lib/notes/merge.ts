import type { NotesLine } from './grammar';
import { mergeLines } from './lineMerge';
import { closeLines, documentOf, eolOf, equalNotes, parseNotes, printNotes, trimAsServer } from './tail';
import { mergeTails, type NotesConflict } from './tailMerge';
import { speaks } from './versions';

export type NotesMerge =
  | { readonly kind: 'merged'; readonly text: string }
  /** `text` holds what both said; it is for showing, and is written only when the sheriff has chosen. */
  | { readonly kind: 'conflict'; readonly text: string; readonly conflicts: readonly NotesConflict[] };

interface Tail {
  readonly open: NotesLine;
  readonly lines: readonly NotesLine[];
  readonly close: NotesLine;
  readonly version: number;
}

interface Parts {
  readonly before: readonly NotesLine[];
  readonly tail: Tail | null;
  readonly after: readonly NotesLine[];
}

/**
 * Merges three ways: `base` is what we last saw, `theirs` what is there now, `ours` what we want. The text of people is merged
 * by line, the tail fact by fact (a mark by its alert, a round by number and nonce, a receipt by its push, histories grow).
 *
 * The status of a round never goes back, and a round that was sent, or a receipt, is never taken out. A tail that is missing or
 * torn on one side takes no facts out either: a tail disappears by accident. To take back what we wrote use undoNotes.
 *
 * The ends of all texts, the merged one too, are trimmed, as the server does with what it is given.
 */
export const mergeNotes = (base: string, theirs: string, ours: string): NotesMerge =>
  merge(base, theirs, ours, 'by accident');

/**
 * Takes an edit of ours back: what changed from `before` to `after` is undone in `now`, and what others have done since stays.
 * A round that was sent, and its receipts, stay as well; one that the edit ended waits for its data again. A conflict when somebody changed the same since.
 */
export const undoNotes = (before: string, after: string, now: string): NotesMerge =>
  merge(after, now, before, 'on purpose');

function merge(
  baseText: string,
  theirText: string,
  ourText: string,
  tailMissing: 'by accident' | 'on purpose',
): NotesMerge {
  if (equalNotes(theirText, ourText)) return { kind: 'merged', text: trimAsServer(theirText) };
  const base = partsOf(baseText);
  const theirs = partsOf(theirText);
  const ours = partsOf(ourText);

  const before = mergeText(base.before, theirs.before, ours.before);
  const after = mergeText(base.after, theirs.after, ours.after);
  const tails = mergeTailParts(base.tail, theirs.tail, ours.tail, tailMissing);
  const tailLines = tails.tails.flatMap((tail) => [tail.open, ...tail.lines, tail.close]);

  const conflicts = [...before.conflicts, ...after.conflicts, ...tails.conflicts];
  const all = [...theirs.before, ...(theirs.tail?.lines ?? []), ...theirs.after];
  const eol = eolOf(all.length > 0 ? all : ours.before);
  const text = trimAsServer(assemble(before.lines, tailLines, after.lines, eol));
  return conflicts.length > 0 ? { kind: 'conflict', text, conflicts } : { kind: 'merged', text };
}

function partsOf(text: string): Parts {
  const { lines, fences, version } = parseNotes(trimAsServer(text));
  const open = fences ? lines[fences.open] : undefined;
  const close = fences ? lines[fences.close] : undefined;
  if (!fences || !open || !close || version === null) return { before: lines, tail: null, after: [] };
  return {
    before: lines.slice(0, fences.open),
    tail: { open, lines: lines.slice(fences.open + 1, fences.close), close, version },
    after: lines.slice(fences.close + 1),
  };
}

/** Lines are compared by their text: the page's own editor rewrites all line ends, which is not a change of every line. */
function mergeText(base: readonly NotesLine[], theirs: readonly NotesLine[], ours: readonly NotesLine[]) {
  // of lines that are alike, only the side that changed something knows which has which end
  if (sameLines(base, theirs)) return { lines: ours, conflicts: [] };
  if (sameLines(base, ours)) return { lines: theirs, conflicts: [] };
  const texts = (lines: readonly NotesLine[]) => lines.map((line) => line.text);
  const merged = mergeLines(texts(base), texts(theirs), texts(ours));
  return {
    lines: merged.lines.flatMap(({ side, index }) => (side === 'theirs' ? theirs : ours)[index] ?? []),
    conflicts: merged.conflicts.map((c): NotesConflict => {
      return { what: 'the text', theirs: c.theirs.join('\n'), ours: c.ours.join('\n') };
    }),
  };
}

const sameLines = (a: readonly NotesLine[], b: readonly NotesLine[]) =>
  a.length === b.length && a.every(({ text, eol }, n) => text === b[n]?.text && eol === b[n]?.eol);

function mergeTailParts(
  base: Tail | null,
  theirs: Tail | null,
  ours: Tail | null,
  missing: 'by accident' | 'on purpose',
): { readonly tails: readonly Tail[]; readonly conflicts: readonly NotesConflict[] } {
  const present = [theirs, ours].filter((tail) => tail !== null);
  const [frame] = present;
  if (!frame) return { tails: [], conflicts: [] };

  const versions = new Set([...present, ...(base ? [base] : [])].map((tail) => tail.version));
  if (versions.size > 1 || !speaks(frame.version)) return mergeWhole(base, theirs, ours);

  const lost = missing === 'by accident' ? (base?.lines ?? []) : [];
  const { lines, conflicts } = mergeTails(
    base?.lines ?? [],
    theirs?.lines ?? lost,
    ours?.lines ?? lost,
    missing === 'on purpose',
  );
  if (lines.length === 0 && present.length === 1 && missing === 'on purpose') return { tails: [], conflicts };
  return { tails: [{ ...frame, lines }], conflicts };
}

/** Tails that we may not look into are only taken as a whole; the newest version stands last, where it counts. */
function mergeWhole(base: Tail | null, theirs: Tail | null, ours: Tail | null) {
  const textOf = (tail: Tail | null) =>
    tail && [tail.open, ...tail.lines, tail.close].map((line) => line.text).join('\n');
  if (!theirs || !ours) return { tails: [theirs ?? ours ?? base].filter((t) => t !== null), conflicts: [] };
  if (textOf(theirs) === textOf(ours) || textOf(ours) === textOf(base))
    return { tails: [theirs], conflicts: [] };
  if (textOf(theirs) === textOf(base)) return { tails: [ours], conflicts: [] };
  return {
    tails: [theirs, ours].toSorted((a, b) => a.version - b.version),
    conflicts: [
      { what: 'tails of two versions', theirs: textOf(theirs) ?? '', ours: textOf(ours) ?? '' },
    ] satisfies NotesConflict[],
  };
}

/**
 * Puts the parts together. Should stray fences among the lines of people come to read as a tail below the real one, the real
 * one goes to the end, for the last pair counts.
 */
function assemble(
  before: readonly NotesLine[],
  tail: readonly NotesLine[],
  after: readonly NotesLine[],
  eol: '\n' | '\r\n' | '\r',
): string {
  const doc = documentOf(closeLines([...before, ...tail, ...after], eol));
  const close = before.length + tail.length - 1;
  if (tail.length === 0 || doc.fences?.close === close) return printNotes(doc);
  return printNotes(documentOf(closeLines([...before, ...after, ...tail], eol)));
}
