import { type Random, seeded } from '../../sandbox/random.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

/** Each leg of a request takes up to this long: a read and the write that follows stay within the claim's 3 seconds. */
const MOST_LEG_MS = 600;
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

  network = async (send: () => Promise<Response>): Promise<Response> => {
    await this.sleep(this.#random.next() * MOST_LEG_MS);
    const answer = await send();
    await this.sleep(this.#random.next() * MOST_LEG_MS);
    return answer;
  };

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
