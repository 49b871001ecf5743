import { diffIndices } from 'node-diff3';

/*
 * What two sides changed is found by node-diff3; how the changes come together is decided here. Its own three-way merge calls
 * it a conflict when both add lines at one place, or one adds beside a line that the other rewrites. That is what sheriffs
 * do all day (each puts a comment on top), and none of them is to be asked about it.
 */

/** A stretch of the base that one side replaced: `base[from..to)` became `side[start..end)`. */
export interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Above this many comparisons the changed middle counts as replaced as a whole: right, only less finely merged. Below it the
 * comparison takes half a second at most, for texts of few different lines, the slowest there are.
 */
const MAX_COMPARISONS = 1_000_000;

/** What `side` changed in `base`; hunks in order, never touching each other. */
export function diff(base: readonly string[], side: readonly string[]): Hunk[] {
  let head = 0;
  while (head < base.length && head < side.length && base[head] === side[head]) head++;
  let tail = 0;
  while (
    tail < base.length - head &&
    tail < side.length - head &&
    base[base.length - 1 - tail] === side[side.length - 1 - tail]
  )
    tail++;
  const baseMiddle = base.slice(head, base.length - tail);
  const sideMiddle = side.slice(head, side.length - tail);
  if (baseMiddle.length === 0 && sideMiddle.length === 0) return [];
  if (baseMiddle.length * sideMiddle.length > MAX_COMPARISONS)
    return [{ from: head, to: head + baseMiddle.length, start: head, end: head + sideMiddle.length }];
  // the library's types leave the numbers open
  const found = diffIndices(baseMiddle, sideMiddle) as readonly Record<
    'buffer1' | 'buffer2',
    readonly [number, number]
  >[];
  return found.map(({ buffer1: [from, taken], buffer2: [start, put] }) => ({
    from: head + from,
    to: head + from + taken,
    start: head + start,
    end: head + start + put,
  }));
}

/** How one side stands to the base: which base lines it kept (and where), and what it put before each of them. */
export interface Alignment {
  readonly hunks: readonly Hunk[];
  /** By base index: the index in the side, or undefined for a line that the side took out. */
  readonly keptAt: readonly (number | undefined)[];
  /** By base index, one more than there are base lines: indexes in the side of what was put there. */
  readonly inserted: readonly (readonly number[])[];
}

/** Where each line of the base went, and what was put between. */
export function align(base: readonly string[], side: readonly string[]): Alignment {
  const hunks = diff(base, side);
  const keptAt: (number | undefined)[] = [];
  const inserted: number[][] = Array.from({ length: base.length + 1 }, () => []);
  let shift = 0;
  let next = 0;
  for (const hunk of [...hunks, { from: base.length, to: base.length, start: 0, end: 0 }]) {
    for (; next < hunk.from; next++) keptAt.push(next + shift);
    for (; next < hunk.to; next++) keptAt.push(undefined);
    for (let n = hunk.start; n < hunk.end; n++) inserted[hunk.from]?.push(n);
    shift = hunk.end - hunk.to;
  }
  return { hunks, keptAt, inserted };
}

/** A line of the merge, taken from one side. */
export interface Taken {
  readonly side: 'theirs' | 'ours';
  readonly index: number;
}

export interface LineConflict {
  readonly theirs: readonly string[];
  readonly ours: readonly string[];
}

/**
 * Merges the lines of people. What either side added is in the result, and a line that one side took out while the other left
 * it alone is gone. Lines that both changed differently are a conflict, and both texts stand in the result. Where both added
 * at one place ours stands above theirs, since notes have the newest on top and theirs were there first; lines that both
 * added there stand once.
 */
export function mergeLines(
  base: readonly string[],
  theirs: readonly string[],
  ours: readonly string[],
): { readonly lines: readonly Taken[]; readonly conflicts: readonly LineConflict[] } {
  const t = align(base, theirs);
  const o = align(base, ours);
  const lines: Taken[] = [];
  for (let n = 0; n <= base.length; n++) {
    // one by one: notes of megabytes have more lines than a call may have arguments
    for (const line of bothInserted(theirs, t.inserted[n] ?? [], ours, o.inserted[n] ?? [])) lines.push(line);
    const index = t.keptAt[n];
    if (index !== undefined && o.keptAt[n] !== undefined) lines.push({ side: 'theirs', index });
  }
  const conflicts = t.hunks.flatMap((a) =>
    o.hunks.flatMap((b): LineConflict[] => {
      const overlap = Math.min(a.to, b.to) > Math.max(a.from, b.from);
      const texts = { theirs: theirs.slice(a.start, a.end), ours: ours.slice(b.start, b.end) };
      const same = a.from === b.from && a.to === b.to && texts.theirs.join('\n') === texts.ours.join('\n');
      const onlyTakenOut = texts.theirs.length === 0 && texts.ours.length === 0;
      return overlap && !same && !onlyTakenOut ? [texts] : [];
    }),
  );
  return { lines, conflicts };
}

function bothInserted(
  theirs: readonly string[],
  theirLines: readonly number[],
  ours: readonly string[],
  ourLines: readonly number[],
): Taken[] {
  const textOf = (side: readonly string[], n: number | undefined) => (n === undefined ? '' : (side[n] ?? ''));
  let shared = 0;
  while (
    shared < Math.min(theirLines.length, ourLines.length) &&
    textOf(theirs, theirLines.at(-1 - shared)) === textOf(ours, ourLines.at(-1 - shared))
  )
    shared++;
  const newOfOurs = ourLines.slice(0, ourLines.length - shared);
  const newOfTheirs = theirLines.slice(0, theirLines.length - shared);
  const theirTexts = new Set(newOfTheirs.map((n) => textOf(theirs, n)).filter((text) => text.trim() !== ''));
  // Blank lines alone do not make two comments the same: each then stays whole.
  const meet = newOfOurs.some((n) => theirTexts.has(textOf(ours, n)));
  const pairs = meet
    ? sharedPairs(
        newOfTheirs.map((n) => textOf(theirs, n)),
        newOfOurs.map((n) => textOf(ours, n)),
      )
    : [];
  const lines: Taken[] = [];
  let [t, o] = [0, 0];
  for (const pair of [...pairs, { theirs: newOfTheirs.length, ours: newOfOurs.length }]) {
    for (const index of newOfOurs.slice(o, pair.ours)) lines.push({ side: 'ours', index });
    // up to the shared line, and that one
    for (const index of newOfTheirs.slice(t, pair.theirs + 1)) lines.push({ side: 'theirs', index });
    [t, o] = [pair.theirs + 1, pair.ours + 1];
  }
  return [
    ...lines,
    ...theirLines.slice(theirLines.length - shared).map((index): Taken => ({ side: 'theirs', index })),
  ];
}

/** Places of the lines that both sides have, in order. Of several ways to pair them it takes the same one, whoever is "theirs". */
function sharedPairs(
  theirs: readonly string[],
  ours: readonly string[],
): readonly { readonly theirs: number; readonly ours: number }[] {
  const isTurned = theirs.join('\n') > ours.join('\n');
  const { keptAt } = isTurned ? align(ours, theirs) : align(theirs, ours);
  return keptAt.flatMap((there, here) => {
    if (there === undefined) return [];
    return [isTurned ? { theirs: there, ours: here } : { theirs: here, ours: there }];
  });
}
