// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { everyWhileSeen } from '@/lib/timers/timers';

describe('a clock on a page', () => {
  let seen = 'visible';
  const show = (state: string) => {
    seen = state;
    document.dispatchEvent(new Event('visibilitychange'));
  };
  beforeEach(() => {
    vi.useFakeTimers();
    seen = 'visible';
    vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => seen as DocumentVisibilityState);
  });
  afterEach(() => vi.useRealTimers());

  it('goes on while it is seen, has no timer while hidden, and makes up for what was missed', () => {
    const work = vi.fn();
    const stopping = new AbortController();
    everyWhileSeen(document, 1000, work, stopping.signal);
    vi.advanceTimersByTime(3000);
    expect(work).toHaveBeenCalledTimes(3);
    show('hidden');
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(60_000);
    expect(work).toHaveBeenCalledTimes(3);
    show('visible');
    expect(work).toHaveBeenCalledTimes(4);
    vi.advanceTimersByTime(1000);
    expect(work).toHaveBeenCalledTimes(5);
    stopping.abort();
    expect(vi.getTimerCount()).toBe(0);
  });
});
