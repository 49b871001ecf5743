// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Bridge } from '@/lib/host/bridge';
import { serveBridge } from '@/lib/host/bridgeMain';
import type { PageRequest } from '@/lib/host/pageRequests';
import { BRIDGE_VERSION, isRefetchToPage, REFETCH_TO_PAGE, REFETCHED_FROM_PAGE } from '@/lib/messages/bridge';
import { summaryId } from '@/lib/model/ids';
import { AlertsPage } from './alertsPage.fixture';

const ID = summaryId(501);

/** A window for messages alone: delivers to its listeners after a turn, as `postMessage` does. */
function messageWindow() {
  const origin = 'https://treeherder.mozilla.org';
  const target = new EventTarget();
  const view = Object.assign(target, {
    document,
    location: { origin },
    posted: [] as unknown[],
    deliver: (data: unknown, from = origin, source: unknown = view) =>
      target.dispatchEvent(Object.assign(new Event('message'), { data, origin: from, source })),
    postMessage: (data: unknown, to: string) => {
      view.posted.push(data);
      if (to === origin) setTimeout(() => view.deliver(structuredClone(data)));
    },
  }) as EventTarget & {
    document: Document;
    posted: unknown[];
    deliver: (data: unknown, from?: string, source?: unknown) => void;
  };
  return view;
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

/** Hangs a component tree on a summary's title link as React does. */
function react(page: AlertsPage, id: number, fetchAlertSummaries: (id: number) => unknown) {
  const title = page.form(id).querySelector(`[data-testid="alert summary ${id} title"]`) as Element;
  const block = { memoizedProps: { alertSummary: { id }, fetchAlertSummaries }, return: null };
  const header = { memoizedProps: { alertSummary: { id } }, return: block };
  const text = { memoizedProps: null, return: header };
  Object.assign(title, { __reactFiber$abc123: { memoizedProps: { href: '' }, return: text } });
}

describe("the bridge's end in the page's world", () => {
  const ask = (id: string, summary = 501) => ({
    name: REFETCH_TO_PAGE,
    version: BRIDGE_VERSION,
    id,
    summaryId: summary,
  });
  let page = new AlertsPage();
  beforeEach(() => {
    page = new AlertsPage([
      { id: 501, alerts: [1] },
      { id: 502, alerts: [2] },
    ]);
  });

  it("calls the page's own refetch of that summary, and answers when it is through", async () => {
    const view = messageWindow();
    serveBridge(view as unknown as Window);
    const fetches = vi.fn(async (_: number) => turn());
    react(page, 501, fetches);
    view.deliver(ask('a'));
    await turn();
    expect(fetches).toHaveBeenCalledExactlyOnceWith(501);
    await turn();
    expect(view.posted).toEqual([{ name: REFETCHED_FROM_PAGE, version: BRIDGE_VERSION, id: 'a', ok: true }]);
  });

  it('has only one refetch under way', async () => {
    const view = messageWindow();
    serveBridge(view as unknown as Window);
    let running = 0;
    let most = 0;
    const fetches = async () => {
      most = Math.max(most, ++running);
      await turn();
      running--;
    };
    react(page, 501, fetches);
    react(page, 502, fetches);
    view.deliver(ask('a', 501));
    view.deliver(ask('b', 502));
    view.deliver(ask('c', 501));
    await vi.waitFor(() => expect(view.posted).toHaveLength(3));
    expect(most).toBe(1);
  });

  it('says no when the component is not found or the refetch throws, and goes on', async () => {
    const view = messageWindow();
    serveBridge(view as unknown as Window);
    react(page, 502, () => Promise.reject(new Error('page trouble')));
    view.deliver(ask('no such summary', 999));
    view.deliver(ask('no component', 501));
    view.deliver(ask('throws', 502));
    await vi.waitFor(() => expect(view.posted).toHaveLength(3));
    expect(view.posted).toMatchObject([{ ok: false }, { ok: false }, { ok: false }]);
  });

  it('hears nobody else, and nothing that is not its message', async () => {
    const view = messageWindow();
    serveBridge(view as unknown as Window);
    const fetches = vi.fn();
    react(page, 501, fetches);
    view.deliver(ask('a'), 'https://elsewhere.example');
    view.deliver(ask('a'), undefined, {});
    for (const data of [
      null,
      'text',
      { ...ask('a'), version: 2 },
      { ...ask('a'), name: REFETCHED_FROM_PAGE },
      { ...ask('a'), id: 7 },
      { ...ask('a'), id: 'x'.repeat(65) },
      { ...ask('a'), summaryId: '501' },
      { ...ask('a'), summaryId: -1 },
      { ...ask('a'), summaryId: 1.5 },
    ])
      view.deliver(data);
    await turn();
    expect(fetches).not.toHaveBeenCalled();
    expect(view.posted).toEqual([]);
  });
});

describe('asking the page to refetch', () => {
  function bridge(timeoutMs = 60) {
    const view = messageWindow();
    const listeners = new Set<(request: PageRequest) => void>();
    let time = 100;
    let count = 0;
    const made = new Bridge({
      view: view as unknown as Window,
      onPageRequest: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      now: () => time++,
      newId: () => `id ${++count}`,
      timeoutMs,
    });
    const pageRequested = (over: Partial<PageRequest> = {}) => {
      const request = {
        type: 'request' as const,
        url: '',
        list: false,
        refetch: true,
        summaryId: ID,
        status: 200,
        startedAt: 1000,
        ...over,
      };
      for (const listener of [...listeners]) listener(request);
    };
    const replies = (ok: boolean, id = `id ${count}`) =>
      view.deliver({ name: REFETCHED_FROM_PAGE, version: BRIDGE_VERSION, id, ok });
    return { view, listeners, bridge: made, pageRequested, replies };
  }

  it("believes the page's own request", async () => {
    const { bridge: b, view, pageRequested, listeners } = bridge();
    const result = b.requestPageRefetch(ID);
    await turn();
    expect(isRefetchToPage(view.posted[0])).toBe(true);
    pageRequested();
    expect(await result).toBe('refetched');
    expect(listeners.size).toBe(0);
  });

  it('does not believe a reply alone: any script of the page can write one', async () => {
    const { bridge: b, replies } = bridge();
    const result = b.requestPageRefetch(ID);
    await turn();
    replies(true);
    expect(await result).toBe('behind');
  });

  it('believes a no at once, but only its own', async () => {
    const { bridge: b, replies, pageRequested } = bridge(5000);
    const first = b.requestPageRefetch(ID);
    await turn();
    replies(false, 'another id');
    pageRequested();
    expect(await first).toBe('refetched');
    const second = b.requestPageRefetch(ID);
    await turn();
    replies(false);
    expect(await second).toBe('behind');
  });

  it('hears no answer from another window or origin', async () => {
    const { bridge: b, view, pageRequested } = bridge(5000);
    const result = b.requestPageRefetch(ID);
    await turn();
    const no = { name: REFETCHED_FROM_PAGE, version: BRIDGE_VERSION, id: 'id 1', ok: false };
    view.deliver(no, undefined, {});
    view.deliver(no, 'https://elsewhere.example');
    pageRequested();
    expect(await result).toBe('refetched');
  });

  it.each([
    ['of another summary', { summaryId: summaryId(502) }],
    ['of the list', { list: true, refetch: false }],
    ['by path, as the page writes', { refetch: false }],
    ['from before the question', { startedAt: 5 }],
    ['that failed', { status: 500 }],
  ])('does not take a request %s for it', async (_, over) => {
    const { bridge: b, pageRequested } = bridge();
    const result = b.requestPageRefetch(ID);
    await turn();
    pageRequested(over);
    expect(await result).toBe('behind');
  });

  it('asks for one at a time, in order', async () => {
    const { bridge: b, view, pageRequested } = bridge(5000);
    const results = [b.requestPageRefetch(ID), b.requestPageRefetch(summaryId(502))];
    await turn();
    expect(view.posted).toMatchObject([{ summaryId: 501 }]);
    pageRequested();
    await turn();
    expect(view.posted).toMatchObject([{ summaryId: 501 }, { summaryId: 502 }]);
    pageRequested({ summaryId: summaryId(502) });
    expect(await Promise.all(results)).toEqual(['refetched', 'refetched']);
  });

  it('ends with the signal, before or after the question', async () => {
    const { bridge: b, view, listeners } = bridge(5000);
    const stop = new AbortController();
    const results = [b.requestPageRefetch(ID, stop.signal), b.requestPageRefetch(ID, stop.signal)];
    await turn();
    stop.abort();
    expect(await Promise.all(results)).toEqual(['behind', 'behind']);
    expect(view.posted).toHaveLength(1);
    expect(listeners.size).toBe(0);
  });

  it('works with the other end', async () => {
    const page = new AlertsPage([{ id: 501, alerts: [1] }]);
    const { bridge: b, view, pageRequested } = bridge(5000);
    serveBridge(view as unknown as Window);
    react(page, 501, async () => pageRequested());
    expect(await b.requestPageRefetch(ID)).toBe('refetched');
    expect(await b.requestPageRefetch(summaryId(999))).toBe('behind');
  });
});
