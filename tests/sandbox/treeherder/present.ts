import { naiveIso } from '../clock.ts';
import type { AlertRecord, DatumRecord, SeriesRecord, SummaryRecord } from '../records.ts';
import type { World } from '../world.ts';
import { round2 } from './answers.ts';

const iso = (milliseconds: number | null) => (milliseconds === null ? null : naiveIso(milliseconds));
/** The API splits the stored text: nothing comes out as one empty word (treeherder-api 1.4). */
const words = (list: readonly string[]) => (list.length === 0 ? [''] : [...list]);

function presentSignature(series: SeriesRecord) {
  return {
    id: series.id,
    framework_id: series.frameworkId,
    signature_hash: series.hash,
    machine_platform: series.platform,
    suite: series.suite,
    test: series.test,
    lower_is_better: series.lowerIsBetter,
    has_subtests: series.hasSubtests,
    option_collection_hash: series.optionCollectionHash,
    tags: words(series.tags),
    extra_options: words(series.extraOptions),
    measurement_unit: series.unit,
    suite_public_name: null,
    test_public_name: null,
  };
}

function taskOf(world: World, seriesId: number, pushId: number) {
  const datum: DatumRecord | undefined = world.dataOfSeries
    .get(seriesId)
    ?.find((d) => d.pushId === pushId && d.jobId !== null);
  const job = datum?.jobId ? world.jobs.get(datum.jobId) : undefined;
  return job ? { task_id: job.taskId, retry_id: job.retryId } : {};
}

const emailOf = (world: World, username: string | null) =>
  username === null ? null : (world.userByName(username)?.email ?? null);

export function presentAlert(world: World, alert: AlertRecord) {
  const series = world.seriesById(alert.seriesId);
  const summary = world.summary(alert.summaryId);
  return {
    id: alert.id,
    status: alert.status,
    series_signature: presentSignature(series),
    taskcluster_metadata: taskOf(world, series.id, summary.pushId),
    prev_taskcluster_metadata: taskOf(world, series.id, summary.prevPushId),
    profile_url: null,
    prev_profile_url: null,
    is_regression: alert.isRegression,
    prev_value: round2(alert.prevValue),
    new_value: round2(alert.newValue),
    t_value: alert.tValue === null ? null : round2(alert.tValue),
    amount_abs: round2(alert.amountAbs),
    amount_pct: round2(alert.amountPct),
    summary_id: alert.summaryId,
    related_summary_id: alert.relatedSummaryId,
    manually_created: alert.manuallyCreated,
    classifier: alert.classifier,
    starred: alert.starred,
    classifier_email: emailOf(world, alert.classifier),
    backfill_record: alert.backfill
      ? {
          context: alert.backfill.context,
          status: alert.backfill.status,
          total_actions_triggered: alert.backfill.status >= 2 ? 1 : 0,
          total_backfills_failed: alert.backfill.status === 4 ? 1 : 0,
          total_backfills_successful: alert.backfill.status === 3 ? 1 : 0,
          total_backfills_in_progress: alert.backfill.inProgress,
        }
      : null,
    side_by_side_available: false,
    noise_profile: alert.noiseProfile,
  };
}

/** Adds business days and keeps the time of day; a weekend first moves to Monday (treeherder-api 3.2). */
export function businessDaysAfter(milliseconds: number, days: number): number {
  const DAY = 86_400_000;
  const isWeekend = (ms: number) => [0, 6].includes(new Date(ms).getUTCDay());
  let at = milliseconds;
  while (isWeekend(at)) at += DAY;
  for (let left = days; left > 0; ) {
    at += DAY;
    if (!isWeekend(at)) left--;
  }
  return at;
}

export function presentSummary(world: World, row: SummaryRecord) {
  const push = world.push(row.pushId);
  const prev = world.push(row.prevPushId);
  return {
    id: row.id,
    push_id: row.pushId,
    prev_push_id: row.prevPushId,
    original_revision: world.push(row.originalPushId).revision,
    created: naiveIso(row.created),
    first_triaged: iso(row.firstTriaged),
    triage_due_date: naiveIso(businessDaysAfter(row.created, 2)),
    repository: push.repository.name,
    framework: row.frameworkId,
    alerts: world.alertsOf(row.id).map((a) => presentAlert(world, a)),
    related_alerts: world.relatedTo(row.id).map((a) => presentAlert(world, a)),
    status: row.status,
    bug_number: row.bugNumber,
    bug_status: row.bugStatus,
    bug_due_date: naiveIso(businessDaysAfter(row.created, 4)),
    bug_updated: iso(row.bugUpdated),
    issue_tracker: row.issueTracker,
    notes: row.notes,
    revision: push.revision,
    push_timestamp: push.time,
    prev_push_revision: prev.revision,
    original_prev_push_revision: world.push(row.originalPrevPushId).revision,
    assignee_username: row.assignee,
    assignee_email: emailOf(world, row.assignee),
    performance_tags: [...row.tags],
    duplicated_summaries: [...world.summaries.values()]
      .filter((s) => s.id !== row.id && s.pushId === row.pushId && s.frameworkId === row.frameworkId)
      .map((s) => ({ id: s.id, status: s.status })),
  };
}
