import type { Alert, AlertSummary } from '@/lib/model/alert';

/** The two ways in which an alert can point at another summary. */
export type RelationKind = 'downstream' | 'reassigned';

/** Why an alert cannot be related to a summary; `text` is a sentence for people. */
export interface RelationRefusal {
  readonly code: /** Nothing is left to do. */
    | 'already so'
    | 'same summary'
    | 'other owner'
    | 'linked elsewhere'
    | 'classified'
    | 'other framework'
    | 'other repository'
    | 'newer push'
    | 'circle'
    | 'target is linked'
    | 'target is closed';
  readonly text: string;
}

type RelatedSummary = Pick<
  AlertSummary,
  'id' | 'status' | 'framework' | 'repository' | 'pushTime' | 'alerts' | 'relatedAlerts'
>;

/**
 * May this alert be marked downstream of the target, or reassigned to it? The server refuses another framework, and for
 * reassigning another repository (treeherder-api 1.6). It lets everything else pass, also what makes no sense: a summary
 * related to itself, circles, a younger upstream; those are refused here.
 * @returns null when nothing is against it
 */
export function canRelate(
  summary: RelatedSummary,
  target: RelatedSummary,
  alert: Alert,
  kind: RelationKind,
): RelationRefusal | null {
  const no = (code: RelationRefusal['code'], text: string) => ({ code, text });
  if (target.id === summary.id) {
    return no('same summary', `Alert summary #${summary.id} cannot be related to itself.`);
  }
  if (alert.summaryId !== summary.id) {
    return no('other owner', `Alert ${alert.id} belongs to summary #${alert.summaryId}: change it there.`);
  }
  if (alert.status === kind && alert.relatedSummaryId === target.id) {
    return no('already so', `Alert ${alert.id} is already ${phrase(kind, target)}.`);
  }
  if (alert.relatedSummaryId !== null && alert.relatedSummaryId !== target.id) {
    return no(
      'linked elsewhere',
      `Alert ${alert.id} is already related to summary #${alert.relatedSummaryId}: reset it first.`,
    );
  }
  if (!['untriaged', 'acknowledged', 'downstream', 'reassigned'].includes(alert.status)) {
    return no('classified', `Alert ${alert.id} was marked ${alert.status}: reset it first.`);
  }
  if (target.framework !== summary.framework) {
    return no('other framework', `Summary #${target.id} is of another test framework.`);
  }
  if (kind === 'reassigned' && target.repository !== summary.repository) {
    return no(
      'other repository',
      `Alerts can only be reassigned within ${summary.repository}; summary #${target.id} is on ${target.repository}.`,
    );
  }
  if (kind === 'downstream' && target.pushTime > summary.pushTime) {
    return no('newer push', `The push of summary #${target.id} is younger than this one's.`);
  }
  if (
    target.alerts.some((t) => t.relatedSummaryId === summary.id && t.signature.hash === alert.signature.hash)
  ) {
    return no('circle', `The same test in summary #${target.id} already points here.`);
  }
  if (target.status === 'downstream' || target.status === 'reassigned') {
    return no('target is linked', `Summary #${target.id} is itself ${target.status}${ofWhat(target)}.`);
  }
  if (target.status === 'invalid' || target.status === 'infra') {
    return no('target is closed', `Summary #${target.id} was found to be ${target.status}.`);
  }
  return null;
}

const phrase = (kind: RelationKind, target: Pick<AlertSummary, 'id'>) =>
  kind === 'downstream' ? `downstream of #${target.id}` : `reassigned to #${target.id}`;

/** The summaries that a related summary's own alerts point at. */
function ofWhat({ alerts, status }: RelatedSummary): string {
  const ids = [...new Set(alerts.flatMap((a) => a.relatedSummaryId ?? []))].sort((a, b) => a - b);
  if (ids.length === 0) return '';
  return `${status === 'downstream' ? ' of' : ' to'} ${ids.map((id) => `#${id}`).join(', ')}`;
}
