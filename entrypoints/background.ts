import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { createDrawings } from '@/components/drawings';
import styles from '@/components/styles.css?inline';
import { type Asker, answerMessage, answerPageMessage } from '@/lib/messages/answering';
import { type Background, createBackground } from '@/lib/rounds/backgroundHandlers';
import { wait } from '@/lib/rounds/waiting';
import { LOOK_EVERY_MS, summaryOfNotice, type WatchOutlet } from '@/lib/rounds/watchRounds';
import { readManaged } from '@/lib/settings/managed';
import { summaryUrl } from '@/lib/suggestions/links';

const SITE = 'https://treeherder.mozilla.org';
const ALARM = 'rounds that wait for their data';

/*
 * The background. It may be stopped at any moment, so nothing that matters lives in its memory.
 *
 * | does                                          | never                        |
 * | --------------------------------------------- | ---------------------------- |
 * | leases of summaries, kept in storage.session  | writes to Treeherder         |
 * | public reads of Treeherder and Taskcluster    | sees credentials             |
 * | plans; rendering and validating of payloads   | state only in memory         |
 * | alarm, badge and notification of data come in |                              |
 * | hands out the style sheet                     |                              |
 */
export default defineBackground(() => {
  const background = createBackground({
    fetch: (url, init) => fetch(url, init),
    site: SITE,
    local: storageOf(browser.storage.local),
    session: storageOf(browser.storage.session),
    managed: () => readManaged(browser.storage.managed),
    wait,
    monotonic: () => performance.now(),
    wallClock: () => Date.now(),
    styles,
    drawings: createDrawings(summaryUrl),
    openPage: (page) =>
      page === 'options'
        ? browser.runtime.openOptionsPage()
        : browser.tabs.create({ url: browser.runtime.getURL(`/${page}.html`) }),
    outlet,
  });

  browser.runtime.onMessage.addListener((message: unknown, sender, sendResponse) => {
    const asker = askerOf(sender);
    const answer =
      asker &&
      (answerMessage(background.handlers, message, asker, reportFailure) ??
        answerPageMessage(background.pageHandlers, message, asker, reportFailure));
    // anything that is not ours gets no answer at all
    if (!answer) return undefined;
    void answer.then((given) => {
      background.saw(message, given);
      sendResponse(given);
    });
    return true;
  });
  browser.tabs.onRemoved.addListener((tabId) => void background.leases.freeTab(tabId));
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === ALARM) void background.watch.onAlarm().catch((error) => reportFailure(ALARM, error));
  });
  // asked for in the popup; the interface is there only once the permission is
  browser.permissions.onAdded.addListener(() => openFromNotices(background.pageOf));
  openFromNotices(background.pageOf);
  void background.start().catch((error) => reportFailure('start', error));
});

const outlet: WatchOutlet = {
  async setAlarm(on) {
    const isOn = (await browser.alarms.get(ALARM)) !== undefined;
    if (on === isOn) return;
    if (on) await browser.alarms.create(ALARM, { periodInMinutes: LOOK_EVERY_MS / 60_000 });
    else await browser.alarms.clear(ALARM);
  },
  async setBadge(rounds) {
    await browser.action.setBadgeText({ text: rounds > 0 ? String(rounds) : '' });
    await browser.action.setTitle({
      title:
        rounds > 0
          ? `Deputy: the data of ${rounds === 1 ? '1 round is' : `${rounds} rounds are`} in`
          : 'Deputy',
    });
  },
  async notify({ id, title, message }) {
    if (!(await browser.permissions.contains(NOTIFICATIONS))) return false;
    const iconUrl = browser.runtime.getURL('/icon/128.png');
    await browser.notifications.create(id, { type: 'basic', iconUrl, title, message });
    return true;
  },
  async mayNotify(ask) {
    try {
      // asked at once: after any wait the press does not count any more
      const isAllowed = ask
        ? browser.permissions.request(NOTIFICATIONS)
        : browser.permissions.contains(NOTIFICATIONS);
      return (await isAllowed) ? 'allowed' : 'not allowed';
    } catch {
      // a press in the page does not count as one here in Firefox; one on Deputy's own button does
      return 'press the button';
    }
  },
};

const NOTIFICATIONS = { permissions: ['notifications' as const] };

let isListening = false;
function openFromNotices(pageOf: Background['pageOf']): void {
  if (isListening || !browser.notifications) return;
  isListening = true;
  browser.notifications.onClicked.addListener((id) => {
    const summary = summaryOfNotice(id);
    if (summary === null) return;
    void pageOf(summary).then((path) => browser.tabs.create({ url: `${SITE}${path}` }));
    void browser.notifications.clear(id);
  });
}

/** This extension's own content scripts in a tab of the site, and its own pages; null for all others. */
function askerOf(sender: {
  readonly id?: string | undefined;
  readonly url?: string | undefined;
  readonly tab?: { readonly id?: number | undefined } | undefined;
}): Asker | null {
  if (sender.id !== browser.runtime.id) return null;
  if (sender.url?.startsWith(browser.runtime.getURL('/'))) return { kind: 'own page' };
  const tabId = sender.tab?.id;
  return tabId !== undefined && sender.url?.startsWith(`${SITE}/`) ? { kind: 'content', tabId } : null;
}

const reportFailure = (name: string, error: unknown) => console.error('Deputy:', name, error);

const storageOf = (area: typeof browser.storage.local) => ({
  get: (keys: string[] | null) => area.get(keys),
  set: (items: Record<string, unknown>) => area.set(items),
  remove: (keys: string[]) => area.remove(keys),
});
