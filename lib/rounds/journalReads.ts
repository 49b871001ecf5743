import * as z from 'zod/mini';
import type { SummaryId } from '@/lib/model/ids';
import type { JournalRecord } from '@/lib/model/round';
import { JOURNAL_PREFIX, journalKey, type KeyValueStorage } from './journal';

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

/** The journal as the background reads it: what cannot be understood is left alone and not reported. */
export async function readJournal(area: KeyValueStorage, summary?: SummaryId): Promise<JournalRecord[]> {
  const records: JournalRecord[] = [];
  for (const [key, value] of Object.entries(await area.get(null))) {
    if (!key.startsWith(JOURNAL_PREFIX)) continue;
    const parsed = z.safeParse(JournalSchema, value);
    // the brands are the compiler's alone: a parsed record has the very same shape
    if (parsed.success) records.push(parsed.data as unknown as JournalRecord);
  }
  return summary === undefined ? records : records.filter((r) => r.summaryId === summary);
}

/** Drops records older than two weeks. @param now milliseconds since 1970 */
export async function dropOldJournal(area: KeyValueStorage, now: number): Promise<void> {
  const old = (await readJournal(area)).filter((r) => r.state.at < now - KEPT_MS);
  if (old.length > 0) await area.remove(old.map((r) => journalKey(r, r.request.pushId)));
}
