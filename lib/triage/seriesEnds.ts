import type { SeriesEnds } from './levels';
import { byPushOrder, type PushPlace } from './pushOrder';

/**
 * Where the level around an alert ends: at the nearest other steps of its series on both sides, and at the backout of the
 * alert's own push. Beyond these the series is on another level, which speaks neither for nor against this step.
 *
 * @param alertPush the push of the alert's summary
 * @param others pushes of other alerts of the series that are not known to be noise, and of that backout
 * @param log pushes in their order, the place being what the verdict calls their order; a step on a push that is not in it
 *   ends the level at the next one that is
 */
export function seriesEnds(
  alertPush: PushPlace,
  others: readonly PushPlace[],
  log: readonly PushPlace[],
): SeriesEnds {
  const before = others
    .filter((p) => byPushOrder(p, alertPush) < 0)
    .sort(byPushOrder)
    .at(-1);
  const after = others.filter((p) => byPushOrder(p, alertPush) > 0).sort(byPushOrder)[0];
  const placeOf = (step: PushPlace | undefined) => {
    const at = step ? log.findIndex((p) => byPushOrder(p, step) >= 0) : -1;
    return at < 0 ? null : at;
  };
  return { from: placeOf(before), until: placeOf(after) };
}
