/** How long a wait may take unless told otherwise, in milliseconds; the full run on a busy machine needs slack. */
export const DEFAULT_WAIT_MS = Number(process.env.DEPUTY_WAIT_MS ?? 25_000);

const POLL_MS = 40;

/** What was seen, or how to find it out: that is asked for only when the time is up. */
type Seen = string | (() => Promise<string>);

/** One look: `done` carries the answer, `not` says what was seen instead and shows up in the failure. */
export type Look<T> = { done: true; value: T } | { done: false; not: Seen };

export const done = <T>(value: T): Look<T> => ({ done: true, value });
export const not = (seen: Seen): Look<never> => ({ done: false, not: seen });

/** A wait that ran out. Its message names what was waited for and what was seen last. */
export class WaitedInVain extends Error {
  override name = 'WaitedInVain';
}

/**
 * Looks again and again until `look` is done; a navigation in between counts as "not yet".
 * @throws WaitedInVain after `ms` milliseconds.
 */
export async function until<T>(what: string, look: () => Promise<Look<T>>, ms = DEFAULT_WAIT_MS): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    let seen: Seen;
    try {
      const found = await look();
      if (found.done) return found.value;
      seen = found.not;
    } catch (error) {
      if (!isNavigation(error)) throw error;
      seen = 'the page was navigating';
    }
    if (Date.now() >= deadline) {
      const words = typeof seen === 'string' ? seen : await seen().catch(String);
      throw new WaitedInVain(`waited ${ms / 1000} s for ${what}; ${words}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/**
 * Whether an evaluation failed only because its document went away (wording of Chromium, Playwright and BiDi; Firefox's own script
 * finds null where the result was to be told).
 */
export function isNavigation(error: unknown): boolean {
  return /context was destroyed|because of a navigation|no such frame|Cannot find context|detached|DiscardedBrowsingContext|AbortError|Inspected target navigated|'in' should be an object, got null #buildReturnValue/i.test(
    String(error),
  );
}
