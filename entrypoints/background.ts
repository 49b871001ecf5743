import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import * as z from 'zod/mini';
import { createLeases, LEASES_KEY } from '@/lib/actions/leases';
import {
  type BackgroundHandlers,
  CONTENT_TO_BACKGROUND,
  Envelope,
  isMessageName,
} from '@/lib/messages/background';
import type { AlertSummary } from '@/lib/model/alert';
import { alertId, instant, summaryId } from '@/lib/model/ids';
import { isOk, type Outcome, ok } from '@/lib/model/outcome';
import { createJournal } from '@/lib/rounds/journal';
import { createPlanner } from '@/lib/rounds/planner';
import { createActionTaskReader } from '@/lib/rounds/runs';
import { wait } from '@/lib/rounds/waiting';
import { readSettings, SETTINGS_KEY } from '@/lib/settings/settings';
import { checkLabels, lookForActionTasks, renderTriggers } from '@/lib/taskcluster/backgroundWork';
import { createTaskclusterReads } from '@/lib/taskcluster/publicReads';
import { createTreeherder } from '@/lib/treeherder/client';
import { createTreeherderReads } from '@/lib/treeherder/publicReads';
import { createServerClock } from '@/lib/treeherder/serverClock';

const SITE = 'https://treeherder.mozilla.org';
/** The team's spend is read from summaries whose push is at most this old; rounds come within days of the push. */
const RECENT_SECONDS = 10 * 24 * 60 * 60;

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
  const leases = createLeases(
    {
      read: async () => (await browser.storage.session.get(LEASES_KEY))[LEASES_KEY],
      write: (table) => browser.storage.session.set({ [LEASES_KEY]: table }),
    },
    () => Date.now(),
  );
  const reads = createTaskclusterReads((url, init) => fetch(url, init));
  const treeherderDeps = {
    fetch: (url: string, init?: RequestInit) => fetch(url, init),
    origin: SITE,
    clock: createServerClock(
      () => performance.now(),
      () => Date.now(),
    ),
    wait,
  };
  const local = async (key: string) => (await browser.storage.local.get(key))[key];
  const journal = createJournal({
    get: (keys) => browser.storage.local.get(keys),
    set: (items) => browser.storage.local.set(items),
    remove: (keys) => browser.storage.local.remove(keys),
  });
  const plan = createPlanner({
    reads: createTreeherderReads(treeherderDeps),
    actionTasks: createActionTaskReader((root, tasks) => lookForActionTasks(reads, root, [], 0, tasks)),
    journal: () => journal.read(),
    rules: async () => readSettings(await local(SETTINGS_KEY)).rules,
    async recentSummaries() {
      // no token, no session: this client can read and nothing else
      const treeherder = createTreeherder({ ...treeherderDeps, csrfToken: () => null });
      const query = `show_sheriffed_frameworks=true&timerange=${RECENT_SECONDS}&limit=100`;
      const answer = await treeherder.summaries(query);
      return isOk(answer) ? ok(answer.value.summaries) : answer;
    },
  });

  const handlers: BackgroundHandlers = {
    'content-bg lease take': async ({ summaries, holder }, { tabId }) => ({
      granted: await leases.take(summaries.map(summaryId), holder, tabId),
    }),
    'content-bg lease renew': async ({ summaries, holder }) => ({
      held: await leases.renew(summaries.map(summaryId), holder),
    }),
    'content-bg lease free': async ({ summaries, holder }) => {
      await leases.free(summaries.map(summaryId), holder);
      return {};
    },
    'content-bg render triggers': async ({ root, pushes }) => ({
      triggers: (await renderTriggers(reads, root, pushes)).map((t) => ({
        ...t,
        outcome: asRead(t.outcome),
      })),
    }),
    'content-bg look for action tasks': async ({ root, hooks, since, taskIds }) =>
      asRead(await lookForActionTasks(reads, root, hooks, since, taskIds)),
    'content-bg plan': async ({ summary, choices, depth, me, now }) => {
      const answer = await plan({
        // our own content script parsed it with the schema of the API; the message's schema looks at its outline
        summary: summary as unknown as AlertSummary,
        choices: { form: choices.form, dropped: choices.dropped.map(alertId) },
        depth,
        me,
        now: instant(now),
      });
      if (!isOk(answer)) return asRead(answer);
      return { kind: 'ok' as const, value: { ...answer.value, plan: { ...answer.value.plan } } };
    },
    'content-bg check labels': async ({ root, decisionTask, labels }) =>
      asRead(await checkLabels(reads, root, decisionTask, labels)),
  };

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
    const handle = handlers[name] as (r: unknown, s: { tabId: number }) => Promise<unknown>;
    handle(request.data, { tabId }).then(sendResponse, (error: unknown) => {
      console.error('Deputy:', name, error);
      sendResponse(undefined);
    });
    return true;
  });

  browser.tabs.onRemoved.addListener((tabId) => void leases.freeTab(tabId));
});

/** Reads are never refused or unclear: they came or they did not. */
function asRead<T>(outcome: Outcome<T>) {
  return outcome.kind === 'ok'
    ? { kind: 'ok' as const, value: outcome.value }
    : { kind: 'failed' as const, problem: { ...outcome.problem } };
}
