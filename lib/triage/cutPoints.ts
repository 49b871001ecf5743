import type { PushId } from '@/lib/model/ids';
import type { BuildState } from '@/lib/model/planInput';
import type { RoundRules } from '@/lib/model/rules';
import type { PushPlace } from './pushOrder';

/** What the choice of cut points knows about a push, for one platform. */
export interface GapKnowledge {
  readonly stateOf: (push: PushId) => BuildState;
  /** Backed-out pushes: what they show is no longer in the tree. */
  readonly backedOut: ReadonlySet<PushId>;
  /** True when this plan makes the build of that push anyway, for an alert before this one. */
  readonly planned: (push: PushId) => boolean;
  /** Runs of the label that the push still lacks: none where an earlier request is under way. */
  readonly missing: (push: PushId) => number;
}

/** May this push inside a gap be asked for at all? A run on a failed build waits for its deadline and gives nothing. */
export const usableInGap = (id: PushId, known: Pick<GapKnowledge, 'stateOf' | 'backedOut'>) =>
  !known.backedOut.has(id) && known.stateOf(id) !== 'failed';

/**
 * The pushes of a gap that the thrifty form asks for: all usable ones of a short gap, else evenly spaced cut points, each
 * moved up to `cutPointMoves` pushes to one that has the platform's build. Oldest first, no push twice; a cut point
 * without a usable push in reach falls away.
 *
 * Cut points are placed together, not one after another: as many as possible, then with the fewest runs missing, then at
 * the best builds, then with the fewest moves. Runs that are under way hold the cut points where they are, so planning again
 * after sending asks for nothing more, whichever builds are under way by then.
 *
 * @param gap pushes of the gap, oldest first, backed-out ones included: they count for the length of the gap.
 */
export function chooseCutPoints<P extends PushPlace>(
  gap: readonly P[],
  rules: Pick<RoundRules, 'fillGapUpTo' | 'cutPoints' | 'cutPointMoves'>,
  known: GapKnowledge,
): readonly P[] {
  if (gap.length <= rules.fillGapUpTo) return gap.filter((p) => usableInGap(p.id, known));

  // The gap's pushes stand at 1 … n between the two revisions at 0 and n + 1.
  const ideals = Array.from(
    { length: rules.cutPoints },
    (_, k) => Math.round(((gap.length + 1) * (k + 1)) / (rules.cutPoints + 1)) - 1,
  );
  const memo = new Map<string, Placement>();
  /** The best places for the cut points from `k` on, at pushes from `from` on. */
  const place = (k: number, from: number): Placement => {
    const ideal = ideals[k];
    if (ideal === undefined) return { indexes: [], cost: [] };
    const key = `${k} ${from}`;
    const seen = memo.get(key);
    if (seen) return seen;
    let best: Placement | undefined;
    const consider = (indexes: readonly number[], cost: readonly number[]) => {
      if (!best || compareCosts(cost, best.cost) < 0) best = { indexes, cost };
    };
    for (
      let index = Math.max(from, ideal - rules.cutPointMoves);
      index <= ideal + rules.cutPointMoves;
      index += 1
    ) {
      const push = gap[index];
      if (!push || !usableInGap(push.id, known)) continue;
      const rest = place(k + 1, index + 1);
      consider(
        [index, ...rest.indexes],
        addCosts(costOf(push.id, Math.abs(index - ideal), known), rest.cost),
      );
    }
    const without = place(k + 1, from);
    consider(without.indexes, addCosts(FALLEN_AWAY, without.cost));
    const result = best ?? without;
    memo.set(key, result);
    return result;
  };
  const taken = new Set(place(0, 0).indexes);
  return gap.filter((_, index) => taken.has(index));
}

interface Placement {
  readonly indexes: readonly number[];
  /** Fallen away, runs missing, pushes without a build, with a planned one, with one under way, moves. */
  readonly cost: readonly number[];
}

const FALLEN_AWAY = [1, 0, 0, 0, 0, 0];

function costOf(push: PushId, moves: number, known: GapKnowledge): readonly number[] {
  const state = known.stateOf(push);
  const none = state === 'absent';
  const planned = none && known.planned(push);
  return [
    0,
    known.missing(push),
    Number(none && !planned),
    Number(planned),
    Number(state === 'building'),
    moves,
  ];
}

const addCosts = (a: readonly number[], b: readonly number[]) => a.map((n, i) => n + (b[i] ?? 0));

function compareCosts(a: readonly number[], b: readonly number[]): number {
  for (const [i, n] of a.entries()) {
    const difference = n - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * An order in which every beginning of it is spread well: the middle first, then the quarters, and so on. Answers the
 * place of each of `count` items in that order. Budgets cut from its end.
 */
export function spreadOrder(count: number): readonly number[] {
  const places: number[] = new Array(count).fill(0);
  let next = 0;
  const open: [number, number][] = count > 0 ? [[0, count - 1]] : [];
  for (let range = open.shift(); range; range = open.shift()) {
    const [from, to] = range;
    const middle = (from + to) >> 1;
    places[middle] = next;
    next += 1;
    if (from < middle) open.push([from, middle - 1]);
    if (middle < to) open.push([middle + 1, to]);
  }
  return places;
}
