import type { PushId } from '@/lib/model/ids';
import type { SeriesPush } from './levels';

/** Data points still to come or to ask for on one push. */
export interface PointsWanted {
  readonly pushId: PushId;
  readonly points: number;
}

/** More than this on one push is another question than more of the same: Pinpoint starts a pair with 10 a side. */
const MOST_PER_PUSH = 10;

/** What was planned and has not arrived, in push order; pushes without data yet come last, by id. */
export function stillToCome(
  pushes: readonly SeriesPush[],
  wanted: ReadonlyMap<PushId, number>,
): readonly PointsWanted[] {
  const place = new Map(pushes.map((p, i) => [p.id, i]));
  const have = (id: PushId) => pushes[place.get(id) ?? -1]?.points.length ?? 0;
  return [...wanted]
    .map(([pushId, want]) => ({ pushId, points: want - have(pushId) }))
    .filter((w) => w.points > 0)
    .sort(
      (a, b) =>
        (place.get(a.pushId) ?? pushes.length) - (place.get(b.pushId) ?? pushes.length) ||
        a.pushId - b.pushId,
    );
}

/**
 * `points` dealt out over the two pushes on each side of a place, those next to it first. Null when so many are needed
 * that more of the same cannot help.
 */
export function aroundPlace(
  pushes: readonly SeriesPush[],
  at: number,
  points: number,
): readonly PointsWanted[] | null {
  const near = [at - 1, at, at - 2, at + 1].flatMap((i) => pushes[i]?.id ?? []);
  if (near.length === 0 || points > near.length * MOST_PER_PUSH) return null;
  const dealt = new Map<PushId, number>();
  for (let i = 0; i < points; i += 1) {
    const id = near[i % near.length];
    if (id !== undefined) dealt.set(id, (dealt.get(id) ?? 0) + 1);
  }
  return pushes.flatMap((p) => {
    const n = dealt.get(p.id);
    return n === undefined ? [] : [{ pushId: p.id, points: n }];
  });
}
