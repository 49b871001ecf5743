import type { CallBackground } from '@/lib/messages/background';
import type { AlertSummary } from '@/lib/model/alert';
import type { SummaryId } from '@/lib/model/ids';
import { isOk, type Outcome, ok, type Problem, unclear } from '@/lib/model/outcome';
import { say } from '@/lib/model/say';
import type { SummaryStore } from '@/lib/store/summaryStore';
import type { ServerClock } from '@/lib/treeherder/serverClock';
import {
  type AlertFailure,
  type AlertPlan,
  type AlertsJudged,
  type AlertWish,
  type AlertWrite,
  askAboutAlerts,
} from './alertQuestions';
import { readAllFresh, readFresh } from './freshSummary';
import { halts } from './halts';
import { type LeaseHolder, leaseLost } from './leaseHolder';
import type { NotedTreeherder } from './notedTreeherder';

/** What every write of alerts and statuses needs; the deps of a desk are such. */
export interface AlertWriteDeps {
  readonly treeherder: Pick<NotedTreeherder, 'summary' | 'putAlert' | 'putSummary'>;
  readonly store: Pick<SummaryStore, 'ask' | 'put'>;
  readonly leases: LeaseHolder;
  readonly clock: Pick<ServerClock, 'now'>;
  readonly call: CallBackground;
}

/** How far a run is; all three count alerts. */
export interface WriteProgress {
  /** As wanted, those included that were so before. */
  readonly done: number;
  readonly total: number;
  readonly failed: number;
}

export interface RunOptions {
  readonly onProgress?: (progress: WriteProgress) => void;
  /** Ends the run between two alerts; what was written stays. */
  readonly signal?: AbortSignal;
}

export interface AlertsWritten extends AlertsJudged {
  /** The summaries as they were read before and after; after, one that could not be read is missing. */
  readonly before: readonly AlertSummary[];
  readonly after: readonly AlertSummary[];
}

/** After so many alerts in a row that the server did not take, the rest is not tried. */
const FAILURES_IN_A_ROW = 3;

const stopped = (): Problem => ({ kind: 'stopped', message: say('stopped before') });

export interface Run {
  readonly deps: AlertWriteDeps;
  readonly renew: () => Promise<boolean>;
  readonly signal: AbortSignal | undefined;
  readonly tally: Tally;
}

/**
 * Carries out the writes of one click, under the lease of its summaries: reads them afresh, has the writes planned, sends them,
 * reads back, and has it judged, with what an undo needs.
 * @returns not ok when nothing at all was written; `unclear` when it was not heard what became of it
 */
export async function carryOut(
  run: Run,
  ids: readonly SummaryId[],
  wish: AlertWish,
): Promise<Outcome<AlertsWritten>> {
  const { deps, tally } = run;
  const fresh = await readAllFresh(deps, ids, deps.clock.now);
  if (!isOk(fresh)) return fresh;
  const planned = await askAboutAlerts(deps.call, { kind: 'plan', wish, fresh: fresh.value });
  if (!isOk(planned)) return planned;
  const plan: AlertPlan = planned.value;
  tally.begin(plan);
  const failures = await sendWrites(run, plan.writes);
  // each by itself: one that cannot be read does not take the others with it
  const after: AlertSummary[] = [];
  for (const id of plan.writes.length > 0 ? ids : []) {
    const back = await readFresh(deps, id, deps.clock.now);
    if (isOk(back)) after.push(back.value);
  }
  const before = fresh.value;
  const judged = await askAboutAlerts(deps.call, { kind: 'judge', wish, plan, before, after, failures });
  return isOk(judged)
    ? ok({ ...judged.value, before, after: plan.writes.length > 0 ? after : before })
    : notHeard(judged);
}

/** Alerts were written, and then the background was gone: that is not the same as nothing written. */
export const notHeard = <N extends Exclude<Outcome<never>, { kind: 'ok' }>>(judged: N) =>
  judged.problem.kind === 'orphaned' || judged.problem.kind === 'internal'
    ? unclear({
        ...judged.problem,
        message: say('maybe written', judged.problem.message),
      })
    : judged;

/**
 * Writes alert after alert, strictly one at a time: parallel writes leave a wrong status (treeherder-api 6.3). An unclear
 * answer is not repeated; the summary is read again and decides.
 * @returns alerts whose write was not seen to work or not tried, and why
 */
async function sendWrites(run: Run, writes: readonly AlertWrite[]): Promise<readonly AlertFailure[]> {
  const failures: AlertFailure[] = [];
  let halted: Problem | null = null;
  let inARow = 0;
  for (const { alert, fields } of writes) {
    if (run.signal?.aborted) halted ??= stopped();
    if (!halted && !(await run.renew())) halted = leaseLost();
    if (halted) {
      failures.push({ alert: alert.id, problem: halted });
      continue;
    }
    const problem = await writeOne(run.deps, { alert, fields });
    if (problem) failures.push({ alert: alert.id, problem });
    inARow = problem ? inARow + 1 : 0;
    if (problem && (halts(problem) || inARow === FAILURES_IN_A_ROW)) halted = problem;
    run.tally.onEach(problem === null);
  }
  return failures;
}

/** @returns null when the server has it */
async function writeOne(deps: AlertWriteDeps, { alert, fields }: AlertWrite): Promise<Problem | null> {
  const written = await deps.treeherder.putAlert(alert.id, fields);
  if (isOk(written)) return null;
  if (written.kind === 'refused') return written.problem;
  const back = await readFresh(deps, alert.summaryId, deps.clock.now);
  const now = isOk(back) && back.value.alerts.find((a) => a.id === alert.id);
  const { status, relatedSummaryId, starred } = { ...now, ...fields };
  return now && now.status === status && now.relatedSummaryId === relatedSummaryId && now.starred === starred
    ? null
    : written.problem;
}

export interface Tally {
  /** Counts the alerts that were so before. */
  begin(plan: AlertPlan): void;
  onEach(worked: boolean): void;
  /** What is missing up to this many alerts was refused as a whole. */
  refuseUpTo(count: number): void;
}

/**
 * Counts over all alerts of a run, and tells after each.
 * @param total null when it is what the plan holds
 */
export function createTally(total: number | null, onProgress: RunOptions['onProgress']): Tally {
  let [done, failures] = [0, 0];
  let all = total ?? 0;
  const add = (more: { readonly done?: number; readonly failed?: number }) => {
    done += more.done ?? 0;
    failures += more.failed ?? 0;
    onProgress?.({ done, total: all, failed: failures });
  };
  return {
    begin({ there, writes }) {
      if (total === null) all = there.length + writes.length;
      add({ done: there.length });
    },
    onEach: (worked) => add(worked ? { done: 1 } : { failed: 1 }),
    refuseUpTo: (count) => add({ failed: Math.max(0, count - done - failures) }),
  };
}
