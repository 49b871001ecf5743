import * as z from 'zod/mini';
import { failed, type Outcome, ok, type Problem } from '@/lib/model/outcome';
import { say } from '@/lib/model/say';
import { urlPart } from '@/lib/model/urlPart';
import { timeLimit } from '@/lib/timers/timers';
import { apiUrl } from './roots';
import {
  ActionsAnswer,
  DependentsAnswer,
  LastFiresAnswer,
  PendingAnswer,
  RunnableJobsAnswer,
  type TaskDefinition,
  TasksAnswer,
} from './schemas';

const TIMEOUT_MS = 30_000;
/** Pauses before a read is tried again on passing trouble; the same as for Treeherder. */
const READ_RETRY_PAUSES_MS = [500, 2000];
/**
 * Answers that may be better the next time: too many requests, what a load balancer says for a service that restarts, and
 * the services' own InternalServerError (taskcluster-actions 3.6).
 */
const PASSING_STATUSES: readonly number[] = [429, 500, 502, 503, 504];
/** Pages of one list; with a thousand entries each, more than any list that Deputy reads has (taskcluster-actions 3.6). */
const MOST_PAGES = 50;
/** actions.json of a decision task never changes; this many are kept while the background lives. */
const CACHED_ANSWERS = 50;

export interface LastFire {
  readonly taskId: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly state: string;
}

/** A task that waits for another one, or did. */
export interface DependentTask {
  readonly taskId: string;
  readonly taskGroupId: string;
  /** The label. */
  readonly name: string;
  /** unscheduled, pending, running, completed, failed or exception. */
  readonly state: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Taskcluster's public answers, read without credentials: bad or expired ones are refused even where nobody needs any.
 * Runs in the background, where the page's content security policy and its cross-origin rules do not reach.
 */
export interface TaskclusterReads {
  /** What actions a push offers. @returns 'not found' when the artifact expired or the decision task failed */
  actions(root: string, decisionTask: string): Promise<Outcome<ActionsAnswer>>;
  /** Every label that the push's full graph knows. */
  runnableLabels(root: string, decisionTask: string): Promise<Outcome<ReadonlySet<string>>>;
  /** Definitions, one request for all (more only when the server cuts the answer into pages). */
  tasks(root: string, ids: readonly string[]): Promise<Outcome<ReadonlyMap<string, TaskDefinition>>>;
  /**
   * Tasks that a hook made lately, newest first; in one request unless the server cuts the list into pages.
   * @param since nothing older is needed; milliseconds since 1970
   */
  lastFires(
    root: string,
    hookGroupId: string,
    hookId: string,
    since: number,
  ): Promise<Outcome<readonly LastFire[]>>;
  /** What scopes stand for, roles resolved. */
  expandScopes(root: string, scopes: readonly string[]): Promise<Outcome<readonly string[]>>;
  /** Tasks that wait for a pool of machines now, about; the queue itself keeps the number for 20 s. */
  pending(root: string, taskQueueId: string): Promise<Outcome<number>>;
  /** All tasks that depend on this one: of an action task, every task that it made. */
  dependents(root: string, task: string): Promise<Outcome<readonly DependentTask[]>>;
}

export interface TaskclusterReadDeps {
  readonly fetch: (input: string, init?: RequestInit) => Promise<Response>;
  /** For the pauses between two attempts. */
  readonly wait: (ms: number) => Promise<void>;
}

/** Reads that need no credentials. Answers that never change are kept. */
export function createTaskclusterReads({ fetch, wait }: TaskclusterReadDeps): TaskclusterReads {
  const cache = new Map<string, Promise<Outcome<unknown>>>();

  /** Tried again on passing trouble, for reading has no effect. */
  async function read<T>(url: string, schema: z.ZodMiniType<T>, body?: unknown): Promise<Outcome<T>> {
    for (let attempt = 0; ; attempt++) {
      const answer = await readOnce(url, schema, body);
      const pause = READ_RETRY_PAUSES_MS[attempt];
      if (answer.kind === 'ok' || pause === undefined || !isPassing(answer.problem)) return answer;
      await wait(pause);
    }
  }

  async function readOnce<T>(url: string, schema: z.ZodMiniType<T>, body?: unknown): Promise<Outcome<T>> {
    const timeout = timeLimit(TIMEOUT_MS);
    let text: string;
    let response: Response;
    try {
      response = await fetch(url, {
        credentials: 'omit',
        signal: timeout,
        ...(body !== undefined && {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        }),
      });
      text = await response.text();
    } catch (error) {
      return failed(
        timeout.aborted
          ? { kind: 'timeout', message: say('Taskcluster silent') }
          : {
              kind: 'network',
              message: 'Taskcluster could not be reached.',
              detail: String(error).slice(0, 300),
            },
      );
    }
    if (!response.ok) return failed(readProblem(response.status));
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return failed({
        kind: 'not json',
        message: 'Taskcluster sent something else than JSON.',
        status: response.status,
      });
    }
    const parsed = z.safeParse(schema, value);
    return parsed.success
      ? ok(parsed.data)
      : failed({
          kind: 'unexpected answer',
          message: "Taskcluster's answer has an unexpected form.",
          detail: `${parsed.error.issues[0]?.path.join('.') ?? ''}: ${parsed.error.issues[0]?.message ?? ''}`,
        });
  }

  /**
   * Reads a list page by page. A page may be short, or empty, and still not be the last one.
   * @param take gets each page; false when nothing more is needed
   */
  async function readPages<T extends { continuationToken?: string | undefined }>(
    url: string,
    schema: z.ZodMiniType<T>,
    take: (page: T) => boolean,
    body?: unknown,
  ): Promise<Outcome<null>> {
    let token: string | undefined;
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      const answer = await read(url + pageQuery(token), schema, body);
      if (answer.kind !== 'ok') return answer;
      token = answer.value.continuationToken;
      if (!take(answer.value) || token === undefined) return ok(null);
    }
    return failed({ kind: 'unexpected answer', message: "Taskcluster's list goes on without end." });
  }

  /** Artifacts of a decision task never change, so a good answer is kept; a bad one is asked for again. */
  function artifact<T>(
    root: string,
    task: string,
    name: string,
    schema: z.ZodMiniType<T>,
  ): Promise<Outcome<T>> {
    const url = apiUrl(root, 'queue', 'task', task, 'artifacts', name);
    const known = cache.get(url) as Promise<Outcome<T>> | undefined;
    if (known) return known;
    const answer = read(url, schema);
    cache.set(url, answer);
    for (const oldest of cache.keys()) {
      if (cache.size <= CACHED_ANSWERS) break;
      cache.delete(oldest);
    }
    void answer.then((o) => {
      if (o.kind !== 'ok') cache.delete(url);
    });
    return answer;
  }

  return {
    actions: (root, task) => artifact(root, task, 'public/actions.json', ActionsAnswer),
    async runnableLabels(root, task) {
      const answer = await artifact(root, task, 'public/runnable-jobs.json', RunnableJobsAnswer);
      return answer.kind === 'ok' ? ok(new Set(Object.keys(answer.value))) : answer;
    },
    async tasks(root, ids) {
      const found = new Map<string, TaskDefinition>();
      if (ids.length === 0) return ok(found);
      const answer = await readPages(
        apiUrl(root, 'queue', 'tasks'),
        TasksAnswer,
        ({ tasks }) => {
          for (const { taskId, task } of tasks) found.set(taskId, task);
          return true;
        },
        { taskIds: [...new Set(ids)] },
      );
      return answer.kind === 'ok' ? ok(found) : answer;
    },
    async lastFires(root, hookGroupId, hookId, since) {
      const fires: LastFire[] = [];
      let isBackFarEnough = false;
      const answer = await readPages(
        apiUrl(root, 'hooks', 'hooks', hookGroupId, hookId, 'last-fires'),
        LastFiresAnswer,
        ({ lastFires }) => {
          for (const f of lastFires) {
            const created = Date.parse(f.taskCreateTime);
            isBackFarEnough ||= created < since;
            if (f.result === 'success') fires.push({ taskId: f.taskId, created, state: f.taskState });
          }
          return !isBackFarEnough;
        },
      );
      return answer.kind === 'ok' ? ok(fires) : answer;
    },
    async expandScopes(root, scopes) {
      const answer = await read(
        apiUrl(root, 'auth', 'scopes', 'expand'),
        z.object({ scopes: z.array(z.string()) }),
        { scopes },
      );
      return answer.kind === 'ok' ? ok(answer.value.scopes) : answer;
    },
    async pending(root, taskQueueId) {
      const answer = await read(apiUrl(root, 'queue', 'pending', taskQueueId), PendingAnswer);
      return answer.kind === 'ok' ? ok(answer.value.pendingTasks) : answer;
    },
    async dependents(root, task) {
      const found: DependentTask[] = [];
      const answer = await readPages(
        apiUrl(root, 'queue', 'task', task, 'dependents'),
        DependentsAnswer,
        ({ tasks }) => {
          for (const { status, task: definition } of tasks) {
            const { taskId, taskGroupId, state } = status;
            found.push({ taskId, taskGroupId, state, name: definition.metadata.name, tags: definition.tags });
          }
          return true;
        },
      );
      return answer.kind === 'ok' ? ok(found) : answer;
    },
  };
}

const isPassing = ({ kind, status }: Problem) =>
  kind === 'network' || (status !== undefined && PASSING_STATUSES.includes(status));

const pageQuery = (token: string | undefined) =>
  token === undefined ? '' : `?continuationToken=${urlPart(token)}`;

function readProblem(status: number): Problem {
  if (status === 404) {
    return { kind: 'not found', message: 'Taskcluster does not have it (any more).', status };
  }
  if (status === 429) return { kind: 'rate limited', message: say('Taskcluster busy'), status };
  return { kind: 'server', message: `Taskcluster answered ${status}.`, status };
}
