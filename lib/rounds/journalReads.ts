import * as z from 'zod/mini';
import { fromMessage } from '@/lib/messages/records';
import type { CancelRecord } from '@/lib/model/cancelling';
import type { SummaryId } from '@/lib/model/ids';
import type { JournalRecord } from '@/lib/model/round';
import { CANCEL_PREFIX, cancelKey, JOURNAL_PREFIX, journalKey, type KeyValueStorage } from './journal';

/** Records of rounds that ended this long ago are dropped: no hook answers for them any more. */
const KEPT_MS = 14 * 24 * 60 * 60 * 1000;

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
  leftOut: z.optional(z.string()),
  expects: z.optional(z.array(z.object({ alertId: z.int(), label: z.string(), points: z.int() }))),
  root: z.string(),
  decisionTask: z.nullable(z.string()),
  hook: z.nullable(z.object({ groupId: z.string(), hookId: z.string() })),
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('planned'), ...at }),
    z.object({ kind: z.literal('leaving'), ...at }),
    z.object({ kind: z.literal('sent'), ...at, actionTask: z.string() }),
    z.object({ kind: z.literal('failed'), ...at, reason: z.string(), problem: z.optional(z.string()) }),
    z.object({ kind: z.literal('unclear'), ...at, reason: z.string() }),
  ]),
});

const CancelSchema = z.object({
  version: z.literal(1),
  summaryId: z.int(),
  round: z.int(),
  nonce: z.string(),
  taskId: z.string(),
  state: z.enum(['leaving', 'asked', 'failed', 'unclear']),
  ...at,
});

/** All values under a prefix that can be understood; the others are left alone and not reported. */
async function readAll<T>(area: KeyValueStorage, prefix: string, schema: z.ZodMiniType): Promise<T[]> {
  return Object.entries(await area.get(null)).flatMap(([key, value]) => {
    if (!key.startsWith(prefix)) return [];
    const parsed = z.safeParse(schema, value);
    // the brands are the compiler's alone: a parsed record has the very same shape
    return parsed.success ? [fromMessage<T>(parsed.data)] : [];
  });
}

/** The journal as the background reads it. */
export async function readJournal(area: KeyValueStorage, summary?: SummaryId): Promise<JournalRecord[]> {
  const records = await readAll<JournalRecord>(area, JOURNAL_PREFIX, JournalSchema);
  return summary === undefined ? records : records.filter((r) => r.summaryId === summary);
}

/** Requests to cancel a task, of all rounds. */
export const readCancelRecords = (area: KeyValueStorage) =>
  readAll<CancelRecord>(area, CANCEL_PREFIX, CancelSchema);

/** Drops records older than two weeks. @param now milliseconds since 1970 */
export async function dropOldJournal(area: KeyValueStorage, now: number): Promise<void> {
  const isOld = (time: number) => time < now - KEPT_MS;
  const rounds = (await readJournal(area)).filter((r) => isOld(r.state.at));
  const cancels = (await readCancelRecords(area)).filter((r) => isOld(r.at));
  const keys = [...rounds.map((r) => journalKey(r, r.request.pushId)), ...cancels.map(cancelKey)];
  if (keys.length > 0) await area.remove(keys);
}
