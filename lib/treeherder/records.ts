import { type Alert, type AlertSummary, alertStatus, summaryStatus } from '@/lib/model/alert';
import {
  alertId,
  type Instant,
  instant,
  pushId,
  revision,
  signatureId,
  summaryId,
  taskId,
} from '@/lib/model/ids';
import type { AlertAnswer, SummaryAnswer } from './schemas';

/** Treeherder's datetimes are UTC without saying so; reading them as local time is a common mistake. */
export function readDatetime(naive: string): Instant {
  return instant(Date.parse(/[Zz]$|[+-]\d\d:?\d\d$/.test(naive) ? naive : `${naive}Z`));
}

const readDatetimeOrNull = (naive: string | null) => (naive === null ? null : readDatetime(naive));

function toAlert(a: AlertAnswer): Alert {
  const s = a.series_signature;
  return {
    id: alertId(a.id),
    summaryId: summaryId(a.summary_id),
    relatedSummaryId: a.related_summary_id === null ? null : summaryId(a.related_summary_id),
    status: alertStatus(a.status),
    isRegression: a.is_regression,
    starred: a.starred,
    amountPct: a.amount_pct,
    amountAbs: a.amount_abs,
    prevValue: a.prev_value,
    newValue: a.new_value,
    tValue: a.t_value,
    noiseProfile: a.noise_profile ?? 'N/A',
    manuallyCreated: a.manually_created,
    classifier: a.classifier,
    taskId: a.taskcluster_metadata?.task_id ? taskId(a.taskcluster_metadata.task_id) : null,
    backfillRecord: a.backfill_record
      ? { status: a.backfill_record.status, inProgress: a.backfill_record.total_backfills_in_progress }
      : null,
    signature: {
      id: signatureId(s.id),
      hash: s.signature_hash,
      framework: s.framework_id,
      suite: s.suite,
      test: s.test,
      platform: s.machine_platform,
      optionCollectionHash: s.option_collection_hash,
      // an empty word list comes as ['']
      extraOptions: s.extra_options.filter((o) => o !== ''),
      lowerIsBetter: s.lower_is_better,
      hasSubtests: s.has_subtests,
      unit: s.measurement_unit,
    },
  };
}

const byId = (a: Alert, b: Alert) => a.id - b.id;

/** Times without a zone are UTC; alerts are sorted by id. */
export function toSummary(s: SummaryAnswer): AlertSummary {
  return {
    id: summaryId(s.id),
    repository: s.repository,
    framework: s.framework,
    pushId: pushId(s.push_id),
    prevPushId: pushId(s.prev_push_id),
    revision: revision(s.revision),
    prevRevision: revision(s.prev_push_revision),
    pushTime: s.push_timestamp,
    created: readDatetime(s.created),
    firstTriaged: readDatetimeOrNull(s.first_triaged),
    triageDue: readDatetimeOrNull(s.triage_due_date),
    bugDue: readDatetimeOrNull(s.bug_due_date),
    status: summaryStatus(s.status),
    bugNumber: s.bug_number,
    bugUpdated: readDatetimeOrNull(s.bug_updated ?? null),
    assignee: s.assignee_username,
    notes: s.notes ?? '',
    alerts: s.alerts.map(toAlert).sort(byId),
    relatedAlerts: s.related_alerts.map(toAlert).sort(byId),
  };
}
