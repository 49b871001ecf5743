import type { Instant, PushId } from '@/lib/model/ids';
import type { Problem } from '@/lib/model/outcome';
import type { ExpectedPoints, JournalRecord, Receipt } from '@/lib/model/round';
import { say } from '@/lib/model/say';
import type { RenderedTrigger } from '@/lib/taskcluster/renderTrigger';

/** One push's request, and how to send it. */
export interface PushTrigger {
  readonly record: JournalRecord;
  readonly trigger: RenderedTrigger;
}

/** The same with what the round should bring on each push, for whoever watches for its data. */
export function withExpected(
  prepared: Prepared,
  expected: (push: PushId) => readonly ExpectedPoints[],
): Prepared {
  const filled = (record: JournalRecord): JournalRecord => {
    const expects = expected(record.request.pushId);
    return expects.length > 0 ? { ...record, expects } : record;
  };
  return {
    triggers: prepared.triggers.map((t) => ({ ...t, record: filled(t.record) })),
    settled: prepared.settled.map(filled),
  };
}

/** What earlier records of the same pushes know beside the request. */
export function carriedOver(prepared: Prepared, earlier: readonly JournalRecord[]): Prepared {
  const filled = (record: JournalRecord): JournalRecord => {
    const { leftOut, expects } = earlier.find((r) => r.request.pushId === record.request.pushId) ?? {};
    return { ...(leftOut !== undefined && { leftOut }), ...(expects && { expects }), ...record };
  };
  return {
    triggers: prepared.triggers.map((t) => ({ ...t, record: filled(t.record) })),
    settled: prepared.settled.map(filled),
  };
}

/** Nothing failed, is unclear, or was left out of a push. */
export const isWhole = (receipts: readonly Receipt[]) =>
  receipts.every((r) => r.kind === 'sent' && r.leftOut === undefined);

/** Jobs that a record's request asks for. */
export const jobsOf = (record: Pick<JournalRecord, 'request'>) =>
  record.request.labels.reduce((sum, l) => sum + l.times, 0);

/** What a round's requests have come to before the first post. */
export interface Prepared {
  /** In the order of sending. */
  readonly triggers: readonly PushTrigger[];
  /** Pushes that need no trigger: asked already, or not to be asked, with the reason. All are journaled, to be resumed. */
  readonly settled: readonly JournalRecord[];
}

/** What happened, with the server's own words behind it. */
export const sentence = (p: Problem) => (p.detail ? `${p.message} (${p.detail})` : p.message);

/**
 * The record of a push that was not sent (now). One that had left before with an unclear end stays unclear, with its time: a
 * later look must reach back that far.
 */
export function failedRecord(record: JournalRecord, at: Instant, problem: Problem): JournalRecord {
  const reason = sentence(problem);
  const { state } = record;
  if (state.kind === 'leaving' || state.kind === 'unclear') {
    return { ...record, state: { kind: 'unclear', at: state.at, reason } };
  }
  return { ...record, state: { kind: 'failed', at, reason, problem: problem.kind } };
}

/** What the sheriff sees of a record: one receipt a push. */
export function receiptOf(record: JournalRecord): Receipt {
  const { state, leftOut } = record;
  const common = {
    pushId: record.request.pushId,
    revision: record.request.revision,
    jobs: jobsOf(record),
  };
  switch (state.kind) {
    case 'sent':
      return {
        ...common,
        kind: 'sent',
        actionTask: state.actionTask,
        ...(leftOut !== undefined && { leftOut }),
      };
    case 'failed':
      return {
        ...common,
        kind: 'failed',
        reason: state.reason,
        ...(state.problem && { problem: state.problem }),
      };
    case 'planned':
      return { ...common, kind: 'failed', reason: say('broke off') };
    case 'leaving':
      return {
        ...common,
        kind: 'unclear',
        reason: say('tab closed'),
      };
    case 'unclear':
      return { ...common, kind: 'unclear', reason: state.reason };
  }
}
