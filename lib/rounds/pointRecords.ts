import * as z from 'zod/mini';
import { fromMessage } from '@/lib/messages/records';
import type { AlertSummary } from '@/lib/model/alert';
import type { SummaryId } from '@/lib/model/ids';
import { failed, type Outcome, ok } from '@/lib/model/outcome';
import { type PointStep, pointSummary } from '@/lib/triage/pointSummary';
import type { KeyValueStorage } from './journal';

/**
 * Points without an alert that rounds were, or may be, asked for. There are no shared notes: what a round would write into them
 * (claim, receipts, state) is kept in this browser beside its journal, and only until that is dropped.
 */
export interface PointRecords {
  /** A point is being looked at: known for the rest of the session. */
  remember(point: PointStep): Promise<void>;
  /** The point as a summary, with what its rounds wrote; 'not found' when it was never looked at in this session. */
  read(id: SummaryId): Promise<Outcome<AlertSummary>>;
  /** Stands in for the write of notes; rejects when the browser cannot store them. */
  keepNotes(id: SummaryId, notes: string): Promise<Outcome<Record<never, never>>>;
  point(id: SummaryId): Promise<PointStep | null>;
  dropOld(): Promise<void>;
}

const PREFIX = 'point:';
const keyOf = (id: SummaryId) => `${PREFIX}${id}`;
/** As long as the journal of the same rounds. */
const KEPT_MS = 14 * 24 * 60 * 60 * 1000;

const PushRef = { id: z.int(), revision: z.string() };
const Kept = z.object({
  version: z.literal(1),
  /** On this machine's clock. */
  at: z.number(),
  notes: z.string(),
  point: z.object({
    id: z.int(),
    repository: z.string(),
    signature: z.looseObject({ id: z.int(), suite: z.string(), test: z.string(), platform: z.string() }),
    push: z.object({ ...PushRef, time: z.number() }),
    before: z.object(PushRef),
    levels: z.tuple([z.nullable(z.number()), z.nullable(z.number())]),
  }),
});

/** @param wallClock only differences count */
export function createPointRecords(
  local: KeyValueStorage,
  session: KeyValueStorage,
  wallClock: () => number,
): PointRecords {
  async function find(id: SummaryId): Promise<{ point: PointStep; notes: string } | null> {
    const key = keyOf(id);
    for (const area of [local, session]) {
      const parsed = z.safeParse(Kept, (await area.get([key]))[key]);
      if (!parsed.success) continue;
      return { point: fromMessage<PointStep>(parsed.data.point), notes: parsed.data.notes };
    }
    return null;
  }
  const put = (area: KeyValueStorage, point: PointStep, notes: string) =>
    area.set({ [keyOf(point.id)]: { version: 1, at: wallClock(), notes, point } });

  return {
    remember: (point) => put(session, point, ''),
    async read(id) {
      const found = await find(id);
      return found ? ok(pointSummary(found.point, found.notes)) : failed(unknownPoint);
    },
    async keepNotes(id, notes) {
      const found = await find(id);
      if (!found) return failed(unknownPoint);
      await put(local, found.point, notes);
      return ok({});
    },
    point: async (id) => (await find(id))?.point ?? null,
    async dropOld() {
      const old = Object.entries(await local.get(null)).flatMap(([key, value]) => {
        const parsed = key.startsWith(PREFIX) ? z.safeParse(Kept, value) : null;
        return parsed?.success && parsed.data.at < wallClock() - KEPT_MS ? [key] : [];
      });
      if (old.length > 0) await local.remove(old);
    },
  };
}

const unknownPoint = {
  kind: 'not found',
  message: 'This point is not known any more. Choose it again on the graph.',
} as const;
