import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import * as z from 'zod/mini';
import { CONTENT_TO_BACKGROUND, Envelope, isMessageName } from '@/lib/messages/background';
import { createBackground } from '@/lib/rounds/backgroundHandlers';
import { wait } from '@/lib/rounds/waiting';

const SITE = 'https://treeherder.mozilla.org';

/*
 * The background. It may be stopped at any moment, so nothing that matters lives in its memory.
 *
 * | does                                          | never                        |
 * | --------------------------------------------- | ---------------------------- |
 * | leases of summaries, kept in storage.session  | writes to Treeherder         |
 * | public reads of Treeherder and Taskcluster    | sees credentials             |
 * | plans; rendering and validating of payloads   | state only in memory         |
 */
export default defineBackground(() => {
  const background = createBackground({
    fetch: (url, init) => fetch(url, init),
    site: SITE,
    local: storageOf(browser.storage.local),
    session: storageOf(browser.storage.session),
    wait,
    monotonic: () => performance.now(),
    wallClock: () => Date.now(),
  });

  browser.runtime.onMessage.addListener((message: unknown, sender, sendResponse) => {
    // only this extension's own content scripts, in a tab of the site; anything else gets no answer at all
    const tabId = sender.tab?.id;
    if (sender.id !== browser.runtime.id || tabId === undefined) return undefined;
    if (!sender.url?.startsWith(`${SITE}/`)) return undefined;
    const envelope = z.safeParse(Envelope, message);
    if (!envelope.success || !isMessageName(envelope.data.name)) return undefined;
    const { name } = envelope.data;
    const request = z.safeParse(CONTENT_TO_BACKGROUND[name].request, envelope.data.request);
    if (!request.success) return undefined;
    // the handler table is typed by name; the compiler cannot see that name and request belong together here
    const handle = background.handlers[name] as (r: unknown, s: { tabId: number }) => Promise<unknown>;
    handle(request.data, { tabId })
      .then((answer) => z.parse(CONTENT_TO_BACKGROUND[name].answer, answer))
      .then(sendResponse, (error: unknown) => {
        console.error('Deputy:', name, error);
        sendResponse(null);
      });
    return true;
  });

  browser.tabs.onRemoved.addListener((tabId) => void background.leases.freeTab(tabId));
  void background.start();
});

const storageOf = (area: typeof browser.storage.local) => ({
  get: (keys: string[] | null) => area.get(keys),
  set: (items: Record<string, unknown>) => area.set(items),
  remove: (keys: string[]) => area.remove(keys),
});
