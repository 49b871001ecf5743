/**
 * All of Deputy's timers, so that one place answers for them: what runs by the clock is a person's round, a wait between two
 * attempts or a clock on the screen, and nothing runs for a page that nobody sees.
 */

/** Runs the work once, after the time. @returns takes it back */
export function after(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}

/** Runs the work again and again, until it is taken back; for what a person has started and waits for. @returns takes it back */
export function every(ms: number, work: () => void): () => void {
  const timer = setInterval(work, ms);
  return () => clearInterval(timer);
}

/** A signal that is aborted after the time; for requests, which end long before. */
export const timeLimit = (ms: number): AbortSignal => AbortSignal.timeout(ms);

/**
 * Runs the work at these intervals while the document is seen, and at once when it is seen again. Hidden there is no timer at all.
 */
export function everyWhileSeen(document: Document, ms: number, work: () => void, signal?: AbortSignal): void {
  let stop: () => void = () => undefined;
  const start = () => {
    stop();
    const isSeen = !signal?.aborted && document.visibilityState !== 'hidden';
    stop = isSeen ? every(ms, work) : () => undefined;
    return isSeen;
  };
  const settle = () => {
    if (start()) work();
  };
  document.addEventListener('visibilitychange', settle, signal ? { signal } : {});
  signal?.addEventListener('abort', settle);
  start();
}
