import { instant } from '@/lib/model/ids';
import {
  type DeclinedFact,
  type Fact,
  factKey,
  isFinished,
  type MarkFact,
  type RemarkFact,
  ROUND_RANK,
  type RoundKey,
  type StateFact,
  sameRound,
  type TakerFact,
} from './facts';
import { fenceOf, guardFences, type NotesLine, printFact, splitLines } from './grammar';
import type { TailReceipt, TailRound } from './readers';
import {
  documentOf,
  eolOf,
  insertInTail,
  type NotesDocument,
  NotesReadOnlyError,
  type PlacedFact,
  removeLines,
  replaceLine,
  trimAsServer,
} from './tail';

/*
 * Every edit gives a new document and leaves all lines alone that it does not concern. Those that touch the tail throw
 * NotesReadOnlyError for a tail of another version, and RangeError for numbers and times that the grammar cannot hold.
 */

type Unplaced<F> = Omit<F, 'kind'>;

/** Records a state. The history grows by a line; the very same line is not written twice. */
export const withState = (doc: NotesDocument, state: Unplaced<StateFact>): NotesDocument =>
  appended(doc, { ...state, kind: 'state' });

/** Records who works on the summary; `by: ''` when nobody does any more. */
export const withTaker = (doc: NotesDocument, taker: Unplaced<TakerFact>): NotesDocument =>
  appended(doc, { ...taker, kind: 'taker' });

/** Sets the mark of one alert, in place of what was said about it before. */
export const withMark = (doc: NotesDocument, mark: Unplaced<MarkFact>): NotesDocument =>
  replaced(doc, { ...mark, kind: 'mark' });

/** Records that a suggestion was declined (`on`) or that this was taken back. */
export const withDeclined = (doc: NotesDocument, declined: Unplaced<DeclinedFact>): NotesDocument =>
  replaced(doc, { ...declined, kind: 'declined' });

function appended(doc: NotesDocument, fact: StateFact | TakerFact): NotesDocument {
  // Lines hold whole seconds; cut here so that the same fact is found again.
  const key = factKey({ ...fact, at: instant(Math.floor(fact.at / 1000) * 1000) });
  return doc.facts.some((f) => factKey(f) === key) ? doc : insertInTail(doc, [printFact(fact)]);
}

function replaced(doc: NotesDocument, fact: Fact, after?: number): NotesDocument {
  const old = doc.facts.findLast((f) => factKey(f) === factKey(fact));
  return old ? replaceLine(doc, old.line, printFact(fact)) : insertInTail(doc, [printFact(fact)], after);
}

const belongsTo = (fact: PlacedFact, round: RoundKey): boolean => 'nonce' in fact && sameRound(fact, round);

/**
 * Writes a round: its line in place of the one with the same number and nonce (so the pending round replaces its claim), its
 * receipts and remarks below it. Adds and replaces, never removes: a receipt is money spent. The round's own line never goes
 * back to an earlier status and a finished one never changes; a receipt that comes late is still written.
 */
export function withRound(doc: NotesDocument, round: TailRound): NotesDocument {
  const { number, nonce } = round;
  const finished = doc.facts.some((f) => f.kind === 'round' && sameRound(f, round) && isFinished(f.status));
  let next = withRoundLine(doc, round);
  const remark = (kind: RemarkFact['kind'], text: string | undefined) => {
    if (text !== undefined && !finished) next = replaced(next, { kind, number, nonce, text }, end());
  };
  const end = () => next.facts.findLast((f) => belongsTo(f, round))?.line;
  remark('expects', round.expects);
  remark('reason', round.reason);
  for (const receipt of round.receipts) next = withReceipt(next, round, receipt, end());
  remark('blocked', round.blockedBy);
  return next;
}

function withRoundLine(doc: NotesDocument, round: TailRound): NotesDocument {
  const { number, status, by, at, nonce, alerts, revisions, jobs, builds, eta } = round;
  // Of a line that was doubled by hand the one that came furthest is the round (see roundsOf).
  const old = doc.facts
    .filter((f) => f.kind === 'round' && sameRound(f, round))
    .reduce<(PlacedFact & { kind: 'round' }) | undefined>((best, f) => {
      if (f.kind !== 'round') return best;
      return best && ROUND_RANK[best.status] > ROUND_RANK[f.status] ? best : f;
    }, undefined);
  if (old && (isFinished(old.status) || ROUND_RANK[status] < ROUND_RANK[old.status])) return doc;
  const text = printFact({
    kind: 'round',
    number,
    status,
    by,
    at,
    nonce,
    alerts,
    revisions,
    jobs,
    builds,
    ...(eta !== undefined && { eta }),
    extra: old?.extra ?? [],
  });
  return old ? replaceLine(doc, old.line, text) : insertInTail(doc, [text]);
}

/** One push has one receipt, but a second action task for it is told beside the first, not instead of it. */
function withReceipt(
  doc: NotesDocument,
  { number, nonce }: RoundKey,
  { revision, jobs, actionTask, failure }: TailReceipt,
  after: number | undefined,
): NotesDocument {
  const fact = {
    kind: 'receipt',
    number,
    nonce,
    revision,
    jobs,
    actionTask,
    ...(failure !== undefined && { failure }),
  } as const;
  const earlier = doc.facts.filter((f) => f.kind === 'receipt' && factKey(f) === factKey(fact));
  const same = earlier.findLast((f) => f.kind === 'receipt' && f.actionTask === actionTask);
  const open = earlier.findLast(
    (f) => f.kind === 'receipt' && (f.failure !== undefined || f.actionTask === null),
  );
  const sent = earlier.some((f) => f.kind === 'receipt' && f.failure === undefined);
  // A failure told after the push was sent, by a tab that knew less, changes nothing.
  if (failure !== undefined && sent) return doc;
  const old = same ?? open;
  return old ? replaceLine(doc, old.line, printFact(fact)) : insertInTail(doc, [printFact(fact)], after);
}

/**
 * Takes a claim back, with its remarks: it was lost to another sheriff, or cancelled before anything was sent. A round that
 * has left the state of a claim, or has a receipt, stays.
 */
export function withoutClaim(doc: NotesDocument, round: RoundKey): NotesDocument {
  if (doc.readOnly) throw new NotesReadOnlyError(doc.version);
  const own = doc.facts.filter((f) => belongsTo(f, round));
  if (own.some((f) => f.kind === 'receipt' || (f.kind === 'round' && f.status !== 'claimed'))) return doc;
  return removeLines(doc, new Set(own.map((f) => f.line)));
}

/**
 * Puts `[name] comment` on top, newest first, as the sheriffs do. The comment may have several lines; one that reads as a
 * fence gets a leading space. An empty comment changes nothing. Allowed on read-only notes too, for it stays outside the tail.
 */
export function withHumanLine(doc: NotesDocument, name: string, comment: string): NotesDocument {
  // as the server trims it too, or a comment that comes to stand last would not be known again when it is read back
  const kept = trimAsServer(comment.replaceAll('\0', '').trim());
  if (kept === '') return doc;
  const eol = eolOf(doc.lines);
  const safeName = name.replace(/[[\]\s\0]+/g, ' ').trim() || 'someone';
  const added = splitLines(guardFences(`[${safeName}] ${kept}`)).map(
    ({ text }): NotesLine => ({ text, eol }),
  );
  const first = doc.lines[0];
  const blank: NotesLine[] = first && fenceOf(first.text) !== undefined ? [{ text: '', eol }] : [];
  const last = added.at(-1);
  if (!first && last) return documentOf([...added.slice(0, -1), { ...last, eol: '' }]);
  return documentOf([...added, ...blank, ...doc.lines]);
}
