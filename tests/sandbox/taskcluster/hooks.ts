import { Ajv } from 'ajv';
import jsone from 'json-e';
import type { ActionRunner, ActionTask } from '../actions.ts';
import type { HookRecord } from '../records.ts';
import type { World } from '../world.ts';
import { HOOK_TEMPLATE, TRIGGER_SCHEMA } from './actionSpecs.ts';
import { ApiError, reply } from './errors.ts';

const validatePayload = new Ajv({ allErrors: true, verbose: true }).compile(TRIGGER_SCHEMA);

/** @throws ApiError ResourceNotFound: the hook of an old .taskcluster.yml is gone after a while */
export function hookById(world: World, groupId: string, hookId: string): HookRecord {
  const hook = world.hooks.get(`${groupId}/${hookId}`);
  if (!hook) throw new ApiError('ResourceNotFound', 'No such hook');
  return hook;
}

interface TriggerPayload {
  decision: {
    action: { title: string; symbol: string; cb_name: string };
    push: { revision: string };
  };
  user: { input: unknown };
}

/** Fires a hook: each call makes a task of its own, also when the same call is repeated. */
export function triggerHook(
  world: World,
  runner: ActionRunner,
  hook: HookRecord,
  clientId: string,
  payload: unknown,
): Response {
  if (!validatePayload(payload)) {
    const lines = (validatePayload.errors ?? []).map(
      (e) => `  * data${e.instancePath.replaceAll('/', '.')} ${e.message ?? ''}`,
    );
    throw new ApiError(
      'InputError',
      `Schema Validation Failed!\nRejecting Schema: trigger schema of hook ${hook.hookGroupId}/${hook.hookId}\nErrors:\n${lines.join('\n')}`,
    );
  }
  const asked = payload as unknown as TriggerPayload;
  const push = [...world.pushes.values()].find((p) => p.revision === asked.decision.push.revision);
  if (!push)
    throw new ApiError('InputError', `While firing hook: no revision ${asked.decision.push.revision}`);
  if (world.knobs.refuseDuplicateTriggers && isRepeated(world, hook, asked)) {
    throw new ApiError('RequestConflict', 'The sandbox was told to refuse the same trigger twice.');
  }
  const taskId = world.random.slug();
  const now = new Date(world.clock.now());
  const definition = jsone(HOOK_TEMPLATE, {
    firedBy: 'triggerHook',
    taskId,
    payload,
    clientId,
    now: now.toISOString(),
  }) as Record<string, unknown>;
  const action: ActionTask = {
    taskId,
    push,
    definition,
    title: asked.decision.action.title,
    symbol: asked.decision.action.symbol,
    callback: asked.decision.action.cb_name,
    input: asked.user.input,
  };
  runner.start(action);
  hook.fires.push({
    hookGroupId: hook.hookGroupId,
    hookId: hook.hookId,
    firedBy: 'triggerHook',
    taskId,
    created: world.clock.now(),
    result: 'success',
    error: '',
  });
  return reply({ taskId, status: { taskId } });
}

function isRepeated(world: World, hook: HookRecord, asked: TriggerPayload): boolean {
  const input = JSON.stringify(asked.user.input);
  return hook.fires.some((fire) => {
    const definition = world.tasks.get(fire.taskId)?.definition() as
      | { extra?: { action?: { context?: { input?: unknown } } } }
      | undefined;
    return JSON.stringify(definition?.extra?.action?.context?.input) === input;
  });
}

/** As `GET hook` shows it. */
export const presentHook = (hook: HookRecord) => ({
  hookGroupId: hook.hookGroupId,
  hookId: hook.hookId,
  metadata: {
    name: `in-tree-action/${hook.hookId}`,
    description: 'Action',
    owner: 'release@mozilla.com',
    emailOnError: true,
  },
  task: HOOK_TEMPLATE,
  schedule: [],
  bindings: [],
  triggerSchema: TRIGGER_SCHEMA,
});

/** As `last-fires` shows them, newest first. */
export function presentFires(world: World, hook: HookRecord) {
  return [...hook.fires].reverse().map((fire) => ({
    hookGroupId: fire.hookGroupId,
    hookId: fire.hookId,
    firedBy: fire.firedBy,
    taskId: fire.taskId,
    taskCreateTime: new Date(fire.created).toISOString(),
    result: fire.result,
    error: fire.error,
    taskState: world.tasks.get(fire.taskId)?.state ?? '',
  }));
}
