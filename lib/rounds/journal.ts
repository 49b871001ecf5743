import * as z from 'zod/mini';
import type { Nonce, PushId, SummaryId } from '@/lib/model/ids';
import type { JournalRecord } from '@/lib/model/round';

/** One key per (summary, round, push) in `storage.local`: a record survives the tab, the background and the browser. */
export const JOURNAL_PREFIX = 'journal:';
export const journalKey = (r: Pick<JournalRecord, 'summaryId' | 'round'>, push: PushId) =>
  `${JOURNAL_PREFIX}${r.summaryId}:${r.round}:${push}`;

/** Records of rounds that ended this long ago are dropped: no hook answers for them any more. */
const KEPT_MS = 14 * 24 * 60 * 60 * 1000;

export interface KeyValueStorage {
  get(keys: string[] | null): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(keys: string[]): Promise<void>;
}

const at = { at: z.number() };
const JournalSchema = z.object({
  version: z.literal(1),
  summaryId: z.int(),
  round: z.int(),
  nonce: z.string(),
  request: z.object({
    pushId: z.int(),
    revision: z.string(),
    labels: z.array(z.object({ label: z.string(), times: z.int() })),
  }),
  root: z.string(),
  decisionTask: z.string(),
  hook: z.object({ groupId: z.string(), hookId: z.string() }),
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('planned'), ...at }),
    z.object({ kind: z.literal('leaving'), ...at }),
    z.object({ kind: z.literal('sent'), ...at, actionTask: z.string() }),
    z.object({ kind: z.literal('failed'), ...at, reason: z.string() }),
    z.object({ kind: z.literal('unclear'), ...at, reason: z.string() }),
  ]),
});

export interface Journal {
  /** Resolves when the records are stored; rejects when they could not be (then nothing may leave). */
  write(records: readonly JournalRecord[]): Promise<void>;
  /** All readable records of one summary, or of all. */
  read(summary?: SummaryId): Promise<readonly JournalRecord[]>;
  /** Those of one carried out round. */
  ofRound(summary: SummaryId, nonce: Nonce): Promise<readonly JournalRecord[]>;
  /** Drops records older than two weeks. @param now milliseconds since 1970 */
  dropOld(now: number): Promise<void>;
}

export function createJournal(storage: KeyValueStorage): Journal {
  const readAll = async (): Promise<JournalRecord[]> => {
    const records: JournalRecord[] = [];
    for (const [key, value] of Object.entries(await storage.get(null))) {
      if (!key.startsWith(JOURNAL_PREFIX)) continue;
      const parsed = z.safeParse(JournalSchema, value);
      // the brands are the compiler's alone: a parsed record has the very same shape
      if (parsed.success) records.push(parsed.data as unknown as JournalRecord);
    }
    return records;
  };
  const journal: Journal = {
    write: (records) =>
      storage.set(Object.fromEntries(records.map((r) => [journalKey(r, r.request.pushId), r]))),
    async read(summary) {
      const all = await readAll();
      return summary === undefined ? all : all.filter((r) => r.summaryId === summary);
    },
    ofRound: async (summary, nonce) => (await journal.read(summary)).filter((r) => r.nonce === nonce),
    async dropOld(now) {
      const old = (await readAll()).filter((r) => r.state.at < now - KEPT_MS);
      if (old.length > 0) await storage.remove(old.map((r) => journalKey(r, r.request.pushId)));
    },
  };
  return journal;
}
