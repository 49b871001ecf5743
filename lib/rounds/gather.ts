import type { Alert, AlertSummary } from '@/lib/model/alert';
import {
  type AlertId,
  type JobId,
  type Label,
  type PushId,
  type Revision,
  type SignatureId,
  signatureId,
} from '@/lib/model/ids';
import { isOk, type Outcome, ok } from '@/lib/model/outcome';
import type { BuildState, LabelFact, PlanInput } from '@/lib/model/planInput';
import { type DataPoint, type Job, LABEL_CUT_AT, type Push } from '@/lib/model/push';
import type { RoundRules } from '@/lib/model/rules';
import type { TreeherderReads } from '@/lib/treeherder/publicReads';
import { backedOutPushes } from '@/lib/triage/backout';
import { openAlerts } from '@/lib/triage/openAlerts';
import { buildLabelOf } from '@/lib/triage/platformBuilds';
import { selectAlerts } from '@/lib/triage/selection';

/** Data is read this far to both sides of the push: room for two data-bearing revisions over a long weekend. */
const WINDOW_SECONDS = 7 * 24 * 60 * 60;
/** Series looked at: one per suite and platform. A summary with more has far more suites than a round can take. */
const MOST_CANDIDATES = 40;

/** What the plan knows of the world before anything live is asked: points, labels, push log and builds. */
export interface Gathered {
  readonly summary: AlertSummary;
  readonly points: ReadonlyMap<SignatureId, readonly DataPoint[]>;
  readonly labels: ReadonlyMap<SignatureId, LabelFact>;
  readonly pushes: readonly Push[];
  readonly builds: ReadonlyMap<string, ReadonlyMap<PushId, BuildState>>;
  readonly backedOut: ReadonlySet<PushId>;
}

/** What the rounds so far have asked for: it is judged, whatever has become of the alerts since. */
export interface AskedBefore {
  readonly alerts: ReadonlySet<AlertId>;
  readonly revisions: ReadonlySet<Revision>;
}
const NOTHING_ASKED: AskedBefore = { alerts: new Set(), revisions: new Set() };

/**
 * Reads what a plan needs, in 4 requests for a summary whose round stays on one platform: points of one series per
 * suite and platform, the jobs that name their labels, the push log between the outermost revisions, and the builds of
 * the platform that the round will take.
 */
export async function gather(
  treeherder: TreeherderReads,
  summary: AlertSummary,
  rules: RoundRules,
  frameworkName: string,
  now: number,
  asked: AskedBefore = NOTHING_ASKED,
  signal?: AbortSignal,
): Promise<Outcome<Gathered>> {
  const candidates = candidateAlerts(summary, asked.alerts);
  const nothing = nothingGathered(summary);
  if (candidates.length === 0) return ok(nothing);

  const data = await treeherder.dataPoints(
    summary.repository,
    candidates.map((a) => a.signature.id),
    summary.pushTime - WINDOW_SECONDS,
    Math.min(Math.floor(now / 1000) + 60, summary.pushTime + WINDOW_SECONDS),
    signal,
  );
  if (!isOk(data)) return data;
  const points = bySignature(data.value);
  const range = outermost(points, summary, rules.revisionsEachSide, asked.revisions);
  const [labels, pushes] = await Promise.all([
    readLabels(treeherder, summary, points, signal),
    treeherder.pushes(summary.repository, range.from, range.to, signal),
  ]);
  if (!isOk(labels)) return labels;
  if (!isOk(pushes)) return pushes;

  const known: Gathered = {
    ...nothing,
    points,
    labels: labels.value,
    pushes: pushes.value,
    backedOut: backedOutPushes(pushes.value),
  };
  const chosen = selectAlerts(inputOf(known, { frameworkName, rules })).chosen;
  const builds = await readBuilds(
    treeherder,
    [...new Set(chosen.map((c) => c.platform))],
    pushes.value,
    signal,
  );
  return isOk(builds) ? ok({ ...known, builds: builds.value }) : builds;
}

/** What is known before anything was read. */
export const nothingGathered = (summary: AlertSummary): Gathered => ({
  summary,
  points: new Map(),
  labels: new Map(),
  pushes: [],
  builds: new Map(),
  backedOut: new Set(),
});

type PlanChoices = Partial<Omit<PlanInput, keyof Gathered>> & Pick<PlanInput, 'frameworkName' | 'rules'>;

/** A complete input for the planner from what was gathered and what was chosen. */
export function inputOf(gathered: Gathered, choices: PlanChoices): PlanInput {
  return {
    roundNumber: 1,
    form: 'auto',
    runs: undefined,
    askedElsewhere: new Map(),
    dropped: new Set(),
    spend: { personJobs: 0, personDeviceJobs: 0, teamJobs: 0, summaryJobs: 0 },
    ...gathered,
    ...choices,
  };
}

/**
 * The alerts that rounds asked for, and one per suite and platform, the clearest step first: its series tells where the data and
 * the labels are.
 */
function candidateAlerts(summary: AlertSummary, asked: AskedBefore['alerts']): readonly Alert[] {
  const judged = [...summary.alerts, ...summary.relatedAlerts].filter((a) => asked.has(a.id));
  const best = new Map<string, Alert>();
  const clearness = (a: Alert) => (a.isRegression ? 1e6 : 0) + Math.abs(a.tValue ?? 0);
  for (const alert of openAlerts(summary)) {
    const key = JSON.stringify([alert.signature.suite, alert.signature.platform]);
    const known = best.get(key);
    if (!known || clearness(alert) > clearness(known)) best.set(key, alert);
  }
  const clearest = [...best.values()].sort((a, b) => clearness(b) - clearness(a));
  return [...new Set([...judged, ...clearest])].slice(0, MOST_CANDIDATES);
}

function bySignature(data: readonly DataPoint[]): Map<SignatureId, DataPoint[]> {
  const points = new Map<SignatureId, DataPoint[]>();
  for (const p of data) {
    const series = points.get(p.signatureId);
    if (series) series.push(p);
    else points.set(p.signatureId, [p]);
  }
  return points;
}

/**
 * The push range that holds `eachSide` data-bearing revisions of every series on both sides of the push, and all that earlier
 * rounds asked for: their backfills bring the next data-bearing revisions nearer.
 */
function outermost(
  points: ReadonlyMap<SignatureId, readonly DataPoint[]>,
  summary: AlertSummary,
  eachSide: number,
  asked: AskedBefore['revisions'],
) {
  let from = { revision: summary.prevRevision, time: summary.pushTime };
  let to = { revision: summary.revision, time: summary.pushTime };
  for (const series of points.values()) {
    const pushes = new Map(series.map((p) => [p.pushId, { revision: p.revision, time: p.pushTime }]));
    const sorted = [...pushes.values()].sort((a, b) => a.time - b.time);
    const before = sorted.filter((p) => p.time < summary.pushTime).at(-eachSide);
    // one more than needed, for a reassigned series may have no data on this very push
    const after = sorted.filter((p) => p.time >= summary.pushTime)[eachSide] ?? sorted.at(-1);
    for (const p of [before, after, ...sorted.filter((p) => asked.has(p.revision))]) {
      if (p && p.time < from.time) from = p;
      if (p && p.time > to.time) to = p;
    }
  }
  return { from: from.revision, to: to.revision };
}

/** The label behind a series is that of the job which gave its point nearest to the push. */
async function readLabels(
  treeherder: TreeherderReads,
  summary: AlertSummary,
  points: ReadonlyMap<SignatureId, readonly DataPoint[]>,
  signal: AbortSignal | undefined,
): Promise<Outcome<ReadonlyMap<SignatureId, LabelFact>>> {
  const jobOf = new Map<SignatureId, JobId>();
  for (const [id, series] of points) {
    let nearest: DataPoint | undefined;
    for (const p of series) {
      if (p.jobId === null) continue;
      const distance = Math.abs(p.pushTime - summary.pushTime);
      if (!nearest || distance < Math.abs(nearest.pushTime - summary.pushTime)) nearest = p;
    }
    if (nearest?.jobId) jobOf.set(id, nearest.jobId);
  }
  const jobs = jobOf.size > 0 ? await treeherder.jobsById([...jobOf.values()], signal) : ok([]);
  if (!isOk(jobs)) return jobs;
  const byId = new Map<JobId, Job>(jobs.value.map((j) => [j.id, j]));
  const labels = new Map<SignatureId, LabelFact>();
  for (const id of points.keys()) {
    const job = byId.get(jobOf.get(signatureId(id)) ?? (0 as JobId));
    labels.set(
      id,
      !job
        ? { kind: 'unknown' }
        : job.label.length >= LABEL_CUT_AT
          ? { kind: 'cut' }
          : { kind: 'known', label: job.label },
    );
  }
  return ok(labels);
}

/** States of the builds that tests of these platforms need, one request for each build and chunk of pushes. */
export async function readBuilds(
  treeherder: TreeherderReads,
  platforms: readonly string[],
  pushes: readonly Push[],
  signal: AbortSignal | undefined,
): Promise<Outcome<ReadonlyMap<string, ReadonlyMap<PushId, BuildState>>>> {
  const builds = new Map<string, ReadonlyMap<PushId, BuildState>>();
  const byLabel = new Map<string, ReadonlyMap<PushId, BuildState>>();
  for (const platform of platforms) {
    const label = buildLabelOf(platform);
    if (label === undefined || pushes.length === 0) continue;
    let states = byLabel.get(label);
    if (!states) {
      const jobs = await treeherder.jobsOnPushes(
        pushes.map((p) => p.id),
        { label: label as Label },
        signal,
      );
      if (!isOk(jobs)) return jobs;
      states = buildStates(pushes, jobs.value);
      byLabel.set(label, states);
    }
    builds.set(platform, states);
  }
  return ok(builds);
}

/** The best run counts: a build that failed once and then succeeded is there. */
function buildStates(pushes: readonly Push[], jobs: readonly Job[]): ReadonlyMap<PushId, BuildState> {
  const rank: readonly BuildState[] = ['absent', 'failed', 'building', 'built'];
  const states = new Map<PushId, BuildState>(pushes.map((p) => [p.id, 'absent']));
  for (const job of jobs) {
    // a cancelled or retried run says nothing about the build
    if (['usercancel', 'retry', 'superseded'].includes(job.result)) continue;
    const state: BuildState =
      job.state !== 'completed' ? 'building' : job.result === 'success' ? 'built' : 'failed';
    const known = states.get(job.pushId) ?? 'absent';
    if (rank.indexOf(state) > rank.indexOf(known)) states.set(job.pushId, state);
  }
  return states;
}
