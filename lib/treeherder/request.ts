import { failed, type Outcome, ok, type Problem, refused, unclear } from '@/lib/model/outcome';
import { timeLimit } from '@/lib/timers/timers';
import type { ServerClock } from './serverClock';

/** Treeherder's own workers are killed after 30 s; waiting longer gains nothing. */
const TIMEOUT_MS = 30_000;
/** Pauses before a read is tried again after 429, 502, 503, 504 or a broken line. */
const READ_RETRY_PAUSES_MS = [500, 2000];
const DETAIL_LENGTH = 300;

/** What a schema must be able to do; those of the library can, and so can a plain object in the page. */
export interface Schema<T> {
  safeParse(value: unknown):
    | { readonly success: true; readonly data: T }
    | {
        readonly success: false;
        readonly error: {
          readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
        };
      };
}

export interface ReadDeps {
  readonly fetch: (input: string, init?: RequestInit) => Promise<Response>;
  readonly origin: string;
  readonly clock: ServerClock;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface RequestDeps extends ReadDeps {
  /** Reads the `csrftoken` cookie at this very moment: each renewal of the session rotates it. */
  readonly csrfToken: () => string | null;
}

/** Reads JSON. Tried again on passing trouble, for reading has no effect. */
export async function getJson<T>(
  deps: ReadDeps,
  path: string,
  schema: Schema<T>,
  signal?: AbortSignal,
): Promise<Outcome<T>> {
  for (let attempt = 0; ; attempt++) {
    const answer = await once(deps, path, { method: 'GET', headers: { Accept: 'application/json' } }, signal);
    const pause = READ_RETRY_PAUSES_MS[attempt];
    if (answer.kind === 'ok') return parse(answer.value, schema, path);
    if (!answer.passing || pause === undefined || signal?.aborted) return failed(answer.problem);
    await deps.wait(pause, signal);
  }
}

/**
 * Writes JSON, once. A token that was rotated between reading the cookie and the server's check is read again and the
 * write repeated once: the server refuses before doing anything. An answer that does not come, or a 5xx, is `unclear`.
 */
export async function putJson<T>(
  deps: RequestDeps,
  path: string,
  body: unknown,
  schema: Schema<T>,
  signal?: AbortSignal,
): Promise<Outcome<T>> {
  for (let attempt = 0; ; attempt++) {
    const token = deps.csrfToken();
    if (token === null)
      return refused({ kind: 'not logged in', message: 'You are not logged in to Treeherder.' });
    const answer = await once(
      deps,
      path,
      {
        method: 'PUT',
        headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'X-CSRFToken': token },
        body: JSON.stringify(body),
      },
      signal,
    );
    if (answer.kind === 'ok') {
      const parsed = parse(answer.value, schema, path);
      return parsed.kind === 'ok' ? parsed : unclear((parsed as { problem: Problem }).problem);
    }
    if (answer.problem.kind === 'csrf' && attempt === 0) continue;
    return answer.certain ? refused(answer.problem) : unclear(answer.problem);
  }
}

type Answer =
  | { kind: 'ok'; value: unknown }
  | {
      kind: 'bad';
      problem: Problem;
      /** Trying again later may help. */
      passing: boolean;
      /** The server said that it did nothing. */
      certain: boolean;
    };

async function once(
  deps: ReadDeps,
  path: string,
  init: RequestInit,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const timeout = timeLimit(TIMEOUT_MS);
  let response: Response;
  let text: string;
  try {
    response = await deps.fetch(deps.origin + path, {
      ...init,
      credentials: 'same-origin',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    deps.clock.observe(response.headers.get('date'));
    text = await response.text();
  } catch (error) {
    const problem: Problem = timeout.aborted
      ? { kind: 'timeout', message: 'Treeherder did not answer within 30 seconds.' }
      : signal?.aborted
        ? { kind: 'stopped', message: 'The request was stopped.' }
        : { kind: 'network', message: 'Treeherder could not be reached.', detail: cut(String(error)) };
    return { kind: 'bad', problem, passing: problem.kind === 'network', certain: false };
  }
  const json = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  let value: unknown;
  try {
    value = json ? JSON.parse(text) : undefined;
  } catch {
    return bad({ kind: 'not json', message: 'Treeherder sent broken JSON.' }, response.status, response.ok);
  }
  if (response.ok && json) return { kind: 'ok', value };
  if (response.ok) {
    return bad(
      { kind: 'not json', message: 'Treeherder sent a web page where data was due.' },
      response.status,
      true,
    );
  }
  return bad(problemOf(response.status, value), response.status, false);
}

/** @param done the server may have carried the request out */
function bad(problem: Problem, status: number, done: boolean): Answer {
  return {
    kind: 'bad',
    problem: { ...problem, status },
    passing: [429, 502, 503, 504].includes(status),
    certain: !done && status < 500,
  };
}

function problemOf(status: number, body: unknown): Problem {
  const detail = serverWords(body);
  const withDetail = (p: Problem): Problem => (detail ? { ...p, detail } : p);
  if (status === 403) {
    if (detail.startsWith('CSRF Failed')) {
      return withDetail({
        kind: 'csrf',
        message: 'Treeherder refused the request: the login was renewed meanwhile.',
      });
    }
    return detail.startsWith('Authentication credentials')
      ? withDetail({ kind: 'not logged in', message: 'You are not logged in to Treeherder.' })
      : withDetail({
          kind: 'not staff',
          message: 'Your account may not change alerts: it is not in a sheriff group.',
        });
  }
  if (status === 404)
    return withDetail({ kind: 'not found', message: 'Treeherder does not know it (any more).' });
  if (status === 429)
    return withDetail({ kind: 'rate limited', message: 'Treeherder asks for fewer requests.' });
  if (status >= 500) return withDetail({ kind: 'server', message: `Treeherder failed (${status}).` });
  return withDetail({ kind: 'bad request', message: `Treeherder refused the request (${status}).` });
}

/** Errors come as {detail}, {field: [..]}, {message}, a bare array or a bare string. */
function serverWords(body: unknown): string {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return cut(plain(body ?? ''));
  if ('detail' in body && typeof body.detail === 'string') return cut(body.detail);
  if ('message' in body && typeof body.message === 'string') return cut(body.message);
  return cut(
    Object.entries(body)
      .map(([field, words]) => `${field}: ${plain(words)}`)
      .join('; '),
  );
}

/** Any JSON as text: an object from outside may have a `toString` that is none. */
const plain = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Array.isArray(value)
      ? value.map(plain).join(' ')
      : JSON.stringify(value);

const cut = (s: string) => (s.length > DETAIL_LENGTH ? `${s.slice(0, DETAIL_LENGTH)}…` : s);

function parse<T>(value: unknown, schema: Schema<T>, path: string): Outcome<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const first = parsed.error.issues[0];
  return failed({
    kind: 'unexpected answer',
    message: `Treeherder's answer for ${path.split('?')[0]} has an unexpected form.`,
    detail: cut(`${first?.path.join('.') ?? ''}: ${first?.message ?? ''}`),
  });
}

/** Unix seconds as the server's naive UTC datetime. */
export const naive = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19);
