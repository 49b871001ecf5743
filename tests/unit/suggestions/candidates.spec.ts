import { describe, expect, it } from 'vitest';
import type { AlertSummary } from '@/lib/model/alert';
import { alertId, instant, pushId, revision, signatureId, summaryId } from '@/lib/model/ids';
import { failed, ok } from '@/lib/model/outcome';
import { createCandidates, type ListWish, MOST_PAGES, REFRESH_MS } from '@/lib/suggestions/candidates';
import { listed, pack, unpack } from '@/lib/suggestions/listedSummary';
import { LISTS_KEY, MOST_STORED_BYTES } from '@/lib/suggestions/listShelf';
import { memoryStorage } from '../rounds/memoryStorage';
import { alert, summary } from '../triage/fixtures';

const HOUR = 3600;
const NOW_S = 1_790_000_000;
/** A server with summaries of which one was raised every hour, the newest first; pages of 100 as the real one has. */
function server(total: number) {
  let now = NOW_S;
  let failing = false;
  const asked: URLSearchParams[] = [];
  const one = (n: number): AlertSummary =>
    summary([{ ...alert(n), id: alertId(n) }], {
      id: summaryId(n),
      pushId: pushId(n),
      revision: revision(n.toString(16).padStart(40, '0')),
      pushTime: NOW_S - (total - n) * HOUR - HOUR / 2,
      created: instant((NOW_S - (total - n) * HOUR) * 1000),
    });
  let newest = total;
  const session = memoryStorage();
  const start = () =>
    createCandidates({
      session,
      now: () => instant(now * 1000),
      async summaries(query) {
        const params = new URLSearchParams(query);
        asked.push(params);
        if (failing) return failed({ kind: 'server', message: 'Treeherder failed (500).' });
        const page = Number(params.get('page') ?? 1);
        const since = now - Number(params.get('timerange'));
        const all = Array.from({ length: newest }, (_, i) => one(newest - i)).filter(
          (s) => s.pushTime > since,
        );
        return ok({ summaries: all.slice((page - 1) * 100, page * 100), more: all.length > page * 100 });
      },
    });
  return {
    start,
    asked,
    session,
    raise: () => {
      newest += 1;
    },
    later(seconds: number) {
      now += seconds;
    },
    fail(on: boolean) {
      failing = on;
    },
  };
}

const wish = (days: number, options: Partial<ListWish> = {}): ListWish => ({
  repository: 'autoland',
  repositoryId: 77,
  framework: 13,
  since: NOW_S - days * 24 * HOUR,
  deepSince: null,
  ...options,
});
const deep = (days: number) => wish(days, { deepSince: NOW_S - days * 24 * HOUR });

describe('a candidate list', () => {
  it('is one request, with the numbers of repository and framework, and tells how far back it is complete', async () => {
    const { start, asked } = server(50);
    const [answer] = await start().read([wish(2)]);
    expect(asked.map(String)).toEqual([`framework=13&repository=77&timerange=${14 * 24 * HOUR}&limit=100`]);
    expect(answer?.list?.summaries).toHaveLength(50);
    expect(answer?.list?.completeSince).toBeLessThanOrEqual(NOW_S - 2 * 24 * HOUR);
  });

  it('that was cut is complete only back to when its oldest alert was raised', async () => {
    const { start, asked } = server(250);
    const [answer] = await start().read([wish(6)]);
    expect(asked).toHaveLength(1);
    expect(answer?.list?.completeSince).toBe(NOW_S - 99 * HOUR);
  });

  it('is read on only for the summary in front, only for more than a week, and up to five pages', async () => {
    const few = server(900);
    const candidates = few.start();
    await candidates.read([wish(30)]);
    await candidates.read([deep(6)]);
    expect(few.asked).toHaveLength(1);
    const [some] = await candidates.read([deep(10)]);
    expect(few.asked.map((q) => q.get('page'))).toEqual([null, '2', '3']);
    expect(some?.list?.completeSince).toBeLessThanOrEqual(NOW_S - 10 * 24 * HOUR);
    await candidates.read([deep(30)]);
    expect(few.asked).toHaveLength(MOST_PAGES);
    // kept for the session: nobody asks for more
    await candidates.read([deep(30), deep(10)]);
    expect(few.asked).toHaveLength(MOST_PAGES);
  });

  it('keeps its deeper pages when the first is read again', async () => {
    const { start, asked, later, raise } = server(900);
    const candidates = start();
    await candidates.read([deep(10)]);
    later(REFRESH_MS / 1000 + 1);
    raise();
    const [answer] = await candidates.read([deep(10)]);
    expect(asked.map((q) => q.get('page'))).toEqual([null, '2', '3', null]);
    expect(answer?.list?.summaries.map((s) => s.id)).toEqual(Array.from({ length: 301 }, (_, i) => 901 - i));
  });

  it('that failed is left alone for a minute, and what was known before is still there', async () => {
    const { start, asked, later, fail } = server(20);
    const candidates = start();
    await candidates.read([wish(2)]);
    later(REFRESH_MS / 1000 + 1);
    fail(true);
    const [answer] = await candidates.read([wish(2)]);
    expect(answer).toMatchObject({ problem: { kind: 'server' }, list: { repository: 'autoland' } });
    await candidates.read([wish(2)]);
    expect(asked).toHaveLength(2);
    later(61);
    fail(false);
    expect((await candidates.read([wish(2)]))[0]?.problem).toBeNull();
    expect(asked).toHaveLength(3);
  });

  it('of a summary that is older than what was read is read again, further back', async () => {
    const { start, asked } = server(60);
    const candidates = start();
    await candidates.read([wish(2)]);
    await candidates.read([wish(13)]);
    expect(asked).toHaveLength(1);
    await candidates.read([wish(20)]);
    expect(asked.map((q) => Number(q.get('timerange')) / 24 / HOUR)).toEqual([14, 28]);
  });
});

describe('in the session’s storage', () => {
  it('there are the lists that were used last, as far as they fit', async () => {
    const { start, session, asked } = server(900);
    const candidates = start();
    for (const framework of [1, 4, 13]) await candidates.read([{ ...deep(30), framework }]);
    const bytes = JSON.stringify(session.items.get(LISTS_KEY)).length;
    expect(bytes).toBeLessThan(MOST_STORED_BYTES + 200);
    const before = asked.length;
    await start().read([{ ...wish(2), framework: 13 }]);
    expect(asked.length - before).toBeLessThanOrEqual(1);
  });

  it.each([
    undefined,
    null,
    7,
    [],
    { version: 9 },
    { version: 1, lists: [null, {}, { key: 'x', head: {}, packed: { texts: [], summaries: [[1]] } }] },
  ])('there may stand anything: %j', async (stored) => {
    const { start, session, asked } = server(3);
    session.items.set(LISTS_KEY, stored);
    expect((await start().read([wish(1)]))[0]?.list?.summaries).toHaveLength(3);
    expect(asked).toHaveLength(1);
  });

  it('nothing may be written: the list is there all the same', async () => {
    const { start, session } = server(3);
    session.refuse = () => true;
    expect((await start().read([wish(1)]))[0]?.list?.summaries).toHaveLength(3);
  });
});

it('a summary comes out of its packing as it went in', () => {
  const one = listed(
    summary([alert(1), { ...alert(2), amountPct: null, prevValue: null, isRegression: false }], {
      bugNumber: 1_990_000,
    }),
  );
  const other = {
    ...one,
    id: summaryId(9),
    asked: ['amazon'],
    alerts: one.alerts.map((a) => ({ ...a, signatureId: signatureId(4) })),
  };
  expect(unpack(JSON.parse(JSON.stringify(pack([one, other]))))).toEqual([one, other]);
});
