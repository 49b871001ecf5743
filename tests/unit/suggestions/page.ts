import { CONTENT_TO_BACKGROUND, isMessageName } from '@/lib/messages/background';
import { createCaller } from '@/lib/messages/caller';
import type { AlertSummary } from '@/lib/model/alert';
import type { SummaryId } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import type { Suggestion, SuggestionReport } from '@/lib/model/suggestions';
import { type AskPlanner, createAskPlanner } from '@/lib/rounds/askPlanner';
import { createBackground } from '@/lib/rounds/backgroundHandlers';
import { type AskSuggestions, createAskSuggestions } from '@/lib/suggestions/askSuggestions';
import { createTreeherderRecords } from '@/lib/treeherder/client';
import { createServerClock } from '@/lib/treeherder/serverClock';
import { TREEHERDER_ORIGIN } from '../../sandbox/hosts.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { memoryStorage } from '../rounds/memoryStorage';

/** A page that asks a background about suggestions, over a sandbox. */
export interface SuggestingPage {
  readonly sandbox: Sandbox;
  /** A background as the browser has it; another one shares nothing but the session's storage. */
  start(): AskSuggestions;
  /** The same, with the planner of that background. */
  open(): { readonly ask: AskSuggestions; readonly plan: AskPlanner };
  readonly stored: ReturnType<typeof memoryStorage>;
  read(id: SummaryId): Promise<AlertSummary>;
  /** List requests for alert summaries so far. */
  lists(): number;
  count(path: RegExp): number;
}

export function openPage(sandbox: Sandbox): SuggestingPage {
  const stored = memoryStorage();
  const local = memoryStorage();
  const outside = sandbox.openTab({ user: null });
  const wait = async (ms: number) => sandbox.clock.advance(ms / 1000);
  const fetch = (url: string, init?: RequestInit) => outside.fetch(url, init);
  const now = () => sandbox.clock.now();
  const clock = createServerClock(now, now);
  const reader = createTreeherderRecords({ fetch, origin: TREEHERDER_ORIGIN, clock, wait });
  return {
    sandbox,
    stored,
    start: () => open().ask,
    open,
    async read(id) {
      const answer = await reader.summary(id);
      if (!isOk(answer)) throw new Error(answer.problem.message);
      return answer.value;
    },
    lists: () => sandbox.log.count({ path: /\/alertsummary\/\?/ }),
    count: (path) => sandbox.log.count({ path }),
  };

  function open() {
    const background = createBackground({
      fetch,
      site: TREEHERDER_ORIGIN,
      local,
      session: stored,
      wait,
      monotonic: now,
      wallClock: now,
    });
    // messages travel as JSON, and both ways are checked
    const call = createCaller(async (message) => {
      const { name, request } = JSON.parse(JSON.stringify(message));
      if (!isMessageName(name)) throw new Error(`no such message: ${name}`);
      const forms = CONTENT_TO_BACKGROUND[name];
      const handle = background.handlers[name] as (r: unknown, s: { tabId: number }) => Promise<unknown>;
      const answer = await handle(forms.request.parse(request), { tabId: 1 });
      return JSON.parse(JSON.stringify(forms.answer.parse(answer)));
    });
    return { ask: createAskSuggestions(call), plan: createAskPlanner(call) };
  }
}

/** The report on one summary, asked as the page does that has it in view. */
export async function reportOn(
  page: SuggestingPage,
  ask: AskSuggestions,
  id: SummaryId,
  front = false,
): Promise<SuggestionReport> {
  const answer = await ask.suggest([await page.read(id)], front ? id : null);
  if (!isOk(answer)) throw new Error(answer.problem.message);
  const [report] = answer.value;
  if (!report) throw new Error('There is no report.');
  return report;
}

/** 'obvious downstream of 51000' and the like, in the order of the report. */
export const told = (suggestions: readonly Suggestion[]) =>
  suggestions.map((s) => `${s.tier} ${s.kind}${s.target ? ` of ${s.target.id}` : ''}`);
