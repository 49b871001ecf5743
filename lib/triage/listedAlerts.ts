import { testName } from '@/lib/model/alert';
import type { PushId } from '@/lib/model/ids';
import type { ListedAlert, ListedSummary } from '@/lib/model/listedSummary';
import type { Push } from '@/lib/model/push';
import { backedOutChangesets, backoutsOf, type SeriesAlert } from './backout';
import type { ComparedAlert } from './candidateIndex';
import type { CauseSummary } from './sameCause';
import { countUpTo } from './sortedPlace';

/** Found to say nothing about a change: such alerts are nobody's upstream, cause or origin (see evalDownstream). */
const saysNothing = (status: string) => status === 'invalid' || status === 'infra';

/** Alerts that tell of a change. */
const tellingAlerts = (summary: ListedSummary): readonly ListedAlert[] =>
  saysNothing(summary.status) ? [] : summary.alerts.filter((a) => !saysNothing(a.status));

/** Alerts that still need a decision and can be linked: untriaged and acknowledged ones of the summary's own. */
export const undecidedAlerts = (summary: ListedSummary): readonly ListedAlert[] =>
  summary.alerts.filter((a) => a.status === 'untriaged' || a.status === 'acknowledged');

/** 'amazon loadtime windows11-64-24h2-shippable' */
export const alertName = (a: Pick<ListedAlert, 'suite' | 'test' | 'platform'>) =>
  `${testName(a)} ${a.platform}`;

/** Its own telling alerts as the downstream rule wants them. */
export const comparedAlerts = (summary: ListedSummary): readonly ComparedAlert[] =>
  tellingAlerts(summary).map((a) => ({
    alertId: a.id,
    summaryId: summary.id,
    repository: summary.repository,
    framework: summary.framework,
    signatureHash: a.hash,
    suite: a.suite,
    test: a.test,
    platform: a.platform,
    isRegression: a.isRegression,
    amountPct: a.amountPct,
    prevValue: a.prevValue,
    newValue: a.newValue,
    pushTime: summary.pushTime,
    revision: summary.revision,
  }));

/** Its own telling alerts as the same-cause rule wants them. */
export const causeOf = (summary: ListedSummary): CauseSummary => ({
  id: summary.id,
  repository: summary.repository,
  framework: summary.framework,
  prevPushId: summary.prevPushId,
  pushId: summary.pushId,
  alerts: tellingAlerts(summary).map((a) => ({
    alertId: a.id,
    suite: a.suite,
    isRegression: a.isRegression,
  })),
});

/** Pushes of one repository, possibly with holes between them, with what their commits say about backouts. */
export interface PushBook {
  /** For a push that was backed out, the first known push that did it. */
  readonly backouts: ReadonlyMap<PushId, Push>;
  /** The known pushes of a range, (prevPushId, pushId]. */
  readonly range: (summary: Pick<ListedSummary, 'prevPushId' | 'pushId'>) => readonly Push[];
}

/** @param pushes of one repository, in any order; a push that stands twice counts once */
export function pushBook(pushes: readonly Push[]): PushBook {
  const log = [...new Map(pushes.map((p) => [p.id, p])).values()].sort((a, b) => a.id - b.id);
  return {
    backouts: backoutsOf(log),
    range({ prevPushId, pushId }) {
      const upTo = (last: PushId) => countUpTo(log, (push) => push.id, last);
      return log.slice(upTo(prevPushId), upTo(pushId));
    },
  };
}

/**
 * The alerts of some summaries by series hash, with what pushes tell of commits and backouts. Of a push that is not known its
 * head is: the summary names it.
 */
export function seriesAlerts(
  summaries: readonly ListedSummary[],
  { backouts, range }: PushBook,
): ReadonlyMap<string, readonly SeriesAlert[]> {
  const bySeries = new Map<string, SeriesAlert[]>();
  for (const summary of summaries) {
    const commits = range(summary).flatMap((p) => p.commits);
    const changesets = [summary.revision, ...commits.map((c) => c.revision)];
    const backsOut = backedOutChangesets(commits);
    const backedOut = summary.status === 'backedout' || backouts.has(summary.pushId);
    for (const a of tellingAlerts(summary)) {
      const alert: SeriesAlert = {
        alertId: a.id,
        summaryId: summary.id,
        repository: summary.repository,
        framework: summary.framework,
        signatureHash: a.hash,
        isRegression: a.isRegression,
        prevValue: a.prevValue,
        newValue: a.newValue,
        pushTime: summary.pushTime,
        backedOut,
        changesets,
        backsOut,
      };
      const series = bySeries.get(a.hash);
      if (series) series.push(alert);
      else bySeries.set(a.hash, [alert]);
    }
  }
  return bySeries;
}
