import type { AlertId, Label, PushId, Revision } from '@/lib/model/ids';
import { shortRevision } from '@/lib/model/ids';
import type { BuildState, PlanEdits, PlanInput } from '@/lib/model/planInput';
import type { PlanReason, PushRole } from '@/lib/model/round';
import { MOST_POINTS_BY_HAND } from '@/lib/model/rules';
import { type BuildBook, isBuildLabel } from './buildBook';
import { chooseCutPoints, spreadOrder, usableInGap } from './cutPoints';
import { isDevicePool } from './platformBuilds';
import { buildsEachRun, whyNotOn } from './pushGraphs';
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
  /** Each run makes a missing build anew: the push is of the old generation. */
  readonly buildEachRun: boolean;
  /** The sheriff set its points: it stays in view, though nothing be asked for. */
  readonly byHand: boolean;
}

export interface Draft {
  readonly cells: readonly DraftCell[];
  /** Cells of pushes that were taken out by hand. */
  readonly takenOut: readonly DraftCell[];
  /** Cells that cannot be asked for, in words. */
  readonly leftOut: readonly PlanReason[];
}

export interface DraftForm {
  readonly form: 'full' | 'thrifty';
  /** One point a push, only the gap before the step, never a retrigger (design 1.2, Frameworks). */
  readonly deterministic: boolean;
}

/** Runs more on each revision where it is unsure whether an alert is downstream (design 1.2). */
const RETRIGGERS_WHEN_UNSURE = 2;

/** What the choice of pushes says of a cell; the rest is looked up, and the sheriff may want another number of points. */
type Wanted = Pick<DraftCell, 'push' | 'role' | 'offset' | 'spread' | 'want' | 'have'>;

/** Gathers the cells of a draft, alert by alert, and what cannot be asked for. */
export class DraftSheet {
  readonly cells: DraftCell[] = [];
  readonly takenOut: DraftCell[] = [];
  readonly leftOut: PlanReason[] = [];
  /** Builds that the cells so far start: later alerts move their cut points there. */
  readonly #planned = new Set<string>();
  readonly #input: PlanInput;
  readonly #builds: BuildBook;

  constructor(input: PlanInput, builds: BuildBook) {
    this.#input = input;
    this.#builds = builds;
  }

  /** What is known of the pushes for one alert, and the way to add its cells. */
  of(alert: ChosenAlert, rank: number) {
    const { runs, graphs, backedOut, edits, rules, frameworkName } = this.#input;
    const mostPoints = rules.deterministicFrameworks.includes(frameworkName) ? 1 : MOST_POINTS_BY_HAND;
    const stateOf = (push: PushId) => this.#builds.stateOf(alert.platform, push);
    const buildKey = isBuildLabel(alert.label) ? null : this.#builds.keyOf(alert.platform);
    const planKey = (push: PushId) => `${buildKey} ${push}`;
    const comingOn = (push: PushId) => {
      const count = runs?.get(alert.label)?.get(push);
      return count ? count.coming + count.promised : 0;
    };
    const whyNot = (push: DraftCell['push']) => whyNotOn(graphs, alert.label, push, alert.suite);
    return {
      stateOf,
      comingOn,
      isPlanned: (push: PushId) => this.#planned.has(planKey(push)),
      canRunInGap: (push: DraftCell['push']) =>
        usableInGap(push.id, { stateOf, backedOut }) && whyNot(push) === undefined,
      add: (cell: Wanted) => {
        const coming = comingOn(cell.push.id);
        const byHand = pointsByHand(edits, alert.alertId, cell.push.id);
        const want = byHand === undefined ? cell.want : Math.min(byHand, mostPoints);
        const need = Math.max(0, want - cell.have - coming);
        const buildState = stateOf(cell.push.id);
        const failed: Pick<PlanReason, 'code' | 'text'> | undefined =
          buildState === 'failed'
            ? {
                code: 'build failed',
                text: `${alert.suite}: the build of ${alert.platform} failed on ${shortRevision(cell.push.revision)}`,
              }
            : whyNot(cell.push);
        const isTakenOut = edits?.droppedPushes.has(cell.push.id) === true;
        if (failed && need > 0 && !isTakenOut) {
          this.leftOut.push({ ...failed, alertId: alert.alertId });
          return;
        }
        if (need > 0 && buildState === 'absent' && !isTakenOut) this.#planned.add(planKey(cell.push.id));
        (isTakenOut ? this.takenOut : this.cells).push({
          ...cell,
          want,
          alertId: alert.alertId,
          rank,
          label: alert.label,
          coming,
          need,
          device: isDevicePool(alert.platform),
          buildKey,
          buildState,
          buildEachRun: buildsEachRun(graphs, cell.push.id),
          byHand: byHand !== undefined,
        });
      },
    };
  }
}

function pointsByHand(edits: PlanEdits | undefined, alert: AlertId, push: PushId): number | undefined {
  const mine = edits?.points.filter((p) => p.pushId === push) ?? [];
  return (mine.find((p) => p.alertId === alert) ?? mine.find((p) => p.alertId === null))?.points;
}

/**
 * What the protocol asks for the chosen alerts in one of its forms (design 1.2, round 1). Where it is unsure whether they are
 * downstream: two runs more on each revision, and all short gaps filled.
 */
export function draftCells(
  input: PlanInput,
  chosen: readonly ChosenAlert[],
  builds: BuildBook,
  { form, deterministic }: DraftForm,
): Draft {
  const { rules, unsure } = input;
  const sheet = new DraftSheet(input, builds);
  const fewPoints = deterministic ? 1 : rules.pointsPerGapPush;
  const manyPoints = deterministic ? 1 : rules.pointsPerRevision;
  const gapPoints = form === 'full' ? manyPoints : fewPoints;

  chosen.forEach((alert, rank) => {
    const points = input.points.get(alert.alert.signature.id) ?? [];
    const window = windowAround(points, stepOf(input.summary), input.pushes, rules.revisionsEachSide);
    if (!window) return;
    const { add, stateOf, comingOn, isPlanned, canRunInGap } = sheet.of(alert, rank);

    for (const { have, offset, ...push } of window.revisions) {
      if (deterministic && offset !== 0 && offset !== -1) continue;
      // a few runs more, and none where the protocol thinks that it is enough
      const want = unsure ? Math.min(have + RETRIGGERS_WHEN_UNSURE, Math.max(have, manyPoints)) : manyPoints;
      add({ push, role: 'revision', offset, spread: 0, want, have });
    }
    for (const gap of window.gaps) {
      if (gap.before !== 0 && (deterministic || (form === 'thrifty' && !unsure))) continue;
      if (unsure && gap.pushes.length > rules.fillGapUpTo) continue;
      const unfit = new Set(gap.pushes.filter((p) => !canRunInGap(p)).map((p) => p.id));
      const pushes =
        form === 'full'
          ? gap.pushes.filter((p) => !unfit.has(p.id))
          : chooseCutPoints(gap.pushes, rules, {
              stateOf,
              backedOut: unfit,
              planned: isPlanned,
              // one that was taken out by hand is not made up for by its neighbour
              missing: (push) =>
                input.edits?.droppedPushes.has(push) ? 0 : Math.max(0, gapPoints - comingOn(push)),
            });
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
  return sheet;
}
