import * as z from 'zod/mini';
import type { BackgroundHandlers } from '@/lib/messages/background';
import { type SummaryId, summaryId } from '@/lib/model/ids';

/** A lease that nobody renews for this long is free again: longer than any one step of a round takes. */
export const LEASE_MS = 60_000;
export const LEASES_KEY = 'leases';

const LeaseTable = z.record(z.string(), z.object({ holder: z.string(), tabId: z.int(), until: z.number() }));
type LeaseTable = z.infer<typeof LeaseTable>;

/** Where the table lives: `storage.session`, so that it outlives a stopped background but not the browser. */
export interface LeaseStorage {
  read(): Promise<unknown>;
  write(table: unknown): Promise<void>;
}

export interface Leases {
  /**
   * All of the summaries or none. The holder may take again what it has, and what an earlier page of its tab had: that page
   * was reloaded or left, and does nothing any more.
   */
  take(summaries: readonly SummaryId[], holder: string, tabId: number): Promise<boolean>;
  /** False when one of them is not held (any more). */
  renew(summaries: readonly SummaryId[], holder: string): Promise<boolean>;
  free(summaries: readonly SummaryId[], holder: string): Promise<void>;
  freeTab(tabId: number): Promise<void>;
}

/**
 * One lease per summary for all tabs of this browser: what writes and sends waits for it. Runs in the background, one
 * claim after another, for two claims handled at once would both find the table free.
 * @param now milliseconds on this machine's clock; only differences count
 */
export function createLeases(area: LeaseStorage, now: () => number): Leases {
  let last: Promise<unknown> = Promise.resolve();
  const oneAfterAnother = <T>(work: (table: LeaseTable) => Promise<T>): Promise<T> => {
    const next = last.then(async () => {
      const parsed = z.safeParse(LeaseTable, (await area.read()) ?? {});
      return work(parsed.success ? parsed.data : {});
    });
    last = next.catch(() => undefined);
    return next;
  };
  const heldByOther = (table: LeaseTable, id: SummaryId, holder: string, tabId: number) => {
    const lease = table[String(id)];
    // one that ends later than a lease can is left from before this machine's clock was set back
    const runs = lease !== undefined && lease.until > now() && lease.until <= now() + LEASE_MS;
    return runs && lease.holder !== holder && lease.tabId !== tabId;
  };
  const without = (table: LeaseTable, leaves: (key: string, lease: LeaseTable[string]) => boolean) =>
    Object.fromEntries(Object.entries(table).filter(([key, lease]) => !leaves(key, lease)));

  return {
    take: (summaries, holder, tabId) =>
      oneAfterAnother(async (table) => {
        if (summaries.some((id) => heldByOther(table, id, holder, tabId))) return false;
        const until = now() + LEASE_MS;
        await area.write({
          ...without(table, (_, lease) => lease.until <= now()),
          ...Object.fromEntries(summaries.map((id) => [String(id), { holder, tabId, until }])),
        });
        return true;
      }),
    renew: (summaries, holder) =>
      oneAfterAnother(async (table) => {
        if (!summaries.every((id) => table[String(id)]?.holder === holder)) return false;
        const until = now() + LEASE_MS;
        const renewed = Object.entries(table).map(([key, lease]) =>
          summaries.some((id) => String(id) === key) ? [key, { ...lease, until }] : [key, lease],
        );
        await area.write(Object.fromEntries(renewed));
        return true;
      }),
    free: (summaries, holder) =>
      oneAfterAnother((table) =>
        area.write(
          without(
            table,
            (key, lease) => lease.holder === holder && summaries.some((id) => String(id) === key),
          ),
        ),
      ),
    freeTab: (tabId) =>
      oneAfterAnother((table) => area.write(without(table, (_, lease) => lease.tabId === tabId))),
  };
}

/** What the background answers to the tabs that want a lease. */
export const leaseHandlers = (leases: Leases) =>
  ({
    'content-bg lease take': async ({ summaries, holder }, { tabId }) => ({
      granted: await leases.take(summaries.map(summaryId), holder, tabId),
    }),
    'content-bg lease renew': async ({ summaries, holder }) => ({
      held: await leases.renew(summaries.map(summaryId), holder),
    }),
    'content-bg lease free': async ({ summaries, holder }) => {
      await leases.free(summaries.map(summaryId), holder);
      return {};
    },
  }) satisfies Partial<BackgroundHandlers>;
