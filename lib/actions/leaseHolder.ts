import type { CallBackground } from '@/lib/messages/background';
import { BackgroundFailure } from '@/lib/messages/caller';
import type { SummaryId } from '@/lib/model/ids';
import { failed, type Outcome, type Problem, refused } from '@/lib/model/outcome';
import { say } from '@/lib/model/say';
import type { SentenceName } from '@/lib/model/sentences';

/** This tab's side of the leases: everything that writes or sends runs inside `withLease`. */
export interface LeaseHolder {
  /**
   * Runs the work while this tab holds the lease of all the summaries (lower id first). The work may ask `renew` before
   * each step and must stop when it answers false. Nested calls for the same summary share one lease.
   */
  withLease<T>(
    summaries: readonly SummaryId[],
    work: (renew: () => Promise<boolean>) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>>;
}

/** @param holder names this copy of the content script; no two copies share one */
export function createLeaseHolder(call: CallBackground, holder: string): LeaseHolder {
  const depth = new Map<SummaryId, number>();
  return {
    async withLease(wanted, work) {
      const summaries = [...new Set(wanted)].sort((a, b) => a - b);
      const request = { summaries, holder };
      try {
        const { granted } = await call('content-bg lease take', request);
        if (!granted) {
          return refused({
            kind: 'lease taken',
            message: say('lease taken'),
          });
        }
      } catch (error) {
        return failed(orphaned(error));
      }
      for (const id of summaries) depth.set(id, (depth.get(id) ?? 0) + 1);
      const renew = async () => {
        try {
          return (await call('content-bg lease renew', request)).held;
        } catch {
          return false;
        }
      };
      try {
        return await work(renew);
      } finally {
        const free: SummaryId[] = [];
        for (const id of summaries) {
          const left = (depth.get(id) ?? 1) - 1;
          if (left > 0) depth.set(id, left);
          else {
            depth.delete(id);
            free.push(id);
          }
        }
        // a lease that cannot be given back runs out by itself
        if (free.length > 0) await call('content-bg lease free', { summaries: free, holder }).catch(() => {});
      }
    },
  };
}

/** Why the background could not be asked: mostly because the extension was updated, reloaded or removed under the page. */
export const orphaned = (error: unknown): Problem =>
  error instanceof BackgroundFailure
    ? error.problem
    : {
        kind: 'orphaned',
        message: say('orphaned'),
        detail: String(error).slice(0, 200),
      };

/** The tab lost its turn in the middle of its work; the sentence says how far that had come. */
export const leaseLost = (sentence: SentenceName = 'turn lost, summaries'): Problem => ({
  kind: 'lease taken',
  message: say(sentence),
});
