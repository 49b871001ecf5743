import { type Instant, type TaskId, taskId } from '@/lib/model/ids';
import { type Outcome, ok, type Problem, refused, unclear } from '@/lib/model/outcome';
import { timeLimit } from '@/lib/timers/timers';
import { type HawkCredentials, hawkHeader } from './hawk';
import type { RenderedTrigger } from './renderTrigger';
import { apiUrl } from './roots';

/** Long enough for the hooks service on a bad day, short enough to tell the sheriff. */
const TIMEOUT_MS = 30_000;

export interface TriggerDeps {
  readonly fetch: (input: string, init?: RequestInit) => Promise<Response>;
  /** On the server's clock. */
  readonly now: () => Instant;
  readonly nonce: () => string;
}

/**
 * Fires a hook, once. Each post makes a new task, so nothing is ever tried again here:
 * - `ok`: the action task was made (its jobs come later, or not at all if it fails);
 * - `refused`: Taskcluster said no before doing anything (400 payload, 401, 403, 404);
 * - `unclear`: no answer, 5xx, 429, HTML, or 400 "While …" (the hook was fired and something failed after that).
 */
export async function fireHook(
  deps: TriggerDeps,
  root: string,
  trigger: RenderedTrigger,
  credentials: HawkCredentials,
): Promise<Outcome<TaskId>> {
  const url = apiUrl(root, 'hooks', 'hooks', trigger.hookGroupId, trigger.hookId, 'trigger');
  const authorization = await hawkHeader(credentials, {
    url,
    method: 'POST',
    time: Math.floor(deps.now() / 1000),
    nonce: deps.nonce(),
    authorizedScopes: [`hooks:trigger-hook:${trigger.hookGroupId}/${trigger.hookId}`],
  });
  const timeout = timeLimit(TIMEOUT_MS);
  let response: Response;
  let body: unknown;
  try {
    response = await deps.fetch(url, {
      method: 'POST',
      headers: { Authorization: authorization, 'Content-Type': 'application/json' },
      body: JSON.stringify(trigger.payload),
      credentials: 'omit',
      redirect: 'error',
      signal: timeout,
    });
    body = toJson(await response.text());
  } catch (error) {
    return unclear(
      timeout.aborted
        ? { kind: 'timeout', message: 'Taskcluster did not answer within 30 seconds.' }
        : { kind: 'network', message: 'The line to Taskcluster broke.', detail: String(error).slice(0, 300) },
    );
  }
  if (response.ok) {
    const task = asRecord(asRecord(body)?.status)?.taskId;
    return typeof task === 'string' && /^[\w-]{22}$/.test(task)
      ? ok(taskId(task))
      : unclear({
          kind: 'unexpected answer',
          message: 'Taskcluster took the trigger but did not name a task.',
        });
  }
  const error = asRecord(body);
  const isError = typeof error?.code === 'string' && typeof error.message === 'string';
  const words = isError ? (String(error.message).split('\n---')[0] ?? '').trim().slice(0, 300) : '';
  const problem = problemOf(response.status, words);
  const fired = response.status === 400 && /^While /.test(words);
  return isError && response.status < 429 && !fired ? refused(problem) : unclear(problem);
}

function problemOf(status: number, detail: string): Problem {
  const more = detail ? { status, detail } : { status };
  switch (status) {
    case 401:
      return { kind: 'credentials refused', message: 'Taskcluster refused your credentials.', ...more };
    case 403:
      return { kind: 'scopes', message: 'Your Taskcluster account may not trigger jobs here.', ...more };
    case 404:
      return { kind: 'too old', message: 'The push is too old: its hook is gone.', ...more };
    case 429:
      return { kind: 'rate limited', message: 'Taskcluster asks for fewer requests.', ...more };
    case 400:
      return { kind: 'bad request', message: 'Taskcluster refused the request.', ...more };
    default:
      return { kind: 'server', message: `Taskcluster failed (${status}).`, ...more };
  }
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const asRecord = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
