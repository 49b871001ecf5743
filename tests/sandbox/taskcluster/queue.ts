import { ARTIFACT_ORIGIN } from '../hosts.ts';
import type { TaskRecord } from '../records.ts';
import type { World } from '../world.ts';
import { ApiError, CORS, reply } from './errors.ts';

const iso = (ms: number) => new Date(ms).toISOString();

/** @throws ApiError ResourceNotFound, also for a task that expired */
export function taskById(world: World, taskId: string): TaskRecord {
  const task = world.tasks.get(taskId);
  if (!task || task.expires < world.clock.now()) {
    throw new ApiError('ResourceNotFound', `taskId ${taskId} not found. Are you sure this task was created?`);
  }
  return task;
}

/** As the queue tells a task's status. */
export function statusOf(task: TaskRecord) {
  const provisionerId = task.workerType === 'decision' || /^b-/.test(task.workerType) ? 'gecko-3' : 'gecko-t';
  return {
    taskId: task.taskId,
    provisionerId,
    workerType: task.workerType,
    taskQueueId: `${provisionerId}/${task.workerType}`,
    schedulerId: 'gecko-level-3',
    projectId: 'none',
    taskGroupId: task.taskGroupId,
    deadline: iso(task.deadline),
    expires: iso(task.expires),
    retriesLeft: 5,
    state: task.state,
    runs: task.runs.map((run) => ({
      runId: run.runId,
      state: run.state === 'unscheduled' ? 'exception' : run.state,
      reasonCreated: run.reasonCreated,
      ...(run.reasonResolved ? { reasonResolved: run.reasonResolved } : {}),
      scheduled: iso(run.scheduled),
      ...(run.started === null
        ? {}
        : { started: iso(run.started), workerGroup: 'us-central1', workerId: '1' }),
      ...(run.resolved === null ? {} : { resolved: iso(run.resolved) }),
    })),
  };
}

/** Up to 1,000 ids in; ids that are not known are left out. */
export function taskIdsOf(payload: unknown): string[] {
  const ids = (payload as { taskIds?: unknown })?.taskIds;
  if (!Array.isArray(ids) || ids.some((i) => typeof i !== 'string' || !/^[A-Za-z0-9_-]{22}$/.test(i))) {
    throw new ApiError(
      'InputValidationError',
      'Schema Validation Failed!\nRejecting Schema: list-tasks-request.json\nErrors:\n  * data.taskIds must be an array of task ids',
    );
  }
  return ids;
}

/** The queue only points to the artifact; its text is one redirect away, on the public bucket's host. */
export function artifactRedirect(world: World, taskId: string, runId: number | null, name: string): Response {
  const task = taskById(world, taskId);
  const run = runId ?? Math.max(0, task.runs.length - 1);
  if (task.runs.length === 0 || run >= task.runs.length) {
    throw new ApiError('ResourceNotFound', 'Task not found');
  }
  if (!task.artifacts.has(name)) {
    throw new ApiError(
      'ResourceNotFound',
      `Artifact not found: taskId ${taskId}, runId ${run}, name ${name}`,
    );
  }
  const url = `${ARTIFACT_ORIGIN}/${taskId}/${run}/${name}`;
  return reply({ storageType: 's3', url }, 303, {
    Location: url,
    'x-taskcluster-artifact-storage-type': 's3',
  });
}

/** The artifacts of a task's run, without their contents. */
export function artifactList(world: World, taskId: string) {
  const task = taskById(world, taskId);
  return {
    artifacts: [...task.artifacts.keys()].map((name) => ({
      storageType: 's3',
      name,
      expires: iso(task.expires),
      contentType: 'application/json',
    })),
  };
}

/** The bucket: `/<task>/<run>/<name>`, readable from anywhere, XML when there is nothing. */
export function artifactContent(world: World, request: Request): Response {
  const headers = { 'access-control-allow-origin': '*' };
  if (request.method === 'OPTIONS') {
    // the bucket allows plain reads only: a request that needs a preflight does not get through
    return new Response('CORSResponse: This CORS request is not allowed.', { status: 403 });
  }
  const [, taskId = '', , ...name] = new URL(request.url).pathname.split('/');
  const make = world.tasks.get(taskId)?.artifacts.get(name.map(decodeURIComponent).join('/'));
  if (!make) {
    return new Response('<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code></Error>', {
      status: 404,
      headers: { ...headers, 'Content-Type': 'application/xml' },
    });
  }
  return new Response(make(), { headers: { ...headers, 'Content-Type': 'application/json' } });
}

/** Every preflight is answered alike. */
export const corsPreflight = () => new Response('', { status: 200, headers: CORS });
