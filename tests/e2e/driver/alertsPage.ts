import { ALERTS_PAGE } from '../../../scripts/arguments.ts';
import { TASKCLUSTER_HOST } from '../../sandbox/hosts.ts';
import type { LogEntry } from '../../sandbox/log.ts';
import type { SummaryRecord } from '../../sandbox/records.ts';
import type { SandboxServer } from '../../sandbox/server.ts';
import type { LoginOptions, Tab } from './tab.ts';
import type { Target } from './target.ts';
import { done, not, until } from './until.ts';

/** Rows of the summary that the scenarios of one day hold ready for a round; no other has as many. */
const MAIN_ROWS = 8;

/** The summary of the scenario that is worth a round. */
export function mainSummary(sandbox: SandboxServer): SummaryRecord {
  const found = [...sandbox.world.summaries.values()].find(
    ({ id }) => sandbox.world.alertsOf(id).length === MAIN_ROWS,
  );
  if (found === undefined) throw new Error(`scenario ${sandbox.scenario} has no summary for a round`);
  return found;
}

/** Logs in and opens the list of browsertime alerts. */
export const openAlerts = (tab: Tab, login: Omit<LoginOptions, 'next'> = {}) =>
  tab.login({ ...login, next: ALERTS_PAGE });

/** Deputy's bar of a summary, with what a sheriff uses in it. */
export function barOf(tab: Tab, summaryId: number) {
  const bar = tab.byRole('region', `Deputy: alert #${summaryId}`);
  return {
    bar,
    state: bar.byRole('status'),
    send: bar.byRole('button', /^Send round \d/),
    plan: bar.byRole('button', /^Plan round \d/),
    cancel: bar.byRole('button', 'Cancel'),
    problem: bar.byRole('alert'),
    receipts: bar.byRole('list', /^Receipts of round \d/),
    dialog: tab.byRole('dialog', new RegExp(`^Round \\d+ of alert #${summaryId}$`)),
  };
}

/** The page's own row of notes below the table of a summary. */
export const notesRow = (tab: Tab, summaryId: number): Target =>
  tab.byCss(`form:has([data-testid="alert summary ${summaryId} title"])`).byCss('.multiline-text');

/** The number in "Send round 1: 33 jobs" or "…: up to 33 jobs". */
export function jobsIn(text: string): number {
  const found = /(\d+) jobs?\b/.exec(text)?.[1];
  if (found === undefined) throw new Error(`no number of jobs in "${text}"`);
  return Number(found);
}

/** The hooks that were fired, each one post. */
export const firedHooks = (sandbox: SandboxServer): LogEntry[] =>
  sandbox.log.find({ host: TASKCLUSTER_HOST, method: 'POST', path: /\/trigger$/ });

/** Jobs that these posts ask for, builds not counted. */
export function askedJobs(posts: readonly LogEntry[]): number {
  return posts
    .map(({ body }) => JSON.parse(body ?? '{}') as TriggerBody)
    .flatMap(({ user }) => user?.input?.requests ?? [])
    .reduce((sum, { tasks, times }) => sum + tasks.length * times, 0);
}

interface TriggerBody {
  user?: { input?: { requests?: { tasks: string[]; times: number }[] } };
}

/** Writes to Treeherder by whomever. */
export const writes = (sandbox: SandboxServer): LogEntry[] =>
  sandbox.log.find().filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/performance/'));

/** Test jobs of a summary's repository that are there by now, builds and action tasks not counted. */
export function testJobs(sandbox: SandboxServer): number {
  const { world } = sandbox;
  return [...world.jobs.values()].filter(({ label }) => {
    const kind = world.labels.get(label)?.kind;
    return kind !== undefined && kind !== 'build';
  }).length;
}

/**
 * Presses a control that writes or spends as a person does: when the bar says that the page moved just now, once more.
 * @param came whether the press has had its effect
 */
export async function press(control: Target, bar: Target, came: () => Promise<boolean>): Promise<void> {
  const tooEarly = bar.byRole('alert', undefined, { text: /Press again\.$/ });
  await control.click();
  await until(`${control} to be taken`, async () => {
    if (await came()) return done(undefined);
    if ((await tooEarly.count()) === 0) return not('nothing came of it');
    // after such a press the control is disabled until the bar lies still, which the click waits for
    await control.click();
    return (await came()) ? done(undefined) : not('it was pressed too early');
  });
}

/** Presses "Send round n" of a summary; suggestions that come in meanwhile move its bar, and then once more. */
export function pressSend(tab: Tab, summaryId: number): Promise<void> {
  const { bar, send, cancel, receipts } = barOf(tab, summaryId);
  const said = bar.byRole('alert', undefined, { text: /^(?!The page moved just now)./ });
  return press(send, bar, async () => {
    for (const end of [cancel, receipts, said]) if ((await end.count()) > 0) return true;
    return (await send.count()) === 0;
  });
}

/** Uncaught exceptions of a tab, the page's own included; failed requests, which the console tells too, are none. */
export const uncaught = (tab: Tab) => tab.problems().filter((problem) => problem.startsWith('uncaught:'));
