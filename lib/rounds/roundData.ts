import type { Alert, AlertSummary } from '@/lib/model/alert';
import type { AlertId, Instant, Label, PushId, SignatureId } from '@/lib/model/ids';
import { isOk, type Outcome, ok } from '@/lib/model/outcome';
import type { DataPoint, Job } from '@/lib/model/push';
import type { JournalRecord } from '@/lib/model/round';
import type { TreeherderReads } from '@/lib/treeherder/publicReads';
import { buildLabelOf } from '@/lib/triage/platformBuilds';
import {
  describeRoundEnd,
  type PlannedRuns,
  type RoundEnd,
  roundEnd,
  type SeenRuns,
} from '@/lib/triage/roundEnd';
import { LOST_RESULTS } from './runs';

type Reads = Pick<TreeherderReads, 'dataPoints' | 'jobsOnPushes'>;

/** Data is read this far to both sides of a summary's push, as for a plan. */
const WINDOW_SECONDS = 7 * 24 * 60 * 60;
const OPEN_STATES: readonly string[] = ['unscheduled', 'pending', 'running'];

/** A round that this browser sent, with its summary as it is now. */
export interface SentRound {
  readonly summary: AlertSummary;
  /** Its journal: only what has left, or may have. */
  readonly records: readonly JournalRecord[];
}

/** One label on one push that the round waits for. */
interface Cell extends PlannedRuns {
  readonly alert: Alert;
  readonly record: JournalRecord;
}

/** When the last trigger of the round left. */
export const lastSentAt = (records: readonly JournalRecord[]): number =>
  Math.max(...records.map((r) => r.state.at));

/** Records of pushes that were asked, or may have been. */
export const hasLeft = ({ state }: JournalRecord) => state.kind !== 'planned' && state.kind !== 'failed';

/** Points of all the rounds' series: one request for each repository and 150 series. */
export async function readRoundPoints(
  reads: Reads,
  rounds: readonly SentRound[],
  now: Instant,
): Promise<Outcome<readonly DataPoint[]>> {
  const points: DataPoint[] = [];
  for (const [repository, here] of Map.groupBy(rounds, (r) => r.summary.repository)) {
    const signatures = new Set(here.flatMap((r) => cellsOf(r).map((c) => c.alert.signature.id)));
    if (signatures.size === 0) continue;
    const times = here.map((r) => r.summary.pushTime);
    const answer = await reads.dataPoints(
      repository,
      [...signatures],
      Math.min(...times) - WINDOW_SECONDS,
      Math.min(Math.floor(now / 1000) + 60, Math.max(...times) + WINDOW_SECONDS),
    );
    if (!isOk(answer)) return answer;
    points.push(...answer.value);
  }
  return ok(points);
}

/** Where a round stands by its points alone: nothing that is missing is taken for lost before the deadline. */
export function endByPoints(round: SentRound, points: readonly DataPoint[], now: Instant): RoundEnd {
  const cells = cellsOf(round);
  const seen = (push: PushId, label: Label): SeenRuns | undefined => {
    const cell = cells.find((c) => c.pushId === push && c.label === label);
    return cell && { points: countOf(cell, points), coming: cell.want, promised: 0, failed: 0 };
  };
  return roundEnd(cells, seen, now - lastSentAt(round.records));
}

/**
 * Where a round stands by its points and its jobs: one request for each label, one for the action tasks, and one for each build
 * that jobs wait for.
 */
export async function endByJobs(
  reads: Reads,
  round: SentRound,
  points: readonly DataPoint[],
  now: Instant,
): Promise<Outcome<RoundEnd>> {
  const cells = cellsOf(round);
  const pushes = [...new Set(cells.map((c) => c.pushId))];
  if (pushes.length === 0) return ok(endByPoints(round, points, now));
  const actions = await reads.jobsOnPushes(pushes, { groupSymbol: 'AC' });
  if (!isOk(actions)) return actions;
  const openActions = new Set(actions.value.filter(isOpen).map((j) => j.taskId));
  const jobsOf = new Map<Label, readonly Job[]>();
  for (const label of new Set(cells.map((c) => c.label))) {
    const jobs = await reads.jobsOnPushes(pushes, { label });
    if (!isOk(jobs)) return jobs;
    jobsOf.set(label, jobs.value);
  }
  const jobsAt = (c: Cell) => (jobsOf.get(c.label) ?? []).filter((j) => j.pushId === c.pushId);
  const blocked = await failedBuilds(
    reads,
    cells.filter((c) => jobsAt(c).some((j) => j.state === 'unscheduled')),
  );
  if (!isOk(blocked)) return blocked;

  const seen = (push: PushId, label: Label): SeenRuns | undefined => {
    const cell = cells.find((c) => c.pushId === push && c.label === label);
    if (!cell) return undefined;
    const jobs = jobsAt(cell);
    const here = points.filter((p) => isOf(p, cell));
    const delivered = new Set(here.map((p) => p.jobId));
    const done = jobs.filter((j) => !isOpen(j));
    const late = done.filter((j) => j.result === 'success' && !delivered.has(j.id)).length;
    const unnamed = here.filter((p) => p.jobId === null).length;
    const { state, request } = cell.record;
    const isAsked = state.kind === 'sent' && openActions.has(state.actionTask);
    return {
      points: here.length,
      coming: jobs.filter(isOpen).length + Math.max(0, late - unnamed),
      promised: isAsked ? (request.labels.find((l) => l.label === label)?.times ?? 0) : 0,
      failed: done.filter((j) => LOST_RESULTS.includes(j.result)).length,
      buildFailed: blocked.value.has(`${buildLabelOf(cell.alert.signature.platform)} ${push}`),
    };
  };
  return ok(roundEnd(cells, seen, now - lastSentAt(round.records)));
}

/** '20 of 20 points', with what is missing for good. */
export function roundEndInWords(round: SentRound, end: RoundEnd): string {
  const cells = cellsOf(round);
  return describeRoundEnd(end, {
    ofLabel: (label) => cells.find((c) => c.label === label)?.alert.signature.suite ?? label,
    ofPush: (id) => round.records.find((r) => r.request.pushId === id)?.request.revision,
  });
}

/** '<build label> <push>' of builds that failed and are not being made again. */
async function failedBuilds(reads: Reads, cells: readonly Cell[]): Promise<Outcome<ReadonlySet<string>>> {
  const failedOnes = new Set<string>();
  for (const [build, here] of Map.groupBy(cells, (c) => buildLabelOf(c.alert.signature.platform))) {
    if (build === undefined) continue;
    const pushes = [...new Set(here.map((c) => c.pushId))];
    const jobs = await reads.jobsOnPushes(pushes, { label: build as Label });
    if (!isOk(jobs)) return jobs;
    for (const push of pushes) {
      const builds = jobs.value.filter((j) => j.pushId === push);
      const isThere = builds.some((j) => isOpen(j) || j.result === 'success');
      if (builds.length > 0 && !isThere) failedOnes.add(`${build} ${push}`);
    }
  }
  return ok(failedOnes);
}

/** What the round waits for; labels that a push could not be asked for are none of it. */
function cellsOf({ summary, records }: SentRound): readonly Cell[] {
  const alerts = new Map<AlertId, Alert>([...summary.alerts, ...summary.relatedAlerts].map((a) => [a.id, a]));
  return records.flatMap((record) =>
    (record.expects ?? []).flatMap(({ alertId, label, points }) => {
      const alert = alerts.get(alertId);
      const isAsked = record.request.labels.some((l) => l.label === label);
      return alert && isAsked ? [{ alert, record, label, pushId: record.request.pushId, want: points }] : [];
    }),
  );
}

const isOpen = (job: Job) => OPEN_STATES.includes(job.state);
const isOf = (p: DataPoint, { alert, pushId }: Cell) =>
  p.pushId === pushId && p.signatureId === (alert.signature.id as SignatureId);
const countOf = (cell: Cell, points: readonly DataPoint[]) => points.filter((p) => isOf(p, cell)).length;
