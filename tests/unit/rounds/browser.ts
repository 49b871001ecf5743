import { createUndoList } from '@/lib/actions/undo';
import { readCredentials } from '@/lib/host/session';
import { answerMessage } from '@/lib/messages/answering';
import { Envelope } from '@/lib/messages/background';
import { createCaller } from '@/lib/messages/caller';
import { instant, type SummaryId } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import type { JournalRecord } from '@/lib/model/round';
import type { SendProgress } from '@/lib/model/sendProgress';
import { type Background, createBackground } from '@/lib/rounds/backgroundHandlers';
import { createDesk, type Desk, type DeskDeps } from '@/lib/rounds/desk';
import { deskParts } from '@/lib/rounds/deskParts';
import { createJournal } from '@/lib/rounds/journal';
import { createTreeherderProxy } from '@/lib/rounds/throughBackground';
import type { RoundNotice } from '@/lib/rounds/watchRounds';
import { createWhoSends } from '@/lib/rounds/whoSends';
import { readSettings } from '@/lib/settings/settings';
import { createSummaryStore } from '@/lib/store/summaryStore';
import { createServerClock } from '@/lib/treeherder/serverClock';
import { createTreeherderSession } from '@/lib/treeherder/session';
import type { FaultMatch } from '../../sandbox/faults.ts';
import { TREEHERDER_ORIGIN } from '../../sandbox/hosts.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { SandboxTab, TabOptions } from '../../sandbox/tab.ts';
import { type MemoryStorage, memoryStorage } from './memoryStorage';

/** The laptop's clock is this much off; nothing that Deputy says or signs may show it. */
const SKEW_MS = 3 * 60 * 60 * 1000;

export interface BrowserOptions {
  /** How time goes by while Deputy waits; by default the sandbox's clock jumps ahead at once. */
  readonly wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Every request passes through here, so that a test can hold it up. */
  readonly network?: (send: () => Promise<Response>) => Promise<Response>;
  /** How far the laptop's clock is off; three hours ahead by default. */
  readonly skewMs?: number;
  /** Told of each message, before it is answered. */
  readonly onMessage?: (name: string, request: unknown) => void;
  /** Makes the ids of claims and holders; random by default. */
  readonly randomId?: () => string;
}

/** What the browser shows of the watch. */
export interface BrowserOutlet {
  alarm: boolean;
  badge: number;
  readonly notices: RoundNotice[];
  allowed: boolean;
}

/** One browser with Deputy in it: a background, its storage, and tabs that share both. */
export interface DeputyBrowser {
  readonly local: MemoryStorage;
  readonly session: MemoryStorage;
  readonly background: Background;
  readonly outlet: BrowserOutlet;
  /** What handlers threw. */
  readonly failures: string[];
  /** Stops the background: its memory is gone, what it was about to answer is never heard, and the next message starts it. */
  stopBackground(): void;
  /** Names of the messages that came in, in order. */
  readonly messages: string[];
  /** What a message meets instead of its handler; for updates and crashes. */
  beforeMessage: ((name: string, number: number) => Promise<void>) | null;
  openTab(options?: TabOptions): DeputyTab;
}

/** One tab of the alerts page: everything of the content script but its views. */
export interface DeputyTab {
  readonly page: SandboxTab;
  readonly deps: DeskDeps;
  readonly desk: (id: SummaryId) => Desk;
  /** Reads the summary as the loader does, and plans as a bar does that was looked at. */
  look(id: SummaryId): Promise<Desk>;
  /** All that the desks told about sending, in order, without repetitions. */
  readonly progress: SendProgress[];
  /** The page's refetches that were asked for. */
  readonly refetched: SummaryId[];
  /** Closes the tab: what it was about to do does not happen any more. */
  close(): Promise<void>;
}

/** Wires the parts as `entrypoints/background.ts` and `entrypoints/perfherder.content/deputy.tsx` do. */
export function openBrowser(sandbox: Sandbox, options: BrowserOptions = {}): DeputyBrowser {
  const local = memoryStorage();
  const session = memoryStorage();
  const wait =
    options.wait ??
    (async (ms: number) => {
      sandbox.clock.advance(ms / 1000);
    });
  const network = options.network ?? ((send) => send());
  const outside = sandbox.openTab({ user: null });
  const laptop = () => sandbox.clock.now() + (options.skewMs ?? SKEW_MS);
  const outlet: BrowserOutlet = { alarm: false, badge: 0, notices: [], allowed: true };
  const newBackground = () =>
    createBackground({
      fetch: (url, init) =>
        network(() =>
          outside.fetch(url, { ...init, headers: { ...init?.headers, 'X-Sandbox-By': 'extension' } }),
        ),
      site: TREEHERDER_ORIGIN,
      local,
      session,
      wait,
      monotonic: () => sandbox.clock.now(),
      wallClock: laptop,
      outlet: {
        setAlarm: async (on) => {
          outlet.alarm = on;
        },
        setBadge: async (rounds) => {
          outlet.badge = rounds;
        },
        notify: async (notice) => {
          if (outlet.allowed) outlet.notices.push(notice);
          return outlet.allowed;
        },
        mayNotify: async (ask) => {
          if (ask) outlet.allowed = true;
          return outlet.allowed ? 'allowed' : 'not allowed';
        },
      },
    });
  let background = newBackground();
  let tabs = 0;
  let asked = 0;
  const browser: DeputyBrowser = {
    local,
    session,
    get background() {
      return background;
    },
    outlet,
    messages: [],
    failures: [],
    beforeMessage: null,
    stopBackground() {
      background = newBackground();
    },
    openTab,
  };

  /** Messages travel as JSON, and both ways are checked. */
  async function answer(message: unknown, tabId: number): Promise<unknown> {
    const sent = JSON.parse(JSON.stringify(message));
    const { name, request } = Envelope.parse(sent);
    browser.messages.push(name);
    options.onMessage?.(name, request);
    await browser.beforeMessage?.(name, ++asked);
    const mine = background;
    const answer = await answerMessage(mine.handlers, sent, { kind: 'content', tabId }, (failing, error) =>
      browser.failures.push(`${failing}: ${String(error)}`),
    );
    // a background that was stopped meanwhile answers nobody
    if (background !== mine) throw new Error('The message channel closed before a response was received.');
    return JSON.parse(JSON.stringify(answer));
  }

  function openTab(tabOptions?: TabOptions): DeputyTab {
    const page = sandbox.openTab(tabOptions);
    const tabId = ++tabs;
    const randomId = options.randomId ?? (() => crypto.randomUUID().replaceAll('-', '').slice(0, 12));
    let isClosed = false;
    const open = <T>(work: () => Promise<T>): Promise<T> => (isClosed ? new Promise(() => {}) : work());
    const fetch = (url: string, init?: RequestInit) => open(() => network(() => page.fetch(url, init)));
    const call = createCaller((message) => open(() => answer(message, tabId)));
    const clock = createServerClock(() => sandbox.clock.now(), laptop);
    const store = createSummaryStore();
    const treeherder = createTreeherderProxy(
      call,
      createTreeherderSession({
        fetch,
        origin: TREEHERDER_ORIGIN,
        csrfToken: page.csrfToken,
        clock,
        wait,
      }),
      clock,
    );
    const who = createWhoSends({
      user: () => treeherder.user(),
      credentials: (root) =>
        readCredentials(root, clock.now(), { getItem: (key) => page.storage.get(key) ?? null }),
      onUser: () => {},
    });
    const progress: SendProgress[] = [];
    const refetched: SummaryId[] = [];
    const undoList = createUndoList(call, (id) => desks.get(id)?.refresh());
    const deps: DeskDeps = {
      undoList,
      treeherder,
      store,
      journal: createJournal(
        { set: (items) => open(() => local.set(items)) },
        async (summary) =>
          (await call('content-bg journal', { summary })).records as unknown as JournalRecord[],
      ),
      settings: readSettings({}),
      wait: (ms, signal) => open(() => wait(ms, signal)),
      ...deskParts(call, who, clock, randomId, fetch),
      refetchPage: async (id) => {
        refetched.push(id);
        return 'refetched';
      },
    };
    const desks = new Map<SummaryId, Desk>();
    const desk = (id: SummaryId) => {
      const known = desks.get(id);
      if (known) return known;
      const made = createDesk(deps, id, () => {
        const { send } = made.state();
        if (progress.at(-1) !== send) progress.push(send);
      });
      desks.set(id, made);
      return made;
    };
    store.subscribe((id) => desks.get(id)?.refresh());

    return {
      page,
      deps,
      desk,
      progress,
      refetched,
      async look(id) {
        await who.user();
        const summary = await treeherder.summary(id);
        const mine = desk(id);
        if (isOk(summary)) store.put(summary.value, clock.now());
        else store.putProblem(id, summary.problem, instant(clock.now()));
        await mine.show();
        await mine.readLive();
        return mine;
      },
      async close() {
        isClosed = true;
        await background.leases.freeTab(tabId);
      },
    };
  }
  return browser;
}

/** A browser with one tab in it, and the desk of a summary that was looked at there. */
export async function openDesk({ sandbox, id }: { readonly sandbox: Sandbox; readonly id: SummaryId }) {
  const browser = openBrowser(sandbox);
  const tab = browser.openTab();
  return { browser, tab, desk: await tab.look(id) };
}

/**
 * Closes a tab when a request that matches was carried out: its answer is never heard.
 * @returns resolved when the tab is closed
 */
export function closesAfter(tab: DeputyTab, sandbox: Sandbox, match: FaultMatch): Promise<void> {
  return new Promise((resolve) => {
    sandbox.faults.add({
      match,
      effect: {
        kind: 'call',
        run: async (_, carryOut) => {
          await carryOut();
          await tab.close();
          resolve();
          return new Promise(() => {});
        },
      },
    });
  });
}
