import type { Nonce, PushId, SummaryId } from '@/lib/model/ids';
import type { JournalRecord } from '@/lib/model/round';

/** One key per (summary, round, push) in `storage.local`: a record survives the tab, the background and the browser. */
export const JOURNAL_PREFIX = 'journal:';
export const journalKey = (r: Pick<JournalRecord, 'summaryId' | 'round'>, push: PushId) =>
  `${JOURNAL_PREFIX}${r.summaryId}:${r.round}:${push}`;

export interface KeyValueStorage {
  get(keys: string[] | null): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(keys: string[]): Promise<void>;
}

export interface Journal {
  /** Resolves when the records are stored; rejects when they could not be (then nothing may leave). */
  write(records: readonly JournalRecord[]): Promise<void>;
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
    read,
    ofRound: async (summary, nonce) => (await read(summary)).filter((r) => r.nonce === nonce),
  };
}
