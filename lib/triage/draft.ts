import type { AlertId, Label, PushId, Revision } from '@/lib/model/ids';
import { shortRevision } from '@/lib/model/ids';
import type { BuildState, PlanInput } from '@/lib/model/planInput';
import type { PlanReason, PushRole } from '@/lib/model/round';
import { type BuildBook, isBuildLabel } from './buildBook';
import { chooseCutPoints, spreadOrder, usableInGap } from './cutPoints';
import { isDevicePool } from './platformBuilds';
import { type ChosenAlert, stepOf } from './selection';
import { windowAround } from './window';

/** One label on one push, as the protocol wants it, before budgets. */
export interface DraftCell {
  readonly alertId: AlertId;
  /** Place of the alert in the selection, 0 = most important. */
  readonly rank: number;
  readonly label: Label;
  readonly push: { readonly id: PushId; readonly revision: Revision; readonly time: number };
  readonly role: PushRole;
  /** Offset of the revision; inside a gap that of the revision that ends the gap. */
  readonly offset: number;
  /** Inside a gap: place in the order that keeps every beginning well spread. */
  readonly spread: number;
  readonly want: number;
  readonly have: number;
  readonly coming: number;
  /** want − have − coming, never negative. */
  readonly need: number;
  readonly device: boolean;
  /** The build's key; null when the label is itself a build. */
  readonly buildKey: string | null;
  readonly buildState: BuildState;
}

export interface Draft {
  readonly cells: readonly DraftCell[];
  /** Cells that cannot be asked for, in words. */
  readonly leftOut: readonly PlanReason[];
}

export interface DraftForm {
  readonly form: 'full' | 'thrifty';
  /** One point a push, only the gap before the step, never a retrigger (design 1.2, Frameworks). */
  readonly deterministic: boolean;
}

/** What the protocol asks for the chosen alerts in one of its forms (design 1.2, round 1). */
export function draftCells(
  input: PlanInput,
  chosen: readonly ChosenAlert[],
  builds: BuildBook,
  { form, deterministic }: DraftForm,
): Draft {
  const { rules } = input;
  const cells: DraftCell[] = [];
  const leftOut: PlanReason[] = [];
  /** Builds that the cells so far start: later alerts move their cut points there. */
  const planned = new Set<string>();
  const fewPoints = deterministic ? 1 : rules.pointsPerGapPush;
  const manyPoints = deterministic ? 1 : rules.pointsPerRevision;
  const gapPoints = form === 'full' ? manyPoints : fewPoints;

  chosen.forEach((alert, rank) => {
    const points = input.points.get(alert.alert.signature.id) ?? [];
    const window = windowAround(points, stepOf(input.summary), input.pushes, rules.revisionsEachSide);
    if (!window) return;
    const stateOf = (push: PushId) => builds.stateOf(alert.platform, push);
    const buildKey = isBuildLabel(alert.label) ? null : builds.keyOf(alert.platform);
    const isPlanned = (push: PushId) => planned.has(`${buildKey} ${push}`);
    const comingOn = (push: PushId) => {
      const runs = input.runs?.get(alert.label)?.get(push);
      return runs ? runs.coming + runs.promised : 0;
    };
    const missing = (push: PushId) => Math.max(0, gapPoints - comingOn(push));
    const add = (cell: Pick<DraftCell, 'push' | 'role' | 'offset' | 'spread' | 'want' | 'have'>) => {
      const coming = comingOn(cell.push.id);
      const need = Math.max(0, cell.want - cell.have - coming);
      const buildState = stateOf(cell.push.id);
      if (buildState === 'failed' && need > 0) {
        leftOut.push({
          code: 'build failed',
          alertId: alert.alertId,
          text: `${alert.suite}: the build of ${alert.platform} failed on ${shortRevision(cell.push.revision)}`,
        });
        return;
      }
      if (need > 0 && buildState === 'absent') planned.add(`${buildKey} ${cell.push.id}`);
      cells.push({
        ...cell,
        alertId: alert.alertId,
        rank,
        label: alert.label,
        coming,
        need,
        device: isDevicePool(alert.platform),
        buildKey,
        buildState,
      });
    };

    for (const { have, offset, ...push } of window.revisions) {
      if (deterministic && offset !== 0 && offset !== -1) continue;
      add({ push, role: 'revision', offset, spread: 0, want: manyPoints, have });
    }
    for (const gap of window.gaps) {
      if (gap.before !== 0 && (form === 'thrifty' || deterministic)) continue;
      const usable = { stateOf, backedOut: input.backedOut };
      const pushes =
        form === 'full'
          ? gap.pushes.filter((p) => usableInGap(p.id, usable))
          : chooseCutPoints(gap.pushes, rules, { ...usable, planned: isPlanned, missing });
      const spread = spreadOrder(pushes.length);
      pushes.forEach(({ id, revision, time }, i) => {
        add({
          push: { id, revision, time },
          role: 'gap',
          offset: gap.before,
          spread: spread[i] ?? 0,
          want: gapPoints,
          have: 0,
        });
      });
    }
  });
  return { cells, leftOut };
}
