import type { AlertId } from '@/lib/model/ids';
import { alertId, type Revision, revision, summaryId } from '@/lib/model/ids';
import { DEFAULT_PAIRS } from '@/lib/model/pairs';
import { backedOutChangesets, type SeriesAlert } from '@/lib/triage/backout';
import type { ComparedAlert } from '@/lib/triage/candidateIndex';
import { type Containment, type DownstreamAnswer, suggestDownstream } from '@/lib/triage/downstream';
import { KEPT_COMMITS } from '../sandbox/records.ts';
import type { SandboxTab } from '../sandbox/tab.ts';
import { get } from './asking.ts';

interface PushAnswer {
  readonly id: number;
  readonly revision: string;
  readonly push_timestamp: number;
  readonly revision_count: number;
  readonly revisions: readonly { readonly revision: string; readonly comments: string }[];
}

interface AlertAnswer {
  readonly id: number;
  readonly status: number;
  readonly is_regression: boolean;
  readonly amount_pct: number;
  readonly prev_value: number;
  readonly new_value: number;
  readonly series_signature: {
    readonly id: number;
    readonly signature_hash: string;
    readonly suite: string;
    readonly test: string;
    readonly machine_platform: string;
  };
}

export interface SummaryAnswer {
  readonly id: number;
  readonly repository: string;
  readonly framework: number;
  readonly status: number;
  readonly push_id: number;
  readonly prev_push_id: number;
  readonly revision: string;
  readonly prev_push_revision: string;
  readonly push_timestamp: number;
  readonly alerts: readonly AlertAnswer[];
}

/** Alert statuses of candidates that prove nothing. */
const INVALID = 3;
const INFRA = 5;

const PAGE = 100;

/** Every summary of a framework that the API shows, page by page. */
export async function readSummaries(tab: SandboxTab, framework: number): Promise<readonly SummaryAnswer[]> {
  const found: SummaryAnswer[] = [];
  for (let page = 1; ; page++) {
    const path = `/api/performance/alertsummary/?framework=${framework}&limit=${PAGE}&page=${page}`;
    const answer = await get(tab, path);
    found.push(...answer.results);
    if (answer.next === null) return found;
  }
}

const comparedAlerts = (summary: SummaryAnswer): readonly ComparedAlert[] =>
  summary.alerts.map((alert) => ({
    alertId: alertId(alert.id),
    summaryId: summaryId(summary.id),
    repository: summary.repository,
    framework: summary.framework,
    signatureHash: alert.series_signature.signature_hash,
    suite: alert.series_signature.suite,
    test: alert.series_signature.test,
    platform: alert.series_signature.machine_platform,
    isRegression: alert.is_regression,
    amountPct: alert.amount_pct,
    prevValue: alert.prev_value,
    newValue: alert.new_value,
    pushTime: summary.push_timestamp,
    revision: revision(summary.revision),
  }));

/** Pushes of the summary's range: after the older end, up to the younger one. */
async function readRange(tab: SandboxTab, summary: SummaryAnswer): Promise<readonly PushAnswer[]> {
  const { results } = await get(
    tab,
    `/api/project/${summary.repository}/push/?fromchange=${summary.prev_push_revision}&tochange=${summary.revision}&count=1000`,
  );
  return results.filter((p: PushAnswer) => p.id !== summary.prev_push_id);
}

async function askContainment(
  tab: SandboxTab,
  summary: SummaryAnswer,
  upstream: Revision,
): Promise<Containment> {
  const { results } = await get(tab, `/api/project/${summary.repository}/push/?commit_revision=${upstream}`);
  const isInRange = ({ id }: PushAnswer) => id > summary.prev_push_id && id <= summary.push_id;
  if (results.some(isInRange)) return 'contained';
  const range = await readRange(tab, summary);
  return range.some((p) => p.revision_count >= KEPT_COMMITS) ? 'unknown' : 'not contained';
}

async function askData(tab: SandboxTab, repository: string, hash: string, from: number, to: number) {
  const date = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19);
  const answer = await get(
    tab,
    `/api/project/${repository}/performance/data/?signatures=${hash}&start_date=${date(from)}&end_date=${date(to)}`,
  );
  return (answer[hash] ?? []).length > 0 ? ('data' as const) : ('no data' as const);
}

/** What the shipped rule says of all alerts, after every question that it has was put to the API. */
export async function suggestAll(
  tab: SandboxTab,
  summaries: readonly SummaryAnswer[],
): Promise<ReadonlyMap<AlertId, DownstreamAnswer>> {
  const byId = new Map(summaries.map((s) => [s.id, s]));
  const alerts = summaries.flatMap(comparedAlerts);
  const useless = new Set(
    summaries.flatMap((s) =>
      s.alerts.filter((a) => a.status === INVALID || a.status === INFRA).map((a) => a.id),
    ),
  );
  const candidates = alerts.filter((a) => !useless.has(a.alertId));
  const contained = new Map<string, Containment>();
  const data = new Map<string, 'data' | 'no data'>();
  const containmentKey = (a: ComparedAlert, r: Revision) => `${a.summaryId} ${r}`;
  const dataKey = (a: ComparedAlert, repository: string, from: number, to: number) =>
    [a.signatureHash, repository, from, to].join(' ');
  const questions = new Map<string, () => Promise<void>>();
  const ask = () =>
    suggestDownstream({
      alerts,
      candidates,
      pairs: DEFAULT_PAIRS,
      containment: (alert, upstream) => {
        const key = containmentKey(alert, upstream);
        const summary = byId.get(alert.summaryId);
        if (summary && !contained.has(key)) {
          questions.set(key, async () => {
            contained.set(key, await askContainment(tab, summary, upstream));
          });
        }
        return contained.get(key) ?? 'unknown';
      },
      dataOn: (alert, repository, from, to) => {
        const key = dataKey(alert, repository, from, to);
        if (!data.has(key)) {
          questions.set(key, async () => {
            data.set(key, await askData(tab, repository, alert.signatureHash, from, to));
          });
        }
        return data.get(key) ?? 'unknown';
      },
    });
  ask();
  for (const question of questions.values()) await question();
  return ask();
}

/** Alerts of a branch with what tells of their backout, read from their push ranges. */
export async function readSeriesAlerts(
  tab: SandboxTab,
  summaries: readonly SummaryAnswer[],
): Promise<readonly SeriesAlert[]> {
  const found: SeriesAlert[] = [];
  for (const summary of summaries) {
    const range = await readRange(tab, summary);
    const commits = range.flatMap((p) => p.revisions);
    for (const alert of comparedAlerts(summary)) {
      found.push({
        ...alert,
        backedOut: false,
        changesets: commits.map((c) => c.revision),
        backsOut: backedOutChangesets(commits.map((c) => ({ message: c.comments }))),
      });
    }
  }
  return found;
}

/** How many values on each side of a step are looked at. */
const VALUES_BEFORE = 6;
const VALUES_AFTER = 4;

/** Means of a series' measured values before a summary's push range and from its push on. */
export async function readLevels(
  tab: SandboxTab,
  summary: SummaryAnswer,
  signature: number,
): Promise<{ readonly before: number; readonly after: number }> {
  const [series] = await get(
    tab,
    `/api/performance/summary/?repository=${summary.repository}&signature=${signature}&interval=5184000&all_data=true`,
  );
  const points: readonly { push_id: number; value: number }[] = series.data;
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  return {
    before: mean(
      points
        .filter((p) => p.push_id <= summary.prev_push_id)
        .slice(-VALUES_BEFORE)
        .map((p) => p.value),
    ),
    after: mean(
      points
        .filter((p) => p.push_id >= summary.push_id)
        .slice(0, VALUES_AFTER)
        .map((p) => p.value),
    ),
  };
}
