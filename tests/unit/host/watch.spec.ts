// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pageRequest } from '@/lib/host/pageRequests';
import { type HostEvent, watchPage } from '@/lib/host/watch';

const ORIGIN = 'https://treeherder.mozilla.org';
const entry = (path: string, responseStatus = 200) => ({
  name: path.startsWith('http') ? path : ORIGIN + path,
  startTime: 12,
  responseStatus,
});

describe("the page's own requests", () => {
  it.each([
    ['/api/performance/alertsummary/?framework=1&page=1&status=0', { list: true, refetch: false }],
    ['/api/performance/alertsummary/?id=501', { list: false, refetch: true, summaryId: 501 }],
    ['/api/performance/alertsummary/501/', { list: false, refetch: false, summaryId: 501 }],
    ['/api/performance/alert/77/', { list: false, refetch: false, alertId: 77 }],
  ])('%s is reported', (path, expected) => {
    expect(pageRequest(entry(path), ORIGIN)).toEqual({
      type: 'request',
      url: ORIGIN + path,
      status: 200,
      startedAt: 12,
      ...expected,
    });
  });

  it.each([
    '/api/performance/alertsummary/?id=501&deputy=1',
    '/api/performance/alertsummary-tasks/?id=501',
    '/api/performance/framework/',
    '/api/project/autoland/push/?count=1',
    'https://elsewhere.example/api/performance/alertsummary/?id=501',
    'data:text/plain,x',
    'not an address',
  ])('%s is not', (path) => {
    expect(pageRequest(entry(path), ORIGIN)).toBeNull();
  });

  it('leaves the status out where the browser does not tell it', () => {
    expect(pageRequest(entry('/api/performance/alert/77/', 0), ORIGIN)).not.toHaveProperty('status');
  });
});

describe('watching the page', () => {
  let frames: FrameRequestCallback[] = [];
  let visibility = 'visible';
  let stop = new AbortController();
  const events: HostEvent[] = [];
  const paint = () => {
    for (const frame of frames.splice(0)) frame(0);
  };
  const microtasks = () => new Promise((resolve) => setTimeout(resolve));
  const start = (sift: (records: MutationRecord[]) => boolean = () => true) =>
    watchPage({
      view: window as Window & typeof globalThis,
      emit: (e) => events.push(e),
      sift,
      signal: stop.signal,
    });
  const types = () => events.splice(0).map((e) => e.type);

  beforeEach(() => {
    frames = [];
    visibility = 'visible';
    stop = new AbortController();
    events.length = 0;
    document.body.innerHTML = '<div id="root"></div>';
    history.replaceState(null, '', '/perfherder/alerts');
    vi.spyOn(window, 'requestAnimationFrame').mockImplementation((frame) => frames.push(frame));
    vi.spyOn(document, 'visibilityState', 'get').mockImplementation(
      () => visibility as DocumentVisibilityState,
    );
  });
  afterEach(() => stop.abort());

  const add = (to: Element | null = document.querySelector('#root')) => {
    const node = document.createElement('div');
    to?.append(node);
    return node;
  };

  it('tells the page and has one look, once there is something to look at', () => {
    start();
    expect(types()).toEqual([]);
    paint();
    expect(events).toEqual([
      expect.objectContaining({ type: 'page', page: expect.objectContaining({ kind: 'list' }) }),
      { type: 'dom', since: expect.any(Number) },
    ]);
  });

  it('waits for #root', async () => {
    document.body.replaceChildren();
    start();
    paint();
    expect(types()).toEqual([]);
    document.body.innerHTML = '<div id="root"></div>';
    await microtasks();
    paint();
    expect(types()).toEqual(['page', 'dom']);
  });

  it('gathers many changes to one look a frame', async () => {
    start();
    paint();
    types();
    for (let i = 0; i < 20; i++) {
      add();
      await microtasks();
    }
    paint();
    paint();
    expect(types()).toEqual(['dom']);
  });

  it('does not look at changes that are only ours, nor at attributes and text', async () => {
    start((records) => records.some((r) => ![...r.addedNodes].every((n) => (n as Element).id === 'ours')));
    paint();
    types();
    const ours = document.createElement('div');
    ours.id = 'ours';
    document.querySelector('#root')?.append(ours);
    document.querySelector('#root')?.setAttribute('class', 'x');
    await microtasks();
    paint();
    expect(types()).toEqual([]);
    add();
    await microtasks();
    paint();
    expect(types()).toEqual(['dom']);
  });

  it('looks at nothing in a hidden tab, and once when it is shown', async () => {
    start();
    paint();
    types();
    visibility = 'hidden';
    add();
    add();
    await microtasks();
    paint();
    expect(types()).toEqual([]);
    visibility = 'visible';
    document.dispatchEvent(new Event('visibilitychange'));
    paint();
    paint();
    expect(types()).toEqual(['dom']);
  });

  it('tells a new address by popstate, and by the next look where no event tells it', async () => {
    start();
    paint();
    types();
    history.pushState(null, '', '/perfherder/graphs');
    window.dispatchEvent(new PopStateEvent('popstate'));
    expect(events.splice(0)).toEqual([expect.objectContaining({ page: { kind: 'graphs' } })]);
    history.pushState(null, '', '/perfherder/alerts?id=7');
    add();
    await microtasks();
    paint();
    expect(events[0]).toMatchObject({ type: 'page', page: { kind: 'detail', summaryId: 7 } });
    expect(types()).toEqual(['page', 'dom']);
  });

  it('is silent after the abort', async () => {
    start();
    add();
    await microtasks();
    stop.abort();
    paint();
    add();
    await microtasks();
    window.dispatchEvent(new PopStateEvent('popstate'));
    document.dispatchEvent(new Event('visibilitychange'));
    paint();
    expect(types()).toEqual([]);
  });

  it('reports requests of the page from the resource timing, also those from before', () => {
    let report: (list: { getEntries: () => unknown[] }) => void = () => {};
    const observe = vi.fn();
    const disconnect = vi.fn();
    vi.stubGlobal(
      'PerformanceObserver',
      class {
        constructor(callback: typeof report) {
          report = callback;
        }
        observe = observe;
        disconnect = disconnect;
      },
    );
    start();
    expect(observe).toHaveBeenCalledWith({ type: 'resource', buffered: true });
    const own = `${location.origin}/api/performance/alertsummary/?id=5&deputy=1`;
    const theirs = `${location.origin}/api/performance/alertsummary/?id=6`;
    report({ getEntries: () => [own, theirs].map((name) => ({ name, startTime: 3, responseStatus: 500 })) });
    expect(events).toEqual([
      { type: 'request', url: theirs, list: false, refetch: true, summaryId: 6, status: 500, startedAt: 3 },
    ]);
    stop.abort();
    expect(disconnect).toHaveBeenCalledOnce();
    vi.unstubAllGlobals();
  });
});
