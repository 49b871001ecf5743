import { type Instant, instant } from '@/lib/model/ids';

/**
 * The time on Treeherder's clock, from the `Date` header of its answers. Ages, deadlines, expiries and signatures all
 * use it, so that a laptop with a wrong clock shows the same as its neighbour.
 */
export interface ServerClock {
  /** Now on the server: the last heard time plus what has gone by since. Falls back to `fallback` before any answer. */
  now(): Instant;
  /** Takes the `Date` header of an answer; null and nonsense are ignored. */
  observe(dateHeader: string | null): void;
  /** Takes the server's time as another clock of ours has it, ms since 1970. */
  observeNow(server: number): void;
}

/**
 * @param monotonic milliseconds that never run backwards (`performance.now`)
 * @param fallback what to say before the first answer (`Date.now`)
 */
export function createServerClock(monotonic: () => number, fallback: () => number): ServerClock {
  let heard: { server: number; local: number } | null = null;
  return {
    now() {
      return instant(heard ? heard.server + (monotonic() - heard.local) : fallback());
    },
    observe(dateHeader) {
      take(dateHeader === null ? Number.NaN : Date.parse(dateHeader));
    },
    observeNow: take,
  };

  function take(server: number): void {
    if (!Number.isFinite(server)) return;
    const local = monotonic();
    // the header has whole seconds: keep the finer running time unless the server has moved away from it
    if (heard && Math.abs(heard.server + (local - heard.local) - server) < 1500) return;
    heard = { server, local };
  }
}
