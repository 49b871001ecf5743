import type { Fact } from './facts';
import {
  CLOSING_FENCE,
  fenceOf,
  joinLines,
  type NotesLine,
  parseFact,
  printOpening,
  splitLines,
} from './grammar';
import { speaks, WRITTEN_VERSION } from './versions';

/** A fact and the line of the notes that it stands in. */
export type PlacedFact = Fact & { readonly line: number };

/** The notes of one summary, read. Never changed in place: every edit gives a new one. */
export interface NotesDocument {
  readonly lines: readonly NotesLine[];
  /** Where the fences of the tail stand, as indexes into `lines`; null when there is no well-formed pair. */
  readonly fences: { readonly open: number; readonly close: number } | null;
  /** The tail's version; null without a tail. */
  readonly version: number | null;
  /** The tail's version is not one of ours: it may be shown, not written, and its lines are not interpreted. */
  readonly readOnly: boolean;
  /** In the order of their lines. */
  readonly facts: readonly PlacedFact[];
  /** Fences outside the tail: a torn or doubled one, worth a word to the sheriff, for its facts do not count. */
  readonly strayFences: number;
}

/** An edit was asked of notes whose tail was written by a release with another protocol. */
export class NotesReadOnlyError extends Error {
  readonly version: number | null;
  constructor(version: number | null) {
    super(
      `The notes were written by another version of Deputy (protocol ${version}); they are read only here.`,
    );
    this.name = 'NotesReadOnlyError';
    this.version = version;
  }
}

/**
 * Reads notes. Never fails: whatever is not of the grammar is kept as it stands. Of several fenced tails the last well-formed
 * pair counts, an opening fence followed by a closing one with no other fence between them.
 */
export function parseNotes(text: string): NotesDocument {
  return documentOf(splitLines(text));
}

/** The text again, byte for byte where nothing was changed. */
export const printNotes = (doc: NotesDocument): string => joinLines(doc.lines);

/** The same of lines that were put together from several texts. */
export function documentOf(parts: readonly NotesLine[]): NotesDocument {
  const lines = keptApart(parts);
  const marks = lines.flatMap((line, at) => {
    const fence = fenceOf(line.text);
    return fence === undefined ? [] : [{ at, fence }];
  });
  for (let i = marks.length - 1; i > 0; i--) {
    const open = marks[i - 1];
    const close = marks[i];
    if (close?.fence !== 'closing' || open === undefined || open.fence === 'closing') continue;
    const readOnly = !speaks(open.fence);
    return {
      lines,
      fences: { open: open.at, close: close.at },
      version: open.fence,
      readOnly,
      facts: lines.slice(open.at + 1, close.at).map(({ text }, n) => ({
        ...(readOnly ? { kind: 'unknown' as const, text } : parseFact(text)),
        line: open.at + 1 + n,
      })),
      strayFences: marks.length - 2,
    };
  }
  return { lines, fences: null, version: null, readOnly: false, facts: [], strayFences: marks.length };
}

/** A carriage return and the line feed of a blank line put below it would read as one line end. */
function keptApart(lines: readonly NotesLine[]): readonly NotesLine[] {
  const melts = (line: NotesLine, n: number) =>
    line.text === '' && line.eol === '\n' && lines[n - 1]?.eol === '\r';
  return lines.some(melts)
    ? lines.map((line, n) => (melts(line, n) ? { ...line, eol: '\r\n' as const } : line))
    : lines;
}

/** How this text ends its lines: as its first line does. */
export const eolOf = (lines: readonly NotesLine[]): '\n' | '\r\n' | '\r' =>
  lines.find((line) => line.eol !== '')?.eol || '\n';

/** Gives every line but the last an end, which a line loses when it stood last and moved up. */
export function closeLines(lines: readonly NotesLine[], eol = eolOf(lines)): NotesLine[] {
  return lines.map((line, n) => (line.eol === '' && n < lines.length - 1 ? { ...line, eol } : line));
}

/**
 * Puts lines into the tail: after the line with index `after`, or at the tail's end. Makes the tail, below everything else
 * and set off by a blank line, when there is none.
 * @throws NotesReadOnlyError
 */
export function insertInTail(doc: NotesDocument, texts: readonly string[], after?: number): NotesDocument {
  if (doc.readOnly) throw new NotesReadOnlyError(doc.version);
  if (texts.length === 0) return doc;
  const eol = eolOf(doc.lines);
  const added = texts.map((text): NotesLine => ({ text, eol }));
  if (doc.fences) {
    const at = after === undefined ? doc.fences.close : after + 1;
    return documentOf([...doc.lines.slice(0, at), ...added, ...doc.lines.slice(at)]);
  }
  const last = doc.lines.at(-1);
  const blank: NotesLine[] = last && last.text.trim() !== '' ? [{ text: '', eol }] : [];
  return documentOf(
    closeLines(
      [
        ...doc.lines,
        ...blank,
        { text: printOpening(WRITTEN_VERSION), eol },
        ...added,
        { text: CLOSING_FENCE, eol: '' },
      ],
      eol,
    ),
  );
}

/** @throws NotesReadOnlyError */
export function replaceLine(doc: NotesDocument, at: number, text: string): NotesDocument {
  if (doc.readOnly) throw new NotesReadOnlyError(doc.version);
  if (doc.lines[at]?.text === text) return doc;
  return documentOf(doc.lines.map((line, n) => (n === at ? { ...line, text } : line)));
}

/** @throws NotesReadOnlyError */
export function removeLines(doc: NotesDocument, at: ReadonlySet<number>): NotesDocument {
  if (doc.readOnly) throw new NotesReadOnlyError(doc.version);
  return at.size === 0 ? doc : documentOf(doc.lines.filter((_, n) => !at.has(n)));
}

/** The document without its tail, when that holds nothing: a claim was taken back, and nothing is left to say. */
export function withoutEmptyTail(doc: NotesDocument): NotesDocument {
  const { fences, lines, readOnly, strayFences } = doc;
  if (!fences || readOnly || strayFences > 0 || fences.close > fences.open + 1) return doc;
  return documentOf(lines.filter((_, n) => n !== fences.open && n !== fences.close));
}

/** White space as Python's `str.strip` sees it, with which the server trims the notes; a byte order mark stays. */
const BLANK = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const START = new RegExp(`^[${BLANK}]+`);
const isBlank = (c: string) => START.test(c);

/** The text as the server keeps it (treeherder-api 6.1: ends trimmed, nothing else touched). */
export function trimAsServer(text: string): string {
  let end = text.length;
  while (end > 0 && isBlank(text.charAt(end - 1))) end--;
  return text.slice(0, end).replace(START, '');
}

/** Whether two notes are the same for the server: ends do not count, and null is no notes. */
export const equalNotes = (a: string | null, b: string | null): boolean =>
  trimAsServer(a ?? '') === trimAsServer(b ?? '');
