import type { CancelRecord } from '@/lib/model/cancelling';
import type { Nonce, PushId, SummaryId } from '@/lib/model/ids';
import type { JournalRecord } from '@/lib/model/round';

/** One key per (summary, round, push) in `storage.local`: a record survives the tab, the background and the browser. */
export const JOURNAL_PREFIX = 'journal:';
/** Of one push of a round. */
export const journalKey = (r: Pick<JournalRecord, 'summaryId' | 'round'>, push: PushId) =>
  `${JOURNAL_PREFIX}${r.summaryId}:${r.round}:${push}`;

/** One key per (summary, round, task) that is to be cancelled. */
export const CANCEL_PREFIX = 'cancel:';
/** Of one task that a round is to lose. */
export const cancelKey = (r: Pick<CancelRecord, 'summaryId' | 'round' | 'taskId'>) =>
  `${CANCEL_PREFIX}${r.summaryId}:${r.round}:${r.taskId}`;

export interface KeyValueStorage {
  get(keys: string[] | null): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(keys: string[]): Promise<void>;
}

export interface Journal {
  /** Resolves when the records are stored; rejects when they could not be (then nothing may leave). */
  write(records: readonly JournalRecord[]): Promise<void>;
  /** The same for a request to cancel a task. */
  writeCancel(record: CancelRecord): Promise<void>;
  /** All readable records of one summary. */
  read(summary: SummaryId): Promise<readonly JournalRecord[]>;
  /** Those of one carried out round. */
  ofRound(summary: SummaryId, nonce: Nonce): Promise<readonly JournalRecord[]>;
}

/** @param read the records as the background reads them, with their schema */
export function createJournal(
  area: Pick<KeyValueStorage, 'set'>,
  read: (summary: SummaryId) => Promise<readonly JournalRecord[]>,
): Journal {
  return {
    write: (records) =>
      area.set(Object.fromEntries(records.map((r) => [journalKey(r, r.request.pushId), r]))),
    writeCancel: (record) => area.set({ [cancelKey(record)]: record }),
    read,
    ofRound: async (summary, nonce) => (await read(summary)).filter((r) => r.nonce === nonce),
  };
}
