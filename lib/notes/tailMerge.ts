import { shortRevision } from '@/lib/model/ids';
import { type Fact, factKey, isFinished, ROUND_RANK } from './facts';
import { type NotesLine, parseFact } from './grammar';
import { align } from './lineMerge';

/** Something that two people said differently, with both texts, for the sheriff to decide. */
export interface NotesConflict {
  /** What it is about, in words: 'mark of alert 123', 'round 2 of jdoe', 'the text'. */
  readonly what: string;
  readonly theirs: string;
  readonly ours: string;
}

interface Entry {
  readonly key: string;
  readonly fact: Fact;
  readonly line: NotesLine;
}

interface Resolution {
  readonly lines: readonly NotesLine[];
  readonly conflict?: NotesConflict;
}

/** The lines of a tail with a key each; a key that comes again (doubled by hand) is told apart by its turn. */
function entriesOf(lines: readonly NotesLine[]): Entry[] {
  const turns = new Map<string, number>();
  return lines.map((line) => {
    const fact = parseFact(line.text);
    const key = factKey(fact);
    const turn = turns.get(key) ?? 0;
    turns.set(key, turn + 1);
    return { key: `${key} ${turn}`, fact, line };
  });
}

/** A total order that does not ask whose line it is, so that two sheriffs come to the same text. */
const inOrder = (a: Entry, b: Entry): readonly [Entry, Entry] => {
  const time = (e: Entry) => ('at' in e.fact ? e.fact.at : 0);
  const later = time(a) - time(b) || (a.line.text < b.line.text ? -1 : 1);
  return later <= 0 ? [a, b] : [b, a];
};

function describe(fact: Fact): string {
  switch (fact.kind) {
    case 'mark':
      return `mark of alert ${fact.alert}`;
    case 'declined':
      return `"${fact.suggestion} #${fact.target}" declined`;
    case 'round':
      return `round ${fact.number} of ${fact.by}`;
    case 'receipt':
      return `receipt of ${shortRevision(fact.revision)} in round ${fact.number}`;
    case 'expects':
      return `what round ${fact.number} expects`;
    case 'reason':
      return `reason of round ${fact.number}`;
    case 'blocked':
      return `why round ${fact.number} is blocked`;
    default:
      return fact.kind;
  }
}

/**
 * The merged lines between the fences. The order, too, does not depend on who is "theirs" where the facts differ.
 * @param isUndo "ours" is what stood before an edit of ours: a round that this edit ended may wait for its data again
 */
export function mergeTails(
  base: readonly NotesLine[],
  theirs: readonly NotesLine[],
  ours: readonly NotesLine[],
  isUndo = false,
): { readonly lines: readonly NotesLine[]; readonly conflicts: readonly NotesConflict[] } {
  const [b, t, o] = [entriesOf(base), entriesOf(theirs), entriesOf(ours)];
  const [baseOf, theirsOf, oursOf] = [b, t, o].map((side) => new Map(side.map((e) => [e.key, e]))) as [
    Map<string, Entry>,
    Map<string, Entry>,
    Map<string, Entry>,
  ];
  const keys = (side: readonly Entry[]) => side.map((e) => e.key);
  const fromTheirs = align(keys(b), keys(t));
  const fromOurs = align(keys(b), keys(o));
  const lines: NotesLine[] = [];
  const conflicts: NotesConflict[] = [];
  const done = new Set<string>();
  const put = (key: string) => {
    if (done.has(key)) return;
    done.add(key);
    const [was, their, our] = [baseOf.get(key), theirsOf.get(key), oursOf.get(key)];
    const resolution =
      isUndo && was && our && was.line.text === their?.line.text && isEndOf(was.fact, our.fact)
        ? { lines: [our.line] }
        : resolve(was, their, our);
    for (const line of resolution.lines) lines.push(line);
    if (resolution.conflict) conflicts.push(resolution.conflict);
  };

  for (let n = 0; n <= b.length; n++) {
    const added = [
      (fromTheirs.inserted[n] ?? []).flatMap((i) => t[i] ?? []),
      (fromOurs.inserted[n] ?? []).flatMap((i) => o[i] ?? []),
    ].toSorted((x, y) => (textOf(x) < textOf(y) ? -1 : 1));
    for (const entry of added.flat()) put(entry.key);
    const key = b[n]?.key;
    if (key === undefined) continue;
    const moved =
      (fromTheirs.keptAt[n] === undefined && theirsOf.has(key)) ||
      (fromOurs.keptAt[n] === undefined && oursOf.has(key));
    if (!moved) put(key);
  }
  return { lines, conflicts };
}

const textOf = (entries: readonly Entry[]) => entries.map((e) => e.line.text).join('\n');

/** The round had been sent and waited for its data; then somebody ended it. */
const isEndOf = (ended: Fact, before: Fact) =>
  ended.kind === 'round' &&
  isFinished(ended.status) &&
  before.kind === 'round' &&
  before.status === 'pending';

/** What becomes of one fact, from what the three texts say about it. */
function resolve(base: Entry | undefined, theirs: Entry | undefined, ours: Entry | undefined): Resolution {
  if (theirs && ours) {
    if (theirs.line.text === ours.line.text) return held(base, theirs);
    if (base?.line.text === theirs.line.text) return held(base, ours, theirs);
    if (base?.line.text === ours.line.text) return held(base, theirs, ours);
    return bothChanged(base, theirs, ours);
  }
  const left = theirs ?? ours;
  if (!left) return { lines: [] };
  if (!base || base.line.text !== left.line.text) return held(base, left);
  // Taken out on one side, left alone on the other: gone, but for what tells of machine time that was spent.
  const spent =
    left.fact.kind === 'receipt' || (left.fact.kind === 'round' && ROUND_RANK[left.fact.status] > 0);
  return { lines: spent ? [left.line] : [] };
}

/**
 * `wanted`, unless that would take a round back: a status never returns to an earlier one, and a finished round is never
 * changed. Then the line that stood stays.
 */
function held(base: Entry | undefined, wanted: Entry, standing: Entry | undefined = base): Resolution {
  if (base?.fact.kind === 'round' && wanted.fact.kind === 'round' && standing) {
    const back = ROUND_RANK[wanted.fact.status] < ROUND_RANK[base.fact.status];
    if (back || isFinished(base.fact.status)) return { lines: [standing.line] };
  }
  return { lines: [wanted.line] };
}

function bothChanged(base: Entry | undefined, theirs: Entry, ours: Entry): Resolution {
  const [first, second] = inOrder(theirs, ours);
  const conflict: Resolution = {
    lines: [first.line, second.line],
    conflict: { what: describe(theirs.fact), theirs: theirs.line.text, ours: ours.line.text },
  };
  const [a, b] = [theirs.fact, ours.fact];
  if (a.kind === 'round' && b.kind === 'round') {
    if (base?.fact.kind === 'round' && isFinished(base.fact.status)) return { lines: [base.line] };
    const further = ROUND_RANK[a.status] - ROUND_RANK[b.status];
    const furthest = further > 0 ? theirs : ours;
    const back =
      base?.fact.kind === 'round' &&
      Math.max(ROUND_RANK[a.status], ROUND_RANK[b.status]) < ROUND_RANK[base.fact.status];
    return further !== 0 || back ? held(base, furthest) : conflict;
  }
  if (a.kind === 'receipt' && b.kind === 'receipt') {
    const [aSent, bSent] = [a.failure === undefined, b.failure === undefined];
    if (aSent !== bSent) return { lines: [aSent ? theirs.line : ours.line] };
    // Two failures are both told; two action tasks for one push mean that it was asked twice.
    return aSent ? conflict : { lines: conflict.lines };
  }
  if ((a.kind === 'mark' || a.kind === 'declined') && a.kind === b.kind)
    return a.on === b.on ? { lines: [second.line] } : conflict;
  if (a.kind === 'expects' || a.kind === 'reason' || a.kind === 'blocked') return conflict;
  // The same fact in another spelling, such as two spaces for one.
  return { lines: [first.line] };
}
