// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTaskclusterLogin } from '@/lib/host/taskclusterLogin';
import { instant } from '@/lib/model/ids';

const ROOT = 'https://firefox-ci-tc.services.mozilla.com';
const NOW = Date.UTC(2026, 7, 21, 12);

describe("the site's Taskcluster login", () => {
  let stop = new AbortController();
  let tab = { closed: false };
  let visibility = 'visible';
  let open = vi.fn();
  const written: string[] = [];
  const store = new Map<string, string>();

  const view = () =>
    ({
      document: {
        get visibilityState() {
          return visibility;
        },
      },
      location: { origin: 'https://treeherder.mozilla.org' },
      localStorage: {
        getItem: (key: string) => store.get(key) ?? null,
        setItem: (key: string, value: string) => {
          written.push(key);
          store.set(key, value);
        },
      },
      crypto,
      open,
      setInterval,
      clearInterval,
      addEventListener: window.addEventListener.bind(window),
    }) as unknown as Window & typeof globalThis;
  const login = (over: object = {}) =>
    startTaskclusterLogin({
      view: Object.assign(view(), over),
      root: ROOT,
      now: () => instant(NOW),
      signal: stop.signal,
    });
  const siteStores = (expires: number) =>
    store.set(
      'userCredentials',
      JSON.stringify({
        [ROOT]: {
          expires: new Date(expires).toISOString(),
          credentials: { clientId: 'a', accessToken: 'b' },
        },
      }),
    );

  beforeEach(() => {
    vi.useFakeTimers();
    stop = new AbortController();
    tab = { closed: false };
    visibility = 'visible';
    open = vi.fn(() => tab);
    written.length = 0;
    store.clear();
  });
  afterEach(() => vi.useRealTimers());

  it('opens the authorize page as the site does, and writes its two keys only', async () => {
    const result = login();
    const url = new URL(open.mock.calls[0]?.[0] as string);
    expect(url.origin + url.pathname).toBe(`${ROOT}/login/oauth/authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'treeherder-production-client',
      response_type: 'code',
      redirect_uri: 'https://treeherder.mozilla.org/taskcluster-auth',
      scope: 'hooks:trigger-hook:*',
      state: store.get('requestState'),
    });
    expect(store.get('requestState')).toMatch(/^[A-Za-z0-9]{21}$/);
    expect(store.get('tcRootUrl')).toBe(ROOT);
    expect(written).toEqual(['requestState', 'tcRootUrl']);
    siteStores(NOW + 1000);
    await vi.advanceTimersByTimeAsync(500);
    expect(await result).toBe('logged in');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('hears of it by the storage event, before the next look', async () => {
    const result = login();
    siteStores(NOW + 1000);
    window.dispatchEvent(new Event('storage'));
    expect(await result).toBe('logged in');
  });

  it('is not satisfied with the old credentials, nor with expired ones', async () => {
    siteStores(NOW + 1000);
    const result = login();
    const ended = vi.fn();
    void result.then(ended);
    await vi.advanceTimersByTimeAsync(2000);
    siteStores(NOW - 1000);
    await vi.advanceTimersByTimeAsync(2000);
    expect(ended).not.toHaveBeenCalled();
    siteStores(NOW + 9000);
    await vi.advanceTimersByTimeAsync(500);
    expect(await result).toBe('logged in');
  });

  it('takes credentials that come just before or after the tab closes', async () => {
    const result = login();
    tab.closed = true;
    await vi.advanceTimersByTimeAsync(600);
    siteStores(NOW + 1000);
    await vi.advanceTimersByTimeAsync(500);
    expect(await result).toBe('logged in');
  });

  it('ends when the person is back with the tab closed, not while they are away', async () => {
    const result = login();
    const ended = vi.fn();
    void result.then(ended);
    tab.closed = true;
    visibility = 'hidden';
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ended).not.toHaveBeenCalled();
    visibility = 'visible';
    await vi.advanceTimersByTimeAsync(2000);
    expect(await result).toBe('closed');
  });

  it('says so when no tab may open, the origin has no client, or it was stopped', async () => {
    open = vi.fn(() => null);
    expect(await login()).toBe('blocked');
    expect(await login({ location: { origin: 'https://elsewhere.example' } })).toBe('unknown origin');
    open = vi.fn(() => tab);
    const result = login();
    stop.abort();
    expect(await result).toBe('stopped');
    written.length = 0;
    expect(await login()).toBe('stopped');
    expect(written).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
