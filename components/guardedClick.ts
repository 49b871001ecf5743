/** A control that spends or writes is dead until its bar has lain still for this long. */
export const STILL_MS = 500;

export interface Stillness {
  /** Milliseconds since something moved the bar. */
  readonly stillFor: () => number;
  /** Told when a press came too early. */
  readonly onTooEarly: () => void;
}

/** For `aria-disabled`: what a press would find right now. The look stays the same, for this passes in half a second. */
export const isLive = (stillness: Stillness) => stillness.stillFor() >= STILL_MS;

/**
 * A click handler for everything that writes or spends: only a person's own click counts (script of the page can press
 * buttons, but not with a trusted event), and only when the bar did not move under the pointer a moment ago.
 */
export function guardedClick(stillness: Stillness, act: () => void): (event: Event) => void {
  return (event) => {
    if (!event.isTrusted) return;
    if (stillness.stillFor() < STILL_MS) return stillness.onTooEarly();
    act();
  };
}

/** For controls that only show something: still no business of the page's script. */
export const trustedClick = (act: () => void) => (event: Event) => {
  if (event.isTrusted) act();
};
