import type { Instant } from '@/lib/model/ids';
import {
  withDeclined,
  withHumanLine,
  withMark,
  withoutClaim,
  withRound,
  withState,
  withTaker,
} from './edits';
import {
  type DeclinedFact,
  factKey,
  isFinished,
  type KnownFact,
  type MarkFact,
  type ReceiptFact,
  ROUND_RANK,
  type RoundKey,
  type StateFact,
  sameRound,
  type TakerFact,
} from './facts';
import { mergeNotes, type NotesMerge, undoNotes } from './merge';
import {
  declinedOf,
  isLeftBehind,
  marksOf,
  roundsOf,
  stateOf,
  type TailReceipt,
  type TailRound,
  takerOf,
} from './readers';
import { equalNotes, type NotesDocument, parseNotes, printNotes, withoutEmptyTail } from './tail';

/**
 * One wish about the notes, as data: it can wait out a grace, be kept through a reload, travel to the background and be
 * applied again to a newer text. Applied to notes in which it has come true already it changes nothing.
 */
export type NotesEdit =
  | StateFact
  | MarkFact
  | TakerFact
  | DeclinedFact
  /** A comment on top, `[by] text`; with `once`, not when the same line stands in the notes already. */
  | { readonly kind: 'line'; readonly by: string; readonly text: string; readonly once?: boolean }
  /** A round: its line, receipts and remarks. */
  | { readonly kind: 'round'; readonly round: TailRound }
  /** A new round's claim. Claims without receipts from before `staleBefore` were left behind, and are taken out. */
  | { readonly kind: 'claim'; readonly round: TailRound; readonly staleBefore: Instant }
  | ({ readonly kind: 'withdraw claim' } & RoundKey);

/**
 * Applies the edits in their order.
 * @param seen the notes that the sheriff saw when deciding: a comment that was in them already is written once more, one that
 *   came in since (from an earlier attempt of this very write) is not
 * @throws NotesReadOnlyError, RangeError as the edits of `edits.ts` do
 */
export function applyEdits(
  doc: NotesDocument,
  edits: readonly NotesEdit[],
  seen: NotesDocument,
): NotesDocument {
  return edits.reduce((notes, edit) => applyOne(notes, edit, seen), doc);
}

function applyOne(doc: NotesDocument, edit: NotesEdit, seen: NotesDocument): NotesDocument {
  switch (edit.kind) {
    case 'state':
      return stateOf(doc) === edit.state ? doc : withState(doc, edit);
    case 'mark':
      return (marksOf(doc).get(edit.alert)?.on ?? false) === edit.on ? doc : withMark(doc, edit);
    case 'taker':
      return (takerOf(doc)?.by ?? '') === edit.by ? doc : withTaker(doc, edit);
    case 'declined':
      return isDeclined(doc, edit) === edit.on ? doc : withDeclined(doc, edit);
    case 'line': {
      const line = printNotes(withHumanLine(parseNotes(''), edit.by, edit.text));
      const allowed = edit.once ? 0 : occurrences(seen, line);
      return occurrences(doc, line) > allowed ? doc : withHumanLine(doc, edit.by, edit.text);
    }
    case 'round':
      return withRound(doc, edit.round);
    case 'claim': {
      const left = roundsOf(doc).filter(
        (r) => isLeftBehind(r, edit.staleBefore) && r.nonce !== edit.round.nonce,
      );
      return withRound(left.reduce(withoutClaim, doc), edit.round);
    }
    case 'withdraw claim':
      return withoutClaim(doc, edit);
  }
}

const isDeclined = (doc: NotesDocument, { suggestion, target }: DeclinedFact) =>
  declinedOf(doc).some((d) => d.suggestion === suggestion && d.target === target);

/** How often a comment of one or more lines stands in the notes. */
function occurrences(doc: NotesDocument, comment: string): number {
  const wanted = comment.split('\n');
  const there = doc.lines.map((line) => line.text);
  return there.filter((_, at) => wanted.every((text, n) => there[at + n] === text)).length;
}

/** All edits have come true in this text. A round counts as there once its line and receipts are. */
export function editsHold(text: string, edits: readonly NotesEdit[], seen: string): boolean {
  const doc = parseNotes(text);
  if (doc.readOnly) return false;
  const seenDoc = parseNotes(seen);
  return edits.every((edit) => oneHolds(doc, edit, seenDoc));
}

function oneHolds(doc: NotesDocument, edit: NotesEdit, seen: NotesDocument): boolean {
  if (edit.kind === 'claim') return roundsOf(doc).some((r) => r.nonce === edit.round.nonce);
  if (edit.kind === 'round') return roundHolds(doc, edit.round);
  if (edit.kind === 'line') {
    const line = printNotes(withHumanLine(parseNotes(''), edit.by, edit.text));
    return line === '' || occurrences(doc, line) > (edit.once ? 0 : occurrences(seen, line));
  }
  return printNotes(applyOne(doc, edit, seen)) === printNotes(doc);
}

function roundHolds(doc: NotesDocument, round: TailRound): boolean {
  // every line counts: of two failures on one push a reader is told the last one only
  const receipts = doc.facts.filter((f) => f.kind === 'receipt' && sameRound(f, round));
  const there = roundsOf(doc).find((r) => r.nonce === round.nonce);
  return (
    there !== undefined &&
    (isFinished(round.status)
      ? there.status === round.status
      : ROUND_RANK[there.status] >= ROUND_RANK[round.status]) &&
    round.receipts.every((r) => receipts.some((t) => t.kind === 'receipt' && tellsOf(t, r)))
  );
}

/** What the one receipt tells covers the other: a failure is not told any more of a push that is known to be sent. */
const tellsOf = (there: ReceiptFact, told: TailReceipt): boolean =>
  there.revision === told.revision &&
  (told.actionTask === null ||
    there.actionTask === told.actionTask ||
    (told.failure !== undefined && there.failure === undefined));

export type Composed =
  /** The notes hold all of it already. */
  { readonly kind: 'there' } | { readonly kind: 'read only' } | NotesMerge;

/** What a sheriff wants of the notes. */
export type NotesWish =
  /**
   * @see applyEdits for `seen`. With `again` they were written and read back before: only those are wanted that a colleague's
   *   write has swallowed since, not those that somebody has a later word on.
   */
  | {
      readonly kind: 'edits';
      readonly edits: readonly NotesEdit[];
      readonly seen: string;
      readonly again?: true;
    }
  /** What a person made of the notes in the page's own editor, which saved it; it may have been swallowed since. */
  | { readonly kind: 'text'; readonly before: string; readonly after: string }
  /** Take back what an earlier write changed from `before` to `after`. */
  | { readonly kind: 'undo'; readonly before: string; readonly after: string };

/**
 * What is to be written so that the wish comes true in notes that may have changed since they were seen.
 * @param base what this write starts from: at first the notes that were seen, later those that swallowed it
 * @param fresh the notes as they are now
 */
export function composeNotes(base: string, fresh: string, wish: NotesWish): Composed {
  const freshDoc = parseNotes(fresh);
  if (freshDoc.readOnly) return { kind: 'read only' };
  if (wish.kind === 'undo') return tidied(undoNotes(wish.before, wish.after, fresh), fresh);
  if (wish.kind === 'text') {
    if (linesAreThere(wish.before, wish.after, freshDoc)) return { kind: 'there' };
    return tidied(mergeNotes(wish.before, fresh, wish.after), fresh);
  }
  const { seen } = wish;
  const seenDoc = parseNotes(seen);
  const edits = wish.again ? swallowedOf(freshDoc, wish.edits, seenDoc) : wish.edits;
  if (wish.again && edits.length === 0) return { kind: 'there' };
  const baseDoc = parseNotes(base);
  // a comment goes on top of whatever came of the rest: merged by line, two that share a line would be torn
  const comments = edits.filter((edit) => edit.kind === 'line');
  const facts = edits.filter((edit) => edit.kind !== 'line');
  const wanted = baseDoc.readOnly ? base : printNotes(applyEdits(baseDoc, facts, seenDoc));
  const merged = mergeNotes(base, fresh, wanted);
  const text = printNotes(applyEdits(parseNotes(merged.text), comments, seenDoc));
  const composed = tidied({ ...merged, text }, fresh);
  if (composed.kind !== 'there' || editsHold(fresh, edits, seen)) return composed;
  // the sheriff saw it as wished already, and somebody has changed that since
  const ours = printNotes(applyEdits(freshDoc, edits, seenDoc));
  return { kind: 'conflict', text: ours, conflicts: [{ what: 'the notes', theirs: fresh, ours }] };
}

/**
 * All lines that a person added stand in the notes, and this person did nothing else. A merge asks where they stand as well,
 * and would write them twice when others' lines have changed places meanwhile.
 */
function linesAreThere(before: string, after: string, now: NotesDocument): boolean {
  const [known, there] = [countLines(parseNotes(before)), countLines(now)];
  const wanted = countLines(parseNotes(after));
  return (
    [...known].every(([text, n]) => (wanted.get(text) ?? 0) >= n) &&
    [...wanted].every(([text, n]) => n === known.get(text) || (there.get(text) ?? 0) >= n)
  );
}

function countLines({ lines }: NotesDocument): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { text } of lines) if (text.trim() !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** Has the wish come true in this text? What an undo leaves is not looked at: others' later words are part of it. */
export function wishHolds(text: string, wish: NotesWish): boolean {
  if (wish.kind === 'undo') return true;
  if (wish.kind === 'text') return composeNotes(text, text, wish).kind === 'there';
  if (!wish.again) return editsHold(text, wish.edits, wish.seen);
  return swallowedOf(parseNotes(text), wish.edits, parseNotes(wish.seen)).length === 0;
}

/** Which edits, written before, are gone without a later word of anybody on the same. */
function swallowedOf(
  doc: NotesDocument,
  edits: readonly NotesEdit[],
  seen: NotesDocument,
): readonly NotesEdit[] {
  if (doc.readOnly) return [];
  return edits.filter((edit) => {
    // who took a claim away had a reason, and nobody wants one back late
    if (edit.kind === 'claim' || edit.kind === 'withdraw claim') return false;
    if (edit.kind === 'line' || edit.kind === 'round') return !oneHolds(doc, edit, seen);
    // lines hold whole seconds
    const at = Math.floor(edit.at / 1000) * 1000;
    const laterWord = doc.facts.some(
      (f) => f.kind === edit.kind && f.at >= at && (isHistory(f) || factKey(f) === factKey(edit)),
    );
    return !laterWord && !oneHolds(doc, edit, seen);
  });
}

const isHistory = (fact: KnownFact) => fact.kind === 'state' || fact.kind === 'taker';

function tidied(merged: NotesMerge, fresh: string): Composed {
  // an empty tail that stood there already is nobody's wish
  if (merged.kind === 'merged' && equalNotes(merged.text, fresh)) return { kind: 'there' };
  const text = printNotes(withoutEmptyTail(parseNotes(merged.text)));
  if (merged.kind === 'conflict') return { ...merged, text };
  return equalNotes(text, fresh) ? { kind: 'there' } : { kind: 'merged', text };
}
