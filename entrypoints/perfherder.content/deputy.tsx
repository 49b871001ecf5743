import { browser } from 'wxt/browser';
import { knowKeys } from '@/components/command';
import { knowNextSteps } from '@/components/problemNotice';
import { createUndoList } from '@/lib/actions/undo';
import { createHost, createRowReturn, type HostEvent } from '@/lib/host';
import { type CountQuestion, countNodes } from '@/lib/host/countNodes';
import { createCaller } from '@/lib/messages/caller';
import { fromMessage } from '@/lib/messages/records';
import { isPoint } from '@/lib/model/graphPoint';
import type { SummaryId } from '@/lib/model/ids';
import type { KeyTable } from '@/lib/model/keys';
import type { JournalRecord } from '@/lib/model/round';
import { knowSentences, say } from '@/lib/model/say';
import { createBothBranches } from '@/lib/rounds/bothBranches';
import type { DeskDeps } from '@/lib/rounds/desk';
import { deskParts } from '@/lib/rounds/deskParts';
import { createJournal } from '@/lib/rounds/journal';
import { createTreeherderProxy } from '@/lib/rounds/throughBackground';
import { wait } from '@/lib/rounds/waiting';
import { createWhoSends } from '@/lib/rounds/whoSends';
import type { Settings } from '@/lib/settings/settings';
import { createSummaryStore } from '@/lib/store/summaryStore';
import { createAskSuggestions } from '@/lib/suggestions/askSuggestions';
import { createSuggestionLook } from '@/lib/suggestions/suggestionLook';
import { createServerClock } from '@/lib/treeherder/serverClock';
import { createTreeherderSession } from '@/lib/treeherder/session';
import { createDesks } from './desks';
import { createGraphPanel } from './graphPanel';
import { listenToKeys } from './keyboard';
import { createLoader } from './loader';
import { createNotesGuard } from './notesGuard';
import { createSuggestionDesks } from './suggestionDesks';
import { createViews } from './views';

/** Wires the parts together; everything that decides anything is elsewhere. */
export async function startDeputy(): Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const clock = createServerClock(
    () => performance.now(),
    () => Date.now(),
  );
  const call = createCaller((message) => browser.runtime.sendMessage(message));
  // made by the background from what is stored, with its schema
  const texts = await call('content-bg page texts', {});
  knowSentences(texts.sentences);
  knowNextSteps(fromMessage(texts.nextSteps));
  const keys = fromMessage<KeyTable>(texts.keys);
  knowKeys(keys);
  const settings = fromMessage<Settings>(texts.settings);
  const store = createSummaryStore();
  const journal = createJournal({ set: (items) => browser.storage.local.set(items) }, async (summary) =>
    fromMessage<JournalRecord[]>((await call('content-bg journal', { summary })).records),
  );
  const randomId = () => crypto.randomUUID().replaceAll('-', '').slice(0, 12);
  const session = createTreeherderSession({
    fetch: (url, init) => fetch(url, init),
    origin: location.origin,
    csrfToken: () => host.csrfToken(),
    clock,
    wait,
  });
  const treeherder = createTreeherderProxy(call, session, clock);

  const who = createWhoSends({
    user: () => treeherder.user(),
    credentials: (root) => host.credentials(root),
    onUser: (user) => views.setWriter(user?.isStaff === true),
  });

  const undoList = createUndoList(call, (id) => {
    desks.get(id)?.refresh();
    views.render(id);
  });
  const deskDeps: DeskDeps = {
    undoList,
    treeherder,
    store,
    journal,
    settings,
    wait,
    ...deskParts(call, who, clock, randomId, (url, init) => fetch(url, init)),
    // the graphs page shows no notes that could be old
    refetchPage: async (id) => (host.page().kind === 'graphs' ? 'refetched' : host.requestPageRefetch(id)),
  };

  const ask = createAskSuggestions(call);
  const refetchAll = async (ids: readonly SummaryId[]) => {
    const inPage = new Set(host.blocks().map((b) => b.summaryId));
    for (const id of ids) {
      look.forget(id);
      const summary = store.get(id)?.summary;
      if (!inPage.has(id) || !summary) continue;
      look.want([summary], null);
      await host.requestPageRefetch(id);
    }
  };
  const suggestions = createSuggestionDesks(
    { ...deskDeps, ask, refetchPage: (ids) => void refetchAll(ids) },
    (id) => views.renderBar(id),
  );
  const look = createSuggestionLook({
    ask,
    now: clock.now,
    wait,
    take: (report) => {
      suggestions(report.summaryId).take(report);
      // a plan at rest takes its hints from what was read for the report
      desks.get(report.summaryId)?.refresh();
    },
  });
  const desks = createDesks(deskDeps, (id) => views.render(id));
  const both = createBothBranches({ ...deskDeps, desks, alertsPerRound: settings.rules.alertsPerRound });
  const loader = createLoader({
    treeherder,
    store,
    clock,
    listShown: () => {
      const search = host.listSearch();
      return search === null ? null : { search, me: who.username() };
    },
    signal,
  });
  const views = createViews({
    help: fromMessage(texts.help),
    tour: fromMessage(texts.tour),
    undoList,
    nextOne: (event) => run('next one', event),
    desks,
    suggestions,
    look,
    both,
    call,
    store,
    clock,
    settings,
    host: () => host,
    username: who.username,
    signal,
  });
  const guard = createNotesGuard(
    { ...deskDeps, isVisible: () => document.visibilityState !== 'hidden', signal },
    (id, text) => views.warn(id, text),
  );
  store.subscribe((id) => {
    desks.get(id)?.refresh();
    const summary = store.get(id)?.summary;
    // a table of upstreams reads its summary a dozen times: it is asked about once at the end
    const isWorking = suggestions(id).isWorking();
    if (summary && !isWorking && !isPoint(id) && document.visibilityState !== 'hidden') look.changed(summary);
    views.render(id);
  });

  // all of it at once would hold the page up for longer than a frame or two
  await wait(0);
  const panel = createGraphPanel({ host: () => host, call, signal });
  const returnToRow = createRowReturn(window);

  const onEvent = (event: HostEvent) => {
    panel.look();
    if (event.type === 'dom') {
      returnToRow();
      const visible = new Set<SummaryId>(host.blocks().map((b) => b.summaryId));
      desks.keepOnly(visible);
      guard.keepOnly(visible);
      store.keepOnly(new Set([...visible, ...desks.ids()]));
      views.setVisible(visible);
      void loader.want(visible);
      views.drawNow(event.since);
    } else if (event.type === 'request') {
      loader.pageAsked(event);
    } else if (event.type === 'trigger') panel.triggered();
  };

  const host = createHost({
    view: window,
    css: texts.css,
    off: settings.off,
    now: clock.now,
    signal,
    onEvent,
    onMount: (key, shadow) => (key.kind === 'panel' ? panel.mount(shadow) : views.mount(key, shadow)),
    onUnmount: (key, shadow) => (key.kind === 'panel' ? panel.unmount() : views.unmount(key, shadow)),
    onSuperseded: () => stopping.abort(),
  });
  if (!settings.off.includes('own editor')) host.onTrustedNotesSave(guard.onSave, guard.onOpen);
  const run = listenToKeys({
    document,
    host: () => host,
    keys,
    isMine: views.isMine,
    leave: (onPage) => {
      if (!views.openNext(onPage)) views.warn(null, say('nothing left'));
    },
    help: views.toggleHelp,
    signal,
  });
  // of the extension's own pages: no page of the site can send one
  browser.runtime.onMessage.addListener((asked: CountQuestion, _, answer) =>
    answer(countNodes(document, asked)),
  );
  void who.user();
  void undoList.load();
  // the site's own login, in a pop-up or another tab, changes what this person may do
  window.addEventListener('storage', ({ key }) => key === 'userSession' && void who.user(), { signal });
}
