import type { AlertWriteDeps } from '@/lib/actions/alertWrites';
import { answerAlertQuestion } from '@/lib/actions/judgeAlertWrites';
import { createLeaseHolder } from '@/lib/actions/leaseHolder';
import { createLeases, leaseHandlers } from '@/lib/actions/leases';
import { answerMessage } from '@/lib/messages/answering';
import type { BackgroundHandlers, CallBackground } from '@/lib/messages/background';
import { createCaller } from '@/lib/messages/caller';
import { fromMessage, toMessage } from '@/lib/messages/records';
import type { AlertSummary } from '@/lib/model/alert';
import { type SummaryId, summaryId } from '@/lib/model/ids';
import { isOk, ok } from '@/lib/model/outcome';
import { withNoted } from '@/lib/notes/notes';
import { createSummaryStore } from '@/lib/store/summaryStore';
import { createTreeherderRecords } from '@/lib/treeherder/client';
import { createServerClock } from '@/lib/treeherder/serverClock';
import { createTreeherderSession } from '@/lib/treeherder/session';
import { TREEHERDER_ORIGIN } from '../../sandbox/hosts.ts';
import type { AlertRecord, SummaryRecord } from '../../sandbox/records.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import type { SandboxTab } from '../../sandbox/tab.ts';

/** What happens to a request; `carryOut` is the server's own answer. */
export type Fault = (carryOut: () => Promise<Response>) => Promise<Response>;

export interface AlertDesk {
  readonly deps: AlertWriteDeps;
  /** Another tab of the same browser: its own lease holder. */
  readonly otherTab: AlertWriteDeps;
  readonly tab: SandboxTab;
  readonly sandbox: Sandbox;
  /** Eight untriaged browsertime regressions on autoland. */
  readonly main: SummaryId;
  /** Three untriaged browsertime improvements on autoland, of an older push. */
  readonly older: SummaryId;
  /** Two talos alerts on beta, and two on autoland that they come from. */
  readonly beta: SummaryId;
  readonly upstream: SummaryId;
  /** Tokens that are handed out before the cookie is read; for rotation. */
  readonly staleTokens: string[];
  /** The summary as a sheriff sees it now. */
  see(id: SummaryId): Promise<AlertSummary>;
  alerts(id: SummaryId): readonly AlertRecord[];
  row(id: number): AlertRecord;
  change(id: number, fields: Partial<AlertRecord>): void;
  summary(id: SummaryId): SummaryRecord;
  /** Bodies of the writes that left, in order, with the last part of their address. */
  puts(): readonly string[];
  onAlertPut(nth: number | null, fault: Fault): void;
  onRead(nth: number, fault: Fault): void;
  /** So many questions of this kind find no background; see `AlertQuestion`. */
  loseQuestions(at: string, times: number): void;
  /** As when this tab slept too long: nobody holds anything any more. */
  loseLeases(): void;
  /** The same day again. */
  again(): void;
}

export function createAlertDesk(): AlertDesk {
  const sandbox = createSandbox({ scenario: 'quiet' });
  const { world } = sandbox;
  const tab = sandbox.openTab();
  const find = (repository: string, framework: number, count: number): SummaryId => {
    const found = [...world.summaries.values()].find(
      (s) =>
        world.push(s.pushId).repository.name === repository &&
        s.frameworkId === framework &&
        world.alertsOf(s.id).length === count,
    );
    if (!found) throw new Error(`no summary of ${count} alerts on ${repository}`);
    return summaryId(found.id);
  };
  const rows = {
    alerts: [...world.alerts.values()].map((a) => ({ ...a })),
    summaries: [...world.summaries.values()].map((s) => ({ ...s })),
  };
  let table: unknown = {};
  const leases = createLeases(
    {
      read: async () => table,
      write: async (next) => {
        table = next;
      },
    },
    () => sandbox.clock.now(),
  );
  // what the background answers, both ways checked by the message's schema
  const handlers = {
    ...leaseHandlers(leases),
    'content-bg alert questions': async (question) => toMessage(answerAlertQuestion(fromMessage(question))),
  } as Partial<BackgroundHandlers> as BackgroundHandlers;
  let lost: { at: string; times: number } | null = null;
  const callOf = (tabId: number): CallBackground =>
    createCaller(async (message) => {
      const sent = JSON.parse(JSON.stringify(message));
      if (lost && lost.times > 0 && sent.request.kind === lost.at) {
        lost.times--;
        throw new Error('Extension context invalidated.');
      }
      const answer = await answerMessage(handlers, sent, { kind: 'content', tabId }, (name, error) => {
        throw new Error(`${name}: ${String(error)}`);
      });
      return JSON.parse(JSON.stringify(answer));
    });
  const clock = createServerClock(
    () => sandbox.clock.now(),
    () => sandbox.clock.now(),
  );
  const staleTokens: string[] = [];
  const request = {
    fetch: tab.fetch,
    origin: TREEHERDER_ORIGIN,
    csrfToken: () => staleTokens.shift() ?? tab.csrfToken(),
    clock,
    wait: async () => {},
  };
  const records = createTreeherderRecords(request);
  const session = createTreeherderSession(request);
  const depsOf = (tabId: number): AlertWriteDeps => ({
    treeherder: {
      putAlert: session.putAlert,
      putSummary: session.putSummary,
      summary: async (id) => {
        const answer = await records.summary(id);
        return isOk(answer) ? ok(withNoted(answer.value)) : answer;
      },
    },
    store: createSummaryStore(),
    leases: createLeaseHolder(callOf(tabId), `tab ${tabId}`),
    clock,
    call: callOf(tabId),
  });
  const row = (id: number) => {
    const found = world.alerts.get(id);
    if (!found) throw new Error(`no alert ${id}`);
    return found;
  };
  const add = (method: string, path: string, nth: number | null, fault: Fault) =>
    sandbox.faults.add({
      match: { method, path, ...(nth !== null && { nth }) },
      effect: { kind: 'call', run: (_, carryOut) => fault(carryOut) },
    });

  return {
    deps: depsOf(1),
    otherTab: depsOf(2),
    tab,
    sandbox,
    main: find('autoland', 13, 8),
    older: find('autoland', 13, 3),
    beta: find('mozilla-beta', 1, 2),
    upstream: find('autoland', 1, 2),
    staleTokens,
    async see(id) {
      const answer = await records.summary(id);
      if (!isOk(answer)) throw new Error(answer.problem.message);
      return answer.value;
    },
    alerts: (id) => world.alertsOf(id).toSorted((a, b) => a.id - b.id),
    row,
    change: (id, fields) => world.saveAlert({ ...row(id), ...fields }),
    summary: (id) => world.summary(id),
    puts: () =>
      sandbox.log.entries
        .filter((e) => e.method === 'PUT')
        .map((e) => `${e.path.match(/(\w+\/\d+)\/$/)?.[1]} ${e.body}`),
    onAlertPut: (nth, fault) => void add('PUT', '/alert/', nth, fault),
    onRead: (nth, fault) => void add('GET', '/alertsummary/', nth, fault),
    loseQuestions(at, times) {
      lost = { at, times };
    },
    loseLeases() {
      table = {};
    },
    again() {
      world.alerts.clear();
      for (const a of rows.alerts) world.alerts.set(a.id, { ...a });
      for (const s of rows.summaries) Object.assign(world.summary(s.id), s);
      sandbox.log.clear();
      sandbox.faults.clear();
      staleTokens.length = 0;
      table = {};
      lost = null;
    },
  };
}

export const serverError: Fault = async () =>
  new Response('<!doctype html><title>Server Error (500)</title>', {
    status: 500,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
  });
