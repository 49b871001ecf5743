import { describe, expect, it } from 'vitest';
import { openDesk } from './browser';
import { createDay, FULL, planOf, TIMEOUT_MS, wantedBy } from './day';
import { expectHonest, expectWhole, pressUntilDone } from './pressing';

const COLLEAGUE = '[cbrown] the author is on leave until Monday';
/** Soon enough for the action tasks to be open, and long after they have come to their ends. */
const PAUSES = [20, 7200];

const day = createDay();

async function begin() {
  day.again();
  day.colleagueWrites(COLLEAGUE);
  const { browser, tab, desk } = await openDesk(day);
  day.sandbox.log.clear();
  browser.messages.length = 0;
  return { browser, tab, desk, wanted: wantedBy(planOf(desk)) };
}

/** What a round that is left alone asks for, in order. */
const { browser: undisturbed, desk: lucky } = await begin();
await lucky.send();
const requests = day.sandbox.log.entries.map(({ method, path }, i) => ({ n: i + 1, method, path }));
const messages = undisturbed.messages.map((name, i) => ({ n: i + 1, name }));

/** In the short run: all that writes, some of the triggers, and every seventh other request. */
const triggers = requests.filter((r) => r.path.endsWith('/trigger'));
const tellingRequests = requests.filter(
  (r) => FULL || r.method === 'PUT' || r.n % 7 === 0 || [0, 3, 7].some((i) => triggers[i] === r),
);
const SPENDING = ['content-bg prepare round', 'content-bg look for sent'];
const tellingMessages = messages.filter(({ n, name }) => FULL || n % 3 === 0 || SPENDING.includes(name));

console.log(
  `Rounds that break off: ${tellingRequests.length} requests, ${tellingMessages.length} messages${FULL ? '' : ' (DEPUTY_FULL=1 for all)'}.`,
);

describe('a round that breaks off', { timeout: TIMEOUT_MS }, () => {
  it.each(
    tellingRequests.flatMap((r) =>
      (r.method === 'GET' ? [false] : [false, true]).map((done) => ({ ...r, done })),
    ),
  )('because the tab is closed at request $n, $method, carried out: $done', async ({ n, done }) => {
    const { browser, tab, desk, wanted } = await begin();
    const closed = new Promise<void>((resolve) => {
      day.sandbox.faults.add({
        match: { nth: n },
        effect: {
          kind: 'call',
          run: async (request, carryOut) => {
            // the background goes on with what it asks, though nobody waits for its answer
            const answer = done || request.headers.get('x-sandbox-by') ? await carryOut() : null;
            await tab.close();
            resolve();
            return answer ?? new Promise(() => {});
          },
        },
      });
    });
    await Promise.race([desk.send(), closed]);
    day.sandbox.faults.clear();
    await pressUntilDone(day, browser, PAUSES[n % 2] ?? 0);
    expectWhole(day, wanted, COLLEAGUE);
  });

  it.each(tellingMessages)('because Deputy is updated at message $n, $name', async ({ n }) => {
    const { browser, tab, desk, wanted } = await begin();
    let seen = 0;
    browser.beforeMessage = async () => {
      if (++seen >= n) throw new Error('Extension context invalidated.');
    };
    await desk.send();
    browser.beforeMessage = null;
    const posts = day.posts();
    expect(['stopped', 'sent']).toContain(tab.progress.at(-1)?.kind);
    expectHonest(tab, day);
    await tab.close();
    expect(day.posts()).toBe(posts);
    // storage.session goes with the old instance
    browser.session.items.clear();
    await pressUntilDone(day, browser, PAUSES[n % 2] ?? 0);
    expectWhole(day, wanted, COLLEAGUE);
  });

  it.each(tellingMessages)('because the background is stopped at message $n, $name', async ({ n }) => {
    const { browser, tab, desk, wanted } = await begin();
    let seen = 0;
    browser.beforeMessage = async () => {
      // what it was about to answer is never heard; the next message starts it anew
      if (++seen === n) queueMicrotask(() => browser.stopBackground());
    };
    await desk.send();
    browser.beforeMessage = null;
    expect(['stopped', 'sent']).toContain(tab.progress.at(-1)?.kind);
    expectHonest(tab, day);
    await tab.close();
    await pressUntilDone(day, browser, PAUSES[n % 2] ?? 0);
    expectWhole(day, wanted, COLLEAGUE);
  });
});
