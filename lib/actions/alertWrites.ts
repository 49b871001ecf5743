import type { AlertSummary } from '@/lib/model/alert';
import type { AlertSnapshot, AlertState } from '@/lib/model/alertSnapshot';
import type { AlertId, SummaryId } from '@/lib/model/ids';
import {
  failed,
  isOk,
  type NotOk,
  type Outcome,
  ok,
  type Problem,
  refused,
  unclear,
} from '@/lib/model/outcome';
import type { SummaryStore } from '@/lib/store/summaryStore';
import type { ServerClock } from '@/lib/treeherder/serverClock';
import type { AlertFields } from '@/lib/treeherder/session';
import { foresee } from '@/lib/triage/foreseenStatus';
import { holds, snapshotOf, statesOf, withFields } from './alertSnapshots';
import type { LeaseHolder } from './leaseHolder';
import type { NotedTreeherder } from './notedTreeherder';

/** What every write of alerts and statuses needs; the deps of `act` are such. */
export interface AlertWriteDeps {
  readonly treeherder: Pick<NotedTreeherder, 'summary' | 'putAlert' | 'putSummary'>;
  readonly store: Pick<SummaryStore, 'put'>;
  readonly leases: LeaseHolder;
  readonly clock: Pick<ServerClock, 'now'>;
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

export interface AlertWrite {
  /** As it stands before. */
  readonly alert: AlertState;
  readonly fields: AlertFields;
}

/** What became of a run of writes. Anything may have been written, and be here to be taken back. */
export interface AlertsWritten {
  /** As wanted now, those included that were so before. */
  readonly done: readonly AlertId[];
  readonly notDone: readonly { readonly alert: AlertId; readonly problem: Problem }[];
  /** The summaries as they were read before and after; after, one that could not be read is missing. */
  readonly before: readonly AlertSummary[];
  readonly after: readonly AlertSummary[];
  /** Takes back what was written; null when nothing was. */
  readonly undo: AlertSnapshot | null;
  /** What was and was not done, for people. */
  readonly sentence: string;
}

/** After so many alerts in a row that the server did not take, the rest is not tried. */
const FAILURES_IN_A_ROW = 3;

/** Trouble that the next alert would meet as well. */
const HALTING: readonly Problem['kind'][] = [
  'not logged in',
  'not staff',
  'csrf',
  'rate limited',
  'lease taken',
  'stopped',
  'orphaned',
];
export const halts = (problem: Problem) => HALTING.includes(problem.kind);

export const leaseLost: Problem = {
  kind: 'lease taken',
  message: 'This tab lost its turn on the alert summaries. Nothing more was written; try again.',
};
const stopped: Problem = { kind: 'stopped', message: 'Stopped before this alert.' };

/** Reads the summaries afresh, one after another, and puts them into the store. */
export async function readFresh(
  deps: AlertWriteDeps,
  ids: readonly SummaryId[],
): Promise<Outcome<readonly AlertSummary[]>> {
  const summaries: AlertSummary[] = [];
  for (const id of ids) {
    const fresh = await deps.treeherder.summary(id);
    if (!isOk(fresh)) return fresh;
    deps.store.put(fresh.value, deps.clock.now());
    summaries.push(fresh.value);
  }
  return ok(summaries);
}

/**
 * Writes alert after alert, strictly one at a time: parallel writes leave a wrong status (treeherder-api 6.3). An unclear
 * answer is not repeated; the summary is read again and decides.
 * @param onEach told after each alert that was tried
 * @returns alerts whose write was not seen to work or not tried, and why
 */
async function sendWrites(
  deps: AlertWriteDeps,
  writes: readonly AlertWrite[],
  renew: () => Promise<boolean>,
  signal: AbortSignal | undefined,
  onEach: (worked: boolean) => void,
): Promise<ReadonlyMap<AlertId, Problem>> {
  const failures = new Map<AlertId, Problem>();
  let halted: Problem | null = null;
  let inARow = 0;
  for (const { alert, fields } of writes) {
    if (signal?.aborted) halted ??= stopped;
    if (!halted && !(await renew())) halted = leaseLost;
    if (halted) {
      failures.set(alert.id, halted);
      continue;
    }
    const problem = await writeOne(deps, { alert, fields });
    if (problem) failures.set(alert.id, problem);
    inARow = problem ? inARow + 1 : 0;
    if (problem && (halts(problem) || inARow === FAILURES_IN_A_ROW)) halted = problem;
    onEach(problem === null);
  }
  return failures;
}

/** @returns null when the server has it */
async function writeOne(deps: AlertWriteDeps, { alert, fields }: AlertWrite): Promise<Problem | null> {
  const written = await deps.treeherder.putAlert(alert.id, fields);
  if (isOk(written)) return null;
  if (written.kind === 'refused') return written.problem;
  const back = await readFresh(deps, [alert.summaryId]);
  const now = isOk(back) ? statesOf(back.value).get(alert.id) : undefined;
  return now && holds(now, fields) ? null : written.problem;
}

export interface Run {
  readonly deps: AlertWriteDeps;
  readonly renew: () => Promise<boolean>;
  readonly signal: AbortSignal | undefined;
  readonly onEach: (worked: boolean) => void;
}

/**
 * Carries out the writes of one click: sends them, reads the summaries back, compares, and keeps what an undo needs.
 * @param before the summaries, read afresh under their leases
 * @param there alerts that are as wanted already
 * @param what how the sentence names it: "marked downstream of #51000"
 * @returns not ok when nothing at all was written
 */
export async function carryOut(
  { deps, renew, signal, onEach }: Run,
  before: readonly AlertSummary[],
  there: readonly AlertId[],
  writes: readonly AlertWrite[],
  what: string,
): Promise<Outcome<AlertsWritten>> {
  const sent = await sendWrites(deps, writes, renew, signal, onEach);
  // each by itself: one that cannot be read does not take the others with it
  const after: AlertSummary[] = [];
  for (const { id } of writes.length > 0 ? before : []) {
    const back = await readFresh(deps, [id]);
    if (isOk(back)) after.push(...back.value);
  }
  const found = statesOf(after);
  const failures = new Map<AlertId, Problem>();
  const worked: AlertWrite[] = [];
  for (const write of writes) {
    const { id } = write.alert;
    const now = found.get(id);
    const failure = sent.get(id);
    if (now ? holds(now, write.fields) : !failure) worked.push(write);
    else failures.set(id, failure ?? changedMeanwhile(id));
  }
  const [first] = failures.values();
  if (first && worked.length === 0 && there.length === 0) {
    return notOk(
      first,
      writes.every((w) => found.has(w.alert.id)),
    );
  }
  const done = [...there, ...worked.map((w) => w.alert.id)].sort((a, b) => a - b);
  return ok({
    done,
    notDone: [...failures].map(([alert, problem]) => ({ alert, problem })),
    before,
    after: writes.length > 0 ? after : before,
    undo:
      worked.length === 0
        ? null
        : snapshotOf(
            before,
            after,
            new Map(worked.map((w) => [w.alert.id, withFields(w.alert, w.fields)])),
            changedBy(before, worked, found),
          ),
    sentence: sentenceOf(done.length, failures, what),
  });
}

/** With these the server did nothing, or was not asked. */
const CERTAIN: readonly Problem['kind'][] = [...HALTING, 'bad request', 'not found'];

/** @param isSeen the alerts were read back, and are as they were */
const notOk = (problem: Problem, isSeen: boolean): NotOk =>
  CERTAIN.includes(problem.kind) ? refused(problem) : isSeen ? failed(problem) : unclear(problem);

const changedMeanwhile = (id: AlertId): Problem => ({
  kind: 'alerts changed',
  message: `Alert ${id} was written, but somebody else changed it at the same moment.`,
});

/** The written alerts, and those that the server set back because of them; what else changed meanwhile is not ours. */
function changedBy(
  before: readonly AlertSummary[],
  worked: readonly AlertWrite[],
  found: ReadonlyMap<AlertId, AlertState>,
): readonly AlertId[] {
  const foreseen = foresee(
    before,
    worked.flatMap(({ alert, fields: { status, relatedSummaryId } }) =>
      status === undefined || relatedSummaryId === undefined
        ? []
        : [{ kind: 'alert', id: alert.id, status, relatedSummaryId }],
    ),
  );
  const setBack = [...foreseen.values()].flatMap((f) => f.setBack);
  return [...worked.map((w) => w.alert.id), ...setBack.filter((id) => found.get(id)?.status === 'untriaged')];
}

function sentenceOf(done: number, failures: ReadonlyMap<AlertId, Problem>, what: string): string {
  const total = done + failures.size;
  const alerts = total === 1 ? '1 alert' : `${total} alerts`;
  if (failures.size === 0) return `${alerts} ${what}.`;
  const reasons = [...new Set([...failures.values()].map((p) => p.message))];
  return `${done} of ${alerts} ${what}. Not done: ${[...failures.keys()].join(', ')}. ${reasons.join(' ')}`;
}

export interface Tally {
  /** Alerts that were so before. */
  there(count: number): void;
  onEach(worked: boolean): void;
  /** What is missing up to this many alerts was refused as a whole. */
  refuseUpTo(count: number): void;
}

/** Counts over all alerts of a run, and tells after each. */
export function createTally(total: number, onProgress: RunOptions['onProgress']): Tally {
  let [done, failures] = [0, 0];
  const add = (more: { readonly done?: number; readonly failed?: number }) => {
    done += more.done ?? 0;
    failures += more.failed ?? 0;
    onProgress?.({ done, total, failed: failures });
  };
  return {
    there: (count) => add({ done: count }),
    onEach: (worked) => add(worked ? { done: 1 } : { failed: 1 }),
    refuseUpTo: (count) => add({ failed: Math.max(0, count - done - failures) }),
  };
}
