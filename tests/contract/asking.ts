import hawk from 'hawk';
import jsone from 'json-e';
import { TASKCLUSTER_ROOT } from '../sandbox/hosts.ts';
import type { PushRecord } from '../sandbox/records.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { SandboxTab } from '../sandbox/tab.ts';

export const WINDOWS_AMAZON = 'test-windows11-64-24h2-shippable/opt-browsertime-tp6-firefox-amazon';
export const WINDOWS_BUILD = 'build-win64-shippable/opt';

// biome-ignore lint/suspicious/noExplicitAny: the specs look into answers of many forms
type Answer = any;

/** Reads JSON and insists on success. */
export async function get(tab: SandboxTab, path: string): Promise<Answer> {
  const answer = await tab.fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Writes as the page does. */
export function put(tab: SandboxTab, path: string, body: unknown): Promise<Response> {
  return tab.fetch(path, {
    method: 'PUT',
    headers: { 'X-CSRFToken': tab.csrfToken() ?? 'undefined', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

export const putAlert = (tab: SandboxTab, id: number, body: unknown) =>
  put(tab, `/api/performance/alert/${id}/`, body);
export const putSummary = (tab: SandboxTab, id: number, body: unknown) =>
  put(tab, `/api/performance/alertsummary/${id}/`, body);

export const tc = (path: string) => `${TASKCLUSTER_ROOT}/api/${path}`;

export interface SignOptions {
  readonly authorizedScopes?: readonly string[];
  readonly accessToken?: string;
  readonly clientId?: string;
  /** Unix seconds. */
  readonly timestamp?: number;
}

/** An Authorization header made by the reference implementation. */
export function sign(
  tab: SandboxTab,
  sandbox: Sandbox,
  method: string,
  url: string,
  options: SignOptions = {},
) {
  const own = tab.credentials();
  const { header } = hawk.client.header(url, method, {
    credentials: {
      id: options.clientId ?? own?.clientId ?? '',
      key: options.accessToken ?? own?.accessToken ?? '',
      algorithm: 'sha256',
    },
    timestamp: options.timestamp ?? sandbox.clock.seconds(),
    ...(options.authorizedScopes
      ? {
          ext: Buffer.from(JSON.stringify({ authorizedScopes: options.authorizedScopes })).toString('base64'),
        }
      : {}),
  });
  return header;
}

export interface Trigger {
  readonly url: string;
  readonly hookId: string;
  readonly scope: string;
  readonly payload: unknown;
}

/** What a client makes of a push's own actions.json. */
export async function prepare(
  tab: SandboxTab,
  push: PushRecord,
  action: string,
  input: unknown,
): Promise<Trigger> {
  const { decisionTask } = push;
  const file = await get(tab, tc(`queue/v1/task/${decisionTask}/artifacts/public%2Factions.json`));
  const spec = file.actions.find((a: { name: string }) => a.name === action);
  return {
    url: tc(`hooks/v1/hooks/${spec.hookGroupId}/${encodeURIComponent(spec.hookId)}/trigger`),
    hookId: spec.hookId,
    scope: `hooks:trigger-hook:${spec.hookGroupId}/${spec.hookId}`,
    payload: jsone(spec.hookPayload, { taskGroupId: decisionTask, taskId: null, input }),
  };
}

export function send(
  tab: SandboxTab,
  sandbox: Sandbox,
  trigger: Trigger,
  options: SignOptions = {},
): Promise<Response> {
  return tab.fetch(trigger.url, {
    method: 'POST',
    headers: {
      Authorization: sign(tab, sandbox, 'POST', trigger.url, options),
      'Content-Type': 'application/json',
    },
    body: JSON.stringify(trigger.payload),
    redirect: 'error',
    credentials: 'omit',
  });
}

/** Triggers `retrigger-multiple` and gives back the action task. */
export async function retrigger(
  tab: SandboxTab,
  sandbox: Sandbox,
  push: PushRecord,
  requests: readonly { tasks: readonly string[]; times: number }[],
): Promise<string> {
  const answer = await send(tab, sandbox, await prepare(tab, push, 'retrigger-multiple', { requests }));
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()).taskId;
}

/** The quiet day's main summary: the one with eight alerts. */
export function mainSummary(sandbox: Sandbox) {
  const found = [...sandbox.world.summaries.values()].find((s) => sandbox.world.alertsOf(s.id).length === 8);
  if (!found) throw new Error('The scenario has no main summary.');
  return found;
}

/** Pushes strictly inside the gap before the main alert. */
export function gapPushes(sandbox: Sandbox): PushRecord[] {
  const { world } = sandbox;
  const main = mainSummary(sandbox);
  const [from, to] = [world.push(main.prevPushId).index, world.push(main.pushId).index];
  return (world.pushLog.get('autoland') ?? []).slice(from + 1, to);
}

/** A gap push that has, or lacks, the Windows build. */
export function gapPush(sandbox: Sandbox, hasBuild: boolean): PushRecord {
  const found = gapPushes(sandbox).find(
    (p) => (sandbox.world.knownTasks.get(p.id)?.has(WINDOWS_BUILD) ?? false) === hasBuild,
  );
  if (!found) throw new Error('The gap has no such push.');
  return found;
}
