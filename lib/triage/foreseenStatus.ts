import type {
  Alert,
  AlertStatus,
  AlertStatusName,
  AlertSummary,
  SummaryStatus,
  SummaryStatusName,
} from '@/lib/model/alert';
import type { AlertId, SummaryId } from '@/lib/model/ids';

/**
 * What Treeherder will make of a summary's status: each write of the summary or of one of its alerts lets the server work
 * it out anew from the alerts (treeherder-api 1.7, `autodetermine_status`). Foreseen here, so that it can be said before.
 */

/** The part of an alert that the status depends on. */
export type CountedAlert = Pick<Alert, 'id' | 'summaryId' | 'status' | 'isRegression' | 'relatedSummaryId'>;

/** The part of a summary that its status depends on. */
export interface CountedSummary extends Pick<AlertSummary, 'id' | 'status'> {
  readonly alerts: readonly CountedAlert[];
  readonly relatedAlerts: readonly CountedAlert[];
}

export interface ForeseenStatus {
  /** Null when it cannot be told: an alert has a status that this version does not know. */
  readonly status: SummaryStatus | null;
  /** Acknowledged alerts that the server makes untriaged again on the way, by id. */
  readonly setBack: readonly AlertId[];
  /** Why it is this status, the end of a sentence. */
  readonly because: string;
}

/** One request to the server; what is left out of a summary's stays as it is. */
export type ForeseenWrite =
  | { readonly kind: 'summary'; readonly id: SummaryId; readonly status?: SummaryStatusName }
  | {
      readonly kind: 'alert';
      readonly id: AlertId;
      readonly status: AlertStatusName;
      readonly relatedSummaryId: SummaryId | null;
    };

/** Statuses that a sheriff sets by hand, and that the server keeps beside acknowledged regressions. */
const KEPT: readonly SummaryStatus[] = ['improvement', 'investigating', 'wontfix', 'fixed', 'backedout'];

/**
 * The server's rules, in its order; the first that fits decides.
 * @param stored the status that the summary has now
 * @param alerts its own alerts and those related to it, each once
 */
export function derivedStatus(
  id: SummaryId,
  stored: SummaryStatus,
  alerts: readonly CountedAlert[],
): ForeseenStatus {
  const is = (status: SummaryStatus, because: string): ForeseenStatus => ({ status, setBack: [], because });
  const some = (status: AlertStatusName) => alerts.some((a) => a.status === status);
  const allIn = (...statuses: readonly AlertStatus[]) => alerts.every((a) => statuses.includes(a.status));

  if (alerts.some((a) => a.status.startsWith('unknown '))) {
    return { status: null, setBack: [], because: 'an alert has a status that this Deputy does not know' };
  }
  if (alerts.length === 0) return is('untriaged', 'it has no alerts');
  if (some('untriaged')) return is('untriaged', 'some of its alerts are untriaged');
  if (stored === 'improvement' && alerts.some((a) => a.status === 'reassigned' && a.isRegression)) {
    const setBack = alerts.filter((a) => a.status === 'acknowledged').map((a) => a.id);
    return {
      status: 'untriaged',
      setBack: setBack.sort((a, b) => a - b),
      because: 'a reassigned regression came to its improvements',
    };
  }
  if (allIn('invalid')) return is('invalid', 'all of its alerts are invalid');
  if (allIn('infra')) return is('infra', 'all of its alerts are infra');
  if (allIn('invalid', 'infra')) return is('invalid', 'all of its alerts are invalid or infra');
  if (some('acknowledged')) {
    const counted = alerts.filter(
      (a) => a.status === 'acknowledged' || (a.status === 'reassigned' && a.relatedSummaryId === id),
    );
    if (counted.every((a) => !a.isRegression)) {
      return is('improvement', 'the alerts acknowledged here are all improvements');
    }
    const because = 'it has acknowledged alerts, and regressions among them';
    return is(KEPT.includes(stored) ? stored : 'investigating', because);
  }
  return some('reassigned')
    ? is('reassigned', 'its alerts belong to other summaries')
    : is('downstream', 'its alerts are downstream of other summaries');
}

/**
 * What becomes of some summaries when writes go out one after another. The order counts: a status that was set by hand may
 * get lost on the way. A summary that is not given is not followed, and an alert that was moved away from a summary leaves
 * that one's status as it was, as on the server, until the next write.
 * @returns one entry for each summary given
 */
export function foresee(
  summaries: readonly CountedSummary[],
  writes: readonly ForeseenWrite[],
): ReadonlyMap<SummaryId, ForeseenStatus> {
  const alerts = new Map<AlertId, CountedAlert>();
  const foreseen = new Map<SummaryId, ForeseenStatus>();
  for (const summary of summaries) {
    for (const alert of allAlerts(summary)) alerts.set(alert.id, alert);
    foreseen.set(summary.id, { status: summary.status, setBack: [], because: 'nothing is written' });
  }
  const recompute = (id: SummaryId) => {
    const last = foreseen.get(id);
    if (!last || last.status === null) return;
    const counted = [...alerts.values()].filter((a) => a.summaryId === id || a.relatedSummaryId === id);
    const next = derivedStatus(id, last.status, counted);
    for (const alert of counted) {
      if (next.setBack.includes(alert.id)) alerts.set(alert.id, { ...alert, status: 'untriaged' });
    }
    foreseen.set(id, { ...next, setBack: [...new Set([...last.setBack, ...next.setBack])] });
  };
  for (const write of writes) {
    if (write.kind === 'summary') {
      recompute(write.id);
      const { status } = write;
      const last = foreseen.get(write.id);
      if (status && last) foreseen.set(write.id, { ...last, status, because: 'it was set by hand' });
      continue;
    }
    const alert = alerts.get(write.id);
    if (!alert) continue;
    const { status, relatedSummaryId } = write;
    alerts.set(alert.id, { ...alert, status, relatedSummaryId });
    recompute(alert.summaryId);
    if (relatedSummaryId !== null) recompute(relatedSummaryId);
  }
  return foreseen;
}

/** What the recomputation makes of a summary that is written without a status: its notes, its assignee, or nothing. */
export const foreseenAtNextWrite = (summary: CountedSummary): ForeseenStatus =>
  derivedStatus(summary.id, summary.status, allAlerts(summary));

/**
 * What people should know before such a write.
 * @param doing names it: "Saving the notes"
 * @returns a sentence, null when the status stays
 */
export const noticeOfWrite = (summary: CountedSummary, doing: string): string | null =>
  noticeOfChange(summary.status, foreseenAtNextWrite(summary), doing);

/**
 * Says what was foreseen of one summary.
 * @param stored its status now
 * @returns a sentence or two, null when nothing changes or nothing can be told
 */
function noticeOfChange(
  stored: SummaryStatus,
  { status, setBack, because }: ForeseenStatus,
  doing: string,
): string | null {
  const change =
    status === null || status === stored
      ? []
      : [`${doing} lets Treeherder set the status to '${status}': ${because}.`];
  return [...change, ...noticeOfSetBack(setBack)].join(' ') || null;
}

const noticeOfSetBack = ({ length }: readonly AlertId[]): readonly string[] =>
  length === 0
    ? []
    : [
        length === 1
          ? '1 acknowledged alert becomes untriaged again.'
          : `${length} acknowledged alerts become untriaged again.`,
      ];

/** Each once: an alert that is related to its own summary stands in both lists. */
const allAlerts = ({ alerts, relatedAlerts }: CountedSummary): readonly CountedAlert[] => [
  ...new Map([...alerts, ...relatedAlerts].map((a) => [a.id, a])).values(),
];
