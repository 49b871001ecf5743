import { describe, expect, it } from 'vitest';
import { createLeases, LEASES_KEY } from '@/lib/actions/leases';
import { createSessionKept } from '@/lib/actions/sessionKept';
import { readCredentials, readCsrfToken } from '@/lib/host/session';
import { CONTENT_TO_BACKGROUND } from '@/lib/messages/background';
import { instant, summaryId } from '@/lib/model/ids';
import { createBackground } from '@/lib/rounds/backgroundHandlers';
import { dropOldJournal, readCancelRecords, readJournal } from '@/lib/rounds/journalReads';
import { readSettings } from '@/lib/settings/settings';
import { createListShelf } from '@/lib/suggestions/listShelf';
import { TASKCLUSTER_ROOT, TREEHERDER_ORIGIN } from '../../sandbox/hosts.ts';
import { seeded } from '../../sandbox/random.ts';
import { openBrowser } from '../rounds/browser';
import { createDay, FULL } from '../rounds/day';
import { type MemoryStorage, memoryStorage } from '../rounds/memoryStorage';
import { mutateValue } from './mutate';

/** Corrupt states of each store. */
const CASES = FULL ? 5_000 : 100;
const TIMEOUT_MS = 300_000;
const NOW = Date.parse('2026-03-02T12:00:00Z');

/** What the browser holds after a round was sent and a note written. */
async function usedBrowser() {
  const day = createDay();
  const browser = openBrowser(day.sandbox);
  const desk = await browser.openTab({ user: 'sheriff' }).look(day.id);
  await desk.send();
  await browser.local.set({
    settings: {
      version: 1,
      graceSeconds: 5,
      rules: { jobsPerRound: 60, frameworks: ['talos'] },
      pairs: [{ downstream: 'autoland', upstream: 'mozilla-inbound', windowHours: 24 }],
      templates: [{ name: 'a', text: 'b {alerts}' }],
      keys: { 'next summary': 'j' },
    },
    'cancel:51000:1:x': {
      version: 1,
      summaryId: 51_000,
      round: 1,
      nonce: 'n',
      taskId: 'x',
      state: 'asked',
      at: NOW,
    },
  });
  await browser.session.set({
    [LEASES_KEY]: { 51000: { holder: 'x', tabId: 1, until: NOW + 1000 } },
    undo: [{ id: 'a', summary: 51_000, what: 'a mark', at: NOW }],
    'draft 51000': '{"comment":"x"}',
  });
  return browser;
}

/** The whole storage with one to three places of it changed. */
function corrupt(good: MemoryStorage, seed: string): { storage: MemoryStorage; what: string } {
  const storage = memoryStorage();
  const { value, what } = mutateValue(Object.fromEntries(good.items), seeded(seed));
  if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) storage.items.set(key, item);
  return { storage, what };
}

describe('a store that is corrupt', () => {
  it(`${CASES} times: journal, settings, leases, undo, drafts and lists are read as far as they go`, {
    timeout: TIMEOUT_MS,
  }, async () => {
    const used = await usedBrowser();
    for (let n = 0; n < CASES; n++) {
      const local = corrupt(used.local, `local ${n}`);
      const session = corrupt(used.session, `session ${n}`);
      const what = `${local.what}; ${session.what}`;
      const settings = readSettings((await local.storage.get(['settings'])).settings);
      expect(settings.graceSeconds, what).toBeGreaterThanOrEqual(2);
      expect(settings.rules.jobsPerRound, what).toBeLessThanOrEqual(300);
      for (const record of await readJournal(local.storage)) expect(record.version, what).toBe(1);
      await readCancelRecords(local.storage);
      await dropOldJournal(local.storage, NOW + 30 * 86_400_000);
      const leases = createLeases(
        {
          read: async () => (await session.storage.get([LEASES_KEY]))[LEASES_KEY],
          write: (table) => session.storage.set({ [LEASES_KEY]: table }),
        },
        () => NOW + 120_000,
      );
      // whatever stood there: a lease can be had again, by one only
      expect(await leases.take([summaryId(51_000)], 'me', 2), what).toBe(true);
      expect(await leases.take([summaryId(51_000)], 'you', 3), what).toBe(false);
      const kept = createSessionKept(session.storage);
      await kept.addUndo({ id: 'new', summary: 1, what: 'x', at: 1 });
      expect((await kept.undoList()).at(-1)?.id, what).toBe('new');
      await kept.draft(51_000);
      await createListShelf(session.storage).get('autoland 13');
    }
  });

  it('does not keep the background from starting, and the page gets its settings', async () => {
    const used = await usedBrowser();
    for (let n = 0; n < CASES / 10; n++) {
      const { storage, what } = corrupt(used.local, `start ${n}`);
      const background = createBackground({
        fetch: async () => Response.error(),
        site: TREEHERDER_ORIGIN,
        local: storage,
        session: corrupt(used.session, `start ${n}`).storage,
        wait: async () => {},
        monotonic: () => NOW,
        wallClock: () => NOW,
      });
      await background.start();
      const tab = { tabId: 1 };
      const settings = await background.handlers['content-bg settings']({}, tab);
      expect(CONTENT_TO_BACKGROUND['content-bg settings'].answer.safeParse(settings).success, what).toBe(
        true,
      );
      await background.handlers['content-bg journal']({ summary: 51_000 }, tab);
      await background.handlers['content-bg undo list']({}, tab);
    }
  });

  it(`${CASES} times: the page's own credentials and cookies, which any script may have changed`, () => {
    const good = JSON.stringify({
      [TASKCLUSTER_ROOT]: {
        expires: '2030-01-01T00:00:00Z',
        credentials: { clientId: 'a', accessToken: 'b', certificate: '{}' },
      },
    });
    const random = seeded('credentials');
    const ends = { ok: 0, none: 0, expired: 0 };
    for (let n = 0; n < CASES; n++) {
      const text = n % 5 === 0 ? good.slice(0, random.int(0, good.length)) : changed(good, random);
      const found = readCredentials(TASKCLUSTER_ROOT, instant(NOW), { getItem: () => text });
      ends[found.kind] += 1;
      if (found.kind === 'ok') expect(found.credentials.accessToken).not.toBe('');
    }
    expect(ends.none).toBeGreaterThan(0);
    expect(ends.ok).toBeGreaterThan(0);
    for (const cookie of ['', ';;;', 'csrftoken', 'csrftoken=', '=x; csrftoken=a=b', '\u0000'])
      expect(() => readCsrfToken(cookie)).not.toThrow();
  });
});

function changed(good: string, random: ReturnType<typeof seeded>): string {
  for (;;) {
    const { value } = mutateValue(JSON.parse(good), random);
    if (value !== undefined) return JSON.stringify(value);
  }
}

describe('a disk that is full', () => {
  const REFUSED: readonly [string, 'local' | 'session', RegExp][] = [
    ['the journal', 'local', /^journal:/],
    ['the leases', 'session', /^leases$/],
    ['the undo list', 'session', /^undo$/],
    ['everything', 'local', /./],
    ['everything of the session', 'session', /./],
  ];
  it.each(REFUSED)(
    'for %s: a round leaves nothing unrecorded, and says what happened',
    async (_, area, keys) => {
      const day = createDay();
      const browser = openBrowser(day.sandbox);
      const desk = await browser.openTab({ user: 'sheriff' }).look(day.id);
      browser[area].refuse = (all) => all.some((key) => keys.test(key));
      await desk.send();
      const { send } = desk.state();
      const journal = [...browser.local.items.keys()].filter((key) => key.startsWith('journal:'));
      // no trigger without its record: what left can be found again
      expect(day.posts()).toBeLessThanOrEqual(journal.length);
      if (send.kind === 'stopped') {
        expect(send.problem.message).toMatch(/Nothing was sent|[Nn]othing (was|has been) (done|written)/);
        expect(day.posts()).toBe(0);
      } else expect(send.kind).toBe('sent');
    },
  );
});

describe('clocks that are wrong', () => {
  it.each([
    ['years ahead', 5 * 365 * 86_400_000],
    ['years behind', -5 * 365 * 86_400_000],
    ['one day ahead', 86_400_000],
    ['in 1970', -NOW],
  ])('a laptop %s: the round is signed, dated and told on the server’s time', async (_, skew) => {
    const day = createDay();
    const browser = openBrowser(day.sandbox, { skewMs: skew });
    const desk = await browser.openTab({ user: 'sheriff' }).look(day.id);
    await desk.send();
    expect(desk.state().send.kind).toBe('sent');
    const today = new Date(day.sandbox.clock.now()).toISOString().slice(0, 10);
    expect(day.notes()).toContain(today);
    for (const [, year] of day.notes().matchAll(/\b((?:19|20)\d\d)-\d\d-\d\d/g))
      expect(year).toBe(today.slice(0, 4));
  });
});
