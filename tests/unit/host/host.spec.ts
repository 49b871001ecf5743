// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHost, type HostEvent } from '@/lib/host';
import type { FeatureName } from '@/lib/model/features';
import { instant, summaryId } from '@/lib/model/ids';
import { AlertsPage } from './alertsPage.fixture';

const two = [
  { id: 501, alerts: [11, 12] },
  { id: 502, alerts: [21] },
];

describe('Deputy in the page', () => {
  let stop = new AbortController();
  let frames: FrameRequestCallback[] = [];
  const events: HostEvent[] = [];
  const superseded = vi.fn();

  /** Lets the observer report and the frames run until nothing more comes; tells how many frames that took. */
  const rest = async () => {
    for (let painted = 0; ; painted++) {
      await new Promise((resolve) => setTimeout(resolve));
      if (frames.length === 0 || painted > 20) return painted;
      for (const frame of frames.splice(0)) frame(0);
    }
  };
  const start = (off: readonly FeatureName[] = []) =>
    createHost({
      off,
      view: window as Window & typeof globalThis,
      css: '',
      now: () => instant(0),
      signal: stop.signal,
      onEvent: (event) => events.push(event),
      onMount: (_, shadow) => shadow.append('view'),
      onUnmount: () => {},
      onSuperseded: superseded,
    });

  /** Of all copies. */
  const ownNodes = () => document.querySelectorAll('[data-deputy]').length;

  beforeEach(() => {
    stop = new AbortController();
    frames = [];
    events.length = 0;
    superseded.mockReset();
    history.replaceState(null, '', '/perfherder/alerts');
    // Time stands still: how much fits into one frame is another test's matter.
    vi.spyOn(performance, 'now').mockReturnValue(0);
    vi.spyOn(window, 'requestAnimationFrame').mockImplementation((frame) => frames.push(frame));
  });
  afterEach(() => {
    stop.abort();
    vi.useRealTimers();
  });

  it('settles in one frame and comes to rest: its own nodes cause no further look', async () => {
    const page = new AlertsPage(two);
    start();
    expect(await rest()).toBe(1);
    expect(ownNodes()).toBe(2 + 2 + 3 + 1 + 1);
    page.show([two[1] ?? { id: 502, alerts: [] }, { id: 501, alerts: [12, 11, 13] }]);
    expect(await rest()).toBe(1);
    expect(ownNodes()).toBe(2 + 2 + 4 + 1 + 1);
    expect(events.map((e) => e.type)).toEqual(['page', 'dom', 'dom']);
  });

  it('comes back by itself when somebody takes its nodes', async () => {
    new AlertsPage(two);
    start();
    await rest();
    const before = ownNodes();
    document.querySelector('deputy-bar')?.remove();
    await rest();
    expect(ownNodes()).toBe(before);
  });

  it('leaves the other pages of the site alone', async () => {
    history.replaceState(null, '', '/jobs?repo=autoland');
    const page = new AlertsPage(two);
    const host = start();
    await rest();
    expect(host.page()).toEqual({ kind: 'off' });
    expect(host.blocks()).toEqual([]);
    expect(document.querySelectorAll('[data-deputy]')).toHaveLength(0);
    expect(events.map((e) => e.type)).toEqual(['page']);

    history.pushState(null, '', '/perfherder/alerts');
    page.show([...two].reverse());
    await rest();
    expect(host.blocks().map((b) => b.summaryId)).toEqual([502, 501]);
    expect(document.querySelectorAll('deputy-bar')).toHaveLength(2);
  });

  it('makes way for a newer copy, whichever of them looks first', async () => {
    const page = new AlertsPage(two);
    vi.useFakeTimers({ toFake: ['Date'], now: 1000 });
    const older = start();
    await rest();
    vi.setSystemTime(2000);
    const newer = start();
    await rest();
    page.show([...two].reverse());
    await rest();
    expect(superseded).toHaveBeenCalledOnce();
    expect(ownNodes()).toBe(9);
    expect(newer.blocks()).toHaveLength(2);
    expect(await older.requestPageRefetch(summaryId(501))).toBe('behind');
  });

  it('is gone without a trace after the abort', async () => {
    const page = new AlertsPage(two);
    const before = page.root.outerHTML;
    start();
    await rest();
    expect(page.root.outerHTML).not.toBe(before);
    stop.abort();
    expect(page.root.outerHTML).toBe(before);
    page.list.append(document.createElement('div'));
    expect(await rest()).toBe(0);
    expect(document.querySelectorAll('[data-deputy]')).toHaveLength(0);
  });
});
