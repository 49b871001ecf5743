import { type Context, Hono } from 'hono';
import type { ActionRunner } from '../actions.ts';
import type { World } from '../world.ts';
import { authenticate, type Caller, expand, requireScopes } from './auth.ts';
import { ApiError, errorReply, reply } from './errors.ts';
import { hookById, presentFires, presentHook, triggerHook } from './hooks.ts';
import { artifactList, artifactRedirect, corsPreflight, statusOf, taskById, taskIdsOf } from './queue.ts';

const MAX_BODY_BYTES = 10 * 1024 * 1024;

interface Call {
  readonly world: World;
  readonly caller: Caller;
  readonly payload: unknown;
  readonly param: (name: string) => string;
  readonly url: URL;
}

interface Route {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** After `/api/`. */
  readonly path: string;
  readonly query?: readonly string[];
  /** The scope expression, or none for what anybody may do. */
  readonly scopes?: (param: (name: string) => string) => unknown;
  readonly run: (call: Call) => unknown;
}

/** Taskcluster's services as far as a hook action needs them (taskcluster-actions 3.1). */
export function taskclusterApp(getWorld: () => World, getRunner: () => ActionRunner): Hono {
  const app = new Hono();
  const known = routes(getRunner).map((route) => ({ route, pattern: patternOf(route.path) }));
  app.options('/api/*', () => corsPreflight());
  app.all('*', (c) => {
    // matched as sent: a hook's name and an artifact's name may hold slashes, encoded or not
    const path = new URL(c.req.url).pathname.replace(/^\/api\//, '');
    for (const { route, pattern } of known) {
      const match = route.method === c.req.method ? pattern.exec(path) : null;
      if (match) return answer(getWorld(), route, c, decoded(match.groups ?? {}));
    }
    return reply({ error: { message: `Not found: ${c.req.path}` } }, 404);
  });
  return app;
}

/** ':name' is one segment, ':name+' one or more. */
const patternOf = (path: string) =>
  new RegExp(
    `^${path.replace(/:(\w+)(\+?)/g, (_, name: string, many: string) => `(?<${name}>${many ? '.+' : '[^/]+'})`)}$`,
  );

const decoded = (groups: Record<string, string>) =>
  Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]));

async function answer(
  world: World,
  route: Route,
  c: Context,
  params: Record<string, string>,
): Promise<Response> {
  const url = new URL(c.req.url);
  const param = (name: string) => params[name] ?? '';
  let payload: unknown = {};
  try {
    const unknownKey = [...url.searchParams.keys()].find((k) => !route.query?.includes(k));
    if (unknownKey !== undefined) {
      throw new ApiError('InvalidRequestArguments', `Query-string parameter: ${unknownKey} is not supported`);
    }
    const body = await c.req.text();
    if (Buffer.byteLength(body) > MAX_BODY_BYTES) throw new ApiError('InputTooLarge', 'Input too large');
    const caller = await authenticate(world, c.req.raw, body);
    if (
      world.knobs.refuseSignedReads &&
      route.method === 'GET' &&
      !caller.anonymous &&
      !route.name.startsWith('current')
    ) {
      throw new ApiError('InputError', 'The sandbox was told to refuse signed reads.');
    }
    // the scopes come first: a wrong payload of somebody without rights is answered with 403
    if (route.scopes) requireScopes(caller, route.scopes(param));
    if (route.method === 'POST') {
      if (!(c.req.header('content-type') ?? '').startsWith('application/json')) {
        throw new ApiError('MalformedPayload', 'Payload must be JSON with content-type: application/json');
      }
      payload = parse(body);
    }
    const result = await route.run({ world, caller, payload, param, url });
    return result instanceof Response ? result : reply(result);
  } catch (error) {
    if (!(error instanceof ApiError)) console.error(error);
    const known =
      error instanceof ApiError ? error : new ApiError('InternalServerError', 'Internal Server Error');
    return errorReply(known, {
      method: route.name,
      params,
      payload,
      time: new Date(world.clock.now()).toISOString(),
    });
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body === '' ? '{}' : body);
  } catch {
    throw new ApiError('MalformedPayload', 'Failed to parse request body as JSON');
  }
}

/** One page of a list; the token is opaque to clients. A page may be short and still carry one. */
function page<T>(call: Call, rows: readonly T[]): { rows: T[]; rest: { continuationToken?: string } } {
  const { knobs } = call.world;
  const token = call.url.searchParams.get('continuationToken');
  const from = token ? Number(Buffer.from(token, 'base64url').toString('utf8').replace('from:', '')) : 0;
  if (!Number.isInteger(from)) throw new ApiError('InvalidRequestArguments', 'Invalid continuationToken');
  const limit = Math.min(Number(call.url.searchParams.get('limit')) || knobs.pageSize, knobs.pageSize);
  const size =
    knobs.shortPages && from === 0 ? Math.max(1, Math.min(limit, Math.floor(rows.length / 2))) : limit;
  const to = from + size;
  return {
    rows: rows.slice(from, to),
    rest: to < rows.length ? { continuationToken: Buffer.from(`from:${to}`).toString('base64url') } : {},
  };
}

const LISTING = ['limit', 'continuationToken'] as const;

function routes(getRunner: () => ActionRunner): Route[] {
  return [...queueRoutes(), ...hookRoutes(getRunner), ...indexRoutes(), ...authRoutes()];
}

function queueRoutes(): Route[] {
  const batch = (call: Call) => {
    if (!call.world.knobs.batchEndpoints)
      throw new ApiError('ResourceNotFound', 'Experimental endpoint is off');
    const known = taskIdsOf(call.payload).flatMap((id) => call.world.tasks.get(id) ?? []);
    return page(call, known);
  };
  return [
    {
      name: 'task',
      method: 'GET',
      path: 'queue/v1/task/:taskId',
      run: ({ world, param }) => taskById(world, param('taskId')).definition(),
    },
    {
      name: 'tasks',
      method: 'POST',
      path: 'queue/v1/tasks',
      query: LISTING,
      run: (call) => {
        const { rows, rest } = batch(call);
        return { tasks: rows.map((t) => ({ taskId: t.taskId, task: t.definition() })), ...rest };
      },
    },
    {
      name: 'statuses',
      method: 'POST',
      path: 'queue/v1/tasks/status',
      query: LISTING,
      run: (call) => {
        const { rows, rest } = batch(call);
        return { statuses: rows.map((t) => ({ taskId: t.taskId, status: statusOf(t) })), ...rest };
      },
    },
    {
      name: 'status',
      method: 'GET',
      path: 'queue/v1/task/:taskId/status',
      run: ({ world, param }) => ({ status: statusOf(taskById(world, param('taskId'))) }),
    },
    {
      name: 'listLatestArtifacts',
      method: 'GET',
      path: 'queue/v1/task/:taskId/artifacts',
      query: LISTING,
      run: ({ world, param }) => artifactList(world, param('taskId')),
    },
    {
      name: 'getLatestArtifact',
      method: 'GET',
      path: 'queue/v1/task/:taskId/artifacts/:name+',
      scopes: (param) => `queue:get-artifact:${param('name')}`,
      run: ({ world, param }) => artifactRedirect(world, param('taskId'), null, param('name')),
    },
    {
      name: 'getArtifact',
      method: 'GET',
      path: 'queue/v1/task/:taskId/runs/:runId/artifacts/:name+',
      scopes: (param) => `queue:get-artifact:${param('name')}`,
      run: ({ world, param }) =>
        artifactRedirect(world, param('taskId'), Number(param('runId')), param('name')),
    },
    {
      name: 'pendingTasks',
      method: 'GET',
      path: 'queue/v1/pending/:taskQueueId+',
      scopes: (param) => `queue:pending-count:${param('taskQueueId')}`,
      run: ({ world, param }) => {
        const [provisionerId, workerType] = param('taskQueueId').split('/');
        const tasks = [...world.tasks.values()].filter(
          (t) => t.state === 'pending' && statusOf(t).taskQueueId === param('taskQueueId'),
        );
        return {
          taskQueueId: param('taskQueueId'),
          provisionerId,
          workerType,
          pendingTasks: tasks.length + (world.knobs.waiting[workerType ?? ''] ?? 0),
        };
      },
    },
    {
      name: 'listDependentTasks',
      method: 'GET',
      path: 'queue/v1/task/:taskId/dependents',
      query: LISTING,
      run: (call) => {
        const { taskId } = taskById(call.world, call.param('taskId'));
        const { rows, rest } = page(call, call.world.dependents.get(taskId) ?? []);
        return { taskId, tasks: rows.map((t) => ({ status: statusOf(t), task: t.definition() })), ...rest };
      },
    },
    {
      name: 'listTaskGroup',
      method: 'GET',
      path: 'queue/v1/task-group/:taskGroupId/list',
      query: LISTING,
      run: (call) => {
        const taskGroupId = call.param('taskGroupId');
        const group = [...call.world.tasks.values()].filter((t) => t.taskGroupId === taskGroupId);
        if (group.length === 0)
          throw new ApiError('ResourceNotFound', `No task-group with taskGroupId: ${taskGroupId}`);
        const { rows, rest } = page(call, group);
        return {
          taskGroupId,
          schedulerId: 'gecko-level-3',
          expires: new Date(group[0]?.expires ?? 0).toISOString(),
          tasks: rows.map((t) => ({ status: statusOf(t), task: t.definition() })),
          ...rest,
        };
      },
    },
  ];
}

function hookRoutes(getRunner: () => ActionRunner): Route[] {
  const idOf = (param: (name: string) => string) => `${param('group')}/${param('hook')}`;
  return [
    {
      name: 'triggerHook',
      method: 'POST',
      path: 'hooks/v1/hooks/:group/:hook+/trigger',
      scopes: (param) => `hooks:trigger-hook:${idOf(param)}`,
      run: ({ world, caller, payload, param }) =>
        triggerHook(
          world,
          getRunner(),
          hookById(world, param('group'), param('hook')),
          caller.clientId,
          payload,
        ),
    },
    {
      name: 'listLastFires',
      method: 'GET',
      path: 'hooks/v1/hooks/:group/:hook+/last-fires',
      query: LISTING,
      run: (call) => {
        const hook = hookById(call.world, call.param('group'), call.param('hook'));
        const { rows, rest } = page(call, presentFires(call.world, hook));
        return { lastFires: rows, ...rest };
      },
    },
    {
      name: 'hook',
      method: 'GET',
      path: 'hooks/v1/hooks/:group/:hook+',
      run: ({ world, param }) => presentHook(hookById(world, param('group'), param('hook'))),
    },
  ];
}

function indexRoutes(): Route[] {
  const present = (path: string, entry: { taskId: string; expires: number }) => ({
    namespace: path,
    taskId: entry.taskId,
    rank: 0,
    data: {},
    expires: new Date(entry.expires).toISOString(),
  });
  return [
    {
      name: 'findTask',
      method: 'GET',
      path: 'index/v1/task/:path+',
      run: ({ world, param }) => {
        const entry = world.index.get(param('path'));
        if (!entry) throw new ApiError('ResourceNotFound', 'Indexed task not found');
        return present(param('path'), entry);
      },
    },
    {
      name: 'listTasks',
      method: 'GET',
      path: 'index/v1/tasks/:path+',
      query: LISTING,
      run: (call) => {
        const prefix = `${call.param('path')}.`;
        const found = [...call.world.index].filter(
          ([path]) => path.startsWith(prefix) && !path.slice(prefix.length).includes('.'),
        );
        const { rows, rest } = page(call, found);
        return { tasks: rows.map(([path, entry]) => present(path, entry)), ...rest };
      },
    },
  ];
}

function authRoutes(): Route[] {
  return [
    {
      name: 'expandScopes',
      method: 'POST',
      path: 'auth/v1/scopes/expand',
      run: ({ payload }) => {
        const scopes = (payload as { scopes?: unknown })?.scopes;
        if (!Array.isArray(scopes)) {
          throw new ApiError(
            'InputValidationError',
            'Schema Validation Failed!\n  * data.scopes is required',
          );
        }
        return { scopes: expand(scopes.map(String)) };
      },
    },
    {
      name: 'currentScopes',
      method: 'GET',
      path: 'auth/v1/scopes/current',
      run: ({ caller }) => ({ scopes: [...caller.scopes] }),
    },
    {
      name: 'client',
      method: 'GET',
      path: 'auth/v1/clients/:clientId+',
      run: ({ world, param }) => {
        const client = world.clients.get(param('clientId'));
        if (!client) throw new ApiError('ResourceNotFound', 'Client not found');
        return {
          clientId: client.clientId,
          expires: new Date(client.expires).toISOString(),
          disabled: client.disabled,
          scopes: [...client.scopes],
          expandedScopes: expand(client.scopes),
        };
      },
    },
  ];
}
