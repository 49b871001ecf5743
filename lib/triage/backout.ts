import type { AlertId, PushId, SummaryId } from '@/lib/model/ids';
import type { Commit, Push } from '@/lib/model/push';
import { byPushOrder } from './pushOrder';
import { levelsAgree, levelsMirror, type StepLevels } from './stepLevels';

/** "Backed out changeset 0123456789ab (bug …) for …", one line per changeset; older messages say "Back out". */
const BACKOUT_LINE = /\bback(?:ed|ing)?[ -]?out (?:changesets? |revisions? )([0-9a-f]{12,40})/gi;

/**
 * Pushes of the log of which a later push backs out a commit. Only the newest 20 commits of a push are known, so a
 * backout inside a large merge can be missed; nothing is ever wrongly found.
 */
export function backedOutPushes(pushes: readonly Push[]): ReadonlySet<PushId> {
  const pushOf = new Map<string, PushId>();
  for (const push of pushes) {
    for (const c of push.commits) pushOf.set(c.revision.slice(0, 12).toLowerCase(), push.id);
    pushOf.set(push.revision.slice(0, 12).toLowerCase(), push.id);
  }
  const found = new Set<PushId>();
  for (const push of pushes) {
    for (const { message } of push.commits) {
      for (const [, changeset = ''] of message.matchAll(BACKOUT_LINE)) {
        const backedOut = pushOf.get(changeset.slice(0, 12).toLowerCase());
        if (backedOut !== undefined && backedOut !== push.id) found.add(backedOut);
      }
    }
  }
  return found;
}

/** Changesets, 12 digits each, that the messages of some commits say they back out. */
export function backedOutChangesets(commits: readonly Pick<Commit, 'message'>[]): ReadonlySet<string> {
  const named = new Set<string>();
  for (const { message } of commits) {
    for (const [, changeset = ''] of message.matchAll(BACKOUT_LINE)) named.add(shortened(changeset));
  }
  return named;
}

/**
 * For each push of the log of which a later one backs out a commit, the first such later push: "already backed out in R".
 * Misses what `backedOutPushes` misses.
 */
export function backoutsOf(pushes: readonly Push[]): ReadonlyMap<PushId, Push> {
  const ordered = [...pushes].sort(byPushOrder);
  const pushOf = new Map<string, PushId>();
  const found = new Map<PushId, Push>();
  for (const push of ordered) {
    for (const changeset of backedOutChangesets(push.commits)) {
      const backedOut = pushOf.get(changeset);
      if (backedOut !== undefined && !found.has(backedOut)) found.set(backedOut, push);
    }
    for (const { revision } of [...push.commits, push]) pushOf.set(shortened(revision), push.id);
  }
  return found;
}

/** An alert of one series with what tells of its backout. */
export interface SeriesAlert extends StepLevels {
  readonly alertId: AlertId;
  readonly summaryId: SummaryId;
  readonly repository: string;
  readonly framework: number;
  readonly signatureHash: string;
  readonly isRegression: boolean;
  /** Unix seconds. */
  readonly pushTime: number;
  /** Its summary is closed as backed out, or a later push backs out its push. */
  readonly backedOut: boolean;
  /** Changesets of its push range, as far as they are known. */
  readonly changesets: readonly string[];
  /** Changesets that the commits of its push range back out (backedOutChangesets). */
  readonly backsOut: ReadonlySet<string>;
}

/** "Likely backout of #N" or "likely reland of #N", with what speaks for it. */
export interface EarlierStep {
  readonly kind: 'likely backout' | 'likely reland';
  readonly of: SummaryId;
  readonly alertId: AlertId;
  /** The levels fit: back to where they were before, or up to where they were again. */
  readonly levelsFit: boolean;
  /** Changesets of the earlier push range that this push backs out, 12 digits each; a backout only. */
  readonly backsOut: readonly string[];
  readonly hoursBetweenPushes: number;
}

/**
 * The earlier regression of the series that an improvement undoes: one whose commits its push backs out, else the latest one
 * that it mirrors (both levels within half the step). Null when there is none, or the alert is a regression itself.
 */
export function likelyBackout(improvement: SeriesAlert, series: readonly SeriesAlert[]): EarlierStep | null {
  if (improvement.isRegression) return null;
  const regressions = earlierOf(improvement, series).filter((a) => a.isRegression);
  const named = regressions.find((a) => backsOutOf(improvement, a).length > 0);
  const found = named ?? regressions.find((a) => levelsMirror(improvement, a) === 'agree');
  if (!found) return null;
  return earlierStep('likely backout', improvement, found, {
    levelsFit: levelsMirror(improvement, found) === 'agree',
    backsOut: backsOutOf(improvement, found),
  });
}

/**
 * The latest earlier regression of the series that was backed out and whose step a regression repeats (both levels within half
 * the step). Backed out is what is recorded as such, and what an improvement in between undid. Null when there is none.
 */
export function likelyReland(regression: SeriesAlert, series: readonly SeriesAlert[]): EarlierStep | null {
  if (!regression.isRegression) return null;
  const earlier = earlierOf(regression, series);
  const undone = new Set(earlier.map((a) => likelyBackout(a, series)?.alertId));
  const found = earlier.find(
    (a) => a.isRegression && (a.backedOut || undone.has(a.alertId)) && levelsAgree(regression, a) === 'agree',
  );
  if (!found) return null;
  return earlierStep('likely reland', regression, found, { levelsFit: true, backsOut: [] });
}

function earlierStep(
  kind: EarlierStep['kind'],
  alert: SeriesAlert,
  earlier: SeriesAlert,
  signs: Pick<EarlierStep, 'levelsFit' | 'backsOut'>,
): EarlierStep {
  const hoursBetweenPushes = (alert.pushTime - earlier.pushTime) / 3600;
  return { kind, of: earlier.summaryId, alertId: earlier.alertId, ...signs, hoursBetweenPushes };
}

/** Alerts of the same series on older pushes, latest first. */
const earlierOf = (alert: SeriesAlert, series: readonly SeriesAlert[]) =>
  series
    .filter((a) => a.repository === alert.repository && a.framework === alert.framework)
    .filter((a) => a.signatureHash === alert.signatureHash && a.pushTime < alert.pushTime)
    .sort((a, b) => b.pushTime - a.pushTime || b.alertId - a.alertId);

const backsOutOf = (improvement: SeriesAlert, earlier: SeriesAlert): readonly string[] =>
  [...new Set(earlier.changesets.map(shortened))].filter((c) => improvement.backsOut.has(c)).sort();

/** Backout lines name changesets by 12 digits or more. */
const shortened = (changeset: string) => changeset.slice(0, 12).toLowerCase();
