import type { PushId } from '@/lib/model/ids';
import type { PlanInput, RoundAim } from '@/lib/model/planInput';
import type { BuildBook } from './buildBook';
import { spreadOrder } from './cutPoints';
import { type Draft, type DraftCell, DraftSheet } from './draft';
import { byPushOrder } from './pushOrder';
import type { ChosenAlert } from './selection';

/**
 * The cells of a round that aims at the undecided revisions (design 1.2, rounds 2 and 3). Each cell wants its points in all,
 * so a plan made again after sending asks for nothing more. A push that is in neither the log nor the data falls away.
 */
export function draftAimed(
  input: PlanInput,
  chosen: readonly ChosenAlert[],
  builds: BuildBook,
  aims: readonly RoundAim[],
): Draft {
  const sheet = new DraftSheet(input, builds);
  chosen.forEach((alert, rank) => {
    const aim = aims.find((a) => a.alertId === alert.alertId);
    if (!aim) return;
    const { add, canRunInGap } = sheet.of(alert, rank);
    const have = new Map<PushId, number>();
    const places = new Map<PushId, DraftCell['push']>(
      input.pushes.map(({ id, revision, time }) => [id, { id, revision, time }]),
    );
    for (const p of input.points.get(alert.alert.signature.id) ?? []) {
      have.set(p.pushId, (have.get(p.pushId) ?? 0) + 1);
      places.set(p.pushId, { id: p.pushId, revision: p.revision, time: p.pushTime });
    }
    const wants = aim.pushes
      .flatMap(({ id, want }) => {
        const push = places.get(id);
        if (!push) return [];
        const points = have.get(id) ?? 0;
        // A push that has no data counts as one of a gap, wherever it lies.
        return points > 0 || canRunInGap(push) ? [{ push, want, have: points }] : [];
      })
      .sort((a, b) => byPushOrder(a.push, b.push));
    const from = places.get(aim.from);
    const to = places.get(aim.to);
    if (!from || !to) return;
    const older = wants.filter((w) => byPushOrder(w.push, from) <= 0);
    const newer = wants.filter((w) => byPushOrder(w.push, to) >= 0);
    older.forEach((w, i) => {
      add({ ...w, role: 'revision', offset: i - older.length, spread: 0 });
    });
    newer.forEach((w, i) => {
      add({ ...w, role: 'revision', offset: i, spread: 0 });
    });
    const inside = wants.filter((w) => !older.includes(w) && !newer.includes(w));
    const spread = spreadOrder(inside.length);
    inside.forEach((w, i) => {
      add({ ...w, role: 'gap', offset: 0, spread: spread[i] ?? 0 });
    });
  });
  return sheet;
}
