import { type Random, seeded } from '../../sandbox/random.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

/**
 * The slowest leg of a request. A claim's read and the write that follows share two legs and stay within its 3 seconds:
 * slower ones can slip through, and the docs say so.
 */
const SLOWEST_LEG_MS = 1400;
/** Turns of the event loop without anything new before time goes on. */
const QUIET_TURNS = 4;

/**
 * Time for several browsers on one sandbox: every request takes a random while on its way and back, waits take as long
 * as they ask for, and the virtual clock moves from one of these ends to the next. The seed decides the interleaving.
 */
export class Interleaving {
  readonly #sandbox: Sandbox;
  readonly #random: Random;
  readonly #sleeping: { readonly at: number; readonly wake: () => void }[] = [];
  #news = 0;

  constructor(sandbox: Sandbox, seed: string) {
    this.#sandbox = sandbox;
    this.#random = seeded(seed);
    // the server, too, takes its time between reading a row and saving it
    sandbox.world.knobs.beforeSave = () => this.sleep(this.#random.next() * 100);
  }

  sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const entry = { at: this.#sandbox.clock.now() + ms, wake: resolve };
      this.#sleeping.push(entry);
      this.#news++;
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });

  /** A line of its own for each browser: some are quick, some are as slow as may be. */
  line(): (send: () => Promise<Response>) => Promise<Response> {
    const slowest = SLOWEST_LEG_MS * this.#random.next() ** 2;
    const leg = () => this.sleep(this.#random.next() * slowest);
    return async (send) => {
      await leg();
      const answer = await send();
      await leg();
      return answer;
    };
  }

  /** A number that every seed draws anew. */
  draw(): number {
    return this.#random.next();
  }

  /** Runs all of the work to its end. */
  async run(work: readonly (() => Promise<unknown>)[]): Promise<void> {
    let done = 0;
    const ends = work.map((one) =>
      one().finally(() => {
        done++;
      }),
    );
    while (done < work.length) {
      await this.#quiet();
      if (done >= work.length) break;
      this.#sleeping.sort((a, b) => a.at - b.at);
      const next = this.#sleeping.shift();
      if (!next) {
        // a signature takes a thread: nothing sleeps, and somebody is still at it
        await new Promise((resolve) => setTimeout(resolve, 1));
        continue;
      }
      this.#sandbox.clock.advance(Math.max(0, next.at - this.#sandbox.clock.now()) / 1000);
      next.wake();
    }
    await Promise.all(ends);
  }

  async #quiet(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; ) {
      const before = this.#news;
      await new Promise((resolve) => setImmediate(resolve));
      quiet = this.#news === before ? quiet + 1 : 0;
    }
  }
}
