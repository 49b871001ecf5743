import { Validator } from '@cfworker/json-schema';
import jsone from 'json-e';
import { failed, isOk, type Outcome, ok } from '@/lib/model/outcome';
import type { RetriggerInput } from './retriggerInput';
import type { ActionsAnswer } from './schemas';

/** The only hooks that Deputy fires: gecko's in-tree actions, generic and backfill, on SCM level 1 (try) and 3. */
const HOOK_GROUP = 'project-gecko';
const HOOK_ID = /^in-tree-action-[13]-(generic|backfill)\/[0-9a-f]{10}$/;
/** The one action that covers missing and existing labels alike, with a count. */
const RETRIGGER = 'retrigger-multiple';
/** Ends one task; the sheriffs' own credentials are good for hooks only, so it is the one way (taskcluster-actions 4.4). */
const CANCEL = 'cancel';

/** What a trigger will send, rendered from the push's own actions.json and never rebuilt by hand. */
export interface RenderedTrigger {
  readonly hookGroupId: string;
  readonly hookId: string;
  readonly payload: unknown;
}

/** Does a list of scopes satisfy one? A scope that ends in `*` stands for all that begin with what is before it. */
export const satisfies = (scopes: readonly string[], wanted: string) =>
  scopes.some((s) => s === wanted || (s.endsWith('*') && wanted.startsWith(s.slice(0, -1))));

/** The scope by which a decision task vouches for its actions.json; without it the file is not to be trusted. */
export const vouchingScope = (t: Pick<RenderedTrigger, 'hookGroupId' | 'hookId'>) =>
  `in-tree:hook-action:${t.hookGroupId}/${t.hookId}`;

/**
 * Renders the trigger of `retrigger-multiple` for a whole push. Failures as those of `renderAction`, and 'bad request' when the
 * input does not fit the action's schema even without the marker.
 */
export function renderTrigger(
  actions: ActionsAnswer,
  decisionTask: string,
  input: RetriggerInput,
): Outcome<RenderedTrigger> {
  const found = findHook(actions, RETRIGGER, null);
  if (!isOk(found)) return found;
  const { deputy, ...bare } = input;
  // a later schema may forbid further keys: then it goes without the marker
  const fitting = [input, bare].find((candidate) => fits(candidate, found.value.schema));
  if (!fitting) {
    return failed({ kind: 'bad request', message: `The push's "${RETRIGGER}" does not take this input.` });
  }
  return render(actions, found.value, decisionTask, null, fitting);
}

type HookName = Pick<RenderedTrigger, 'hookGroupId' | 'hookId'>;
const nameOf = (found: Outcome<Hook>): Outcome<HookName> =>
  isOk(found) ? ok({ hookGroupId: found.value.hookGroupId, hookId: found.value.hookId }) : found;

/** The hook of a push's `retrigger-multiple`. Failures: 'no action', 'unsafe hook'. */
export const findRetrigger = (actions: ActionsAnswer) => nameOf(findHook(actions, RETRIGGER, null));

/**
 * Which generation of `retrigger-multiple` a push seems to have; undefined when it offers none. The new one describes an item of
 * `requests` as an object with properties; in the old one the schema is malformed (taskcluster-actions 2.3). A hint and no
 * proof: one state of the code may have the schema of the new and still count like the old (taskcluster-actions 8.1).
 */
export function generationOf(actions: ActionsAnswer): 'old' | 'new' | undefined {
  const found = findHook(actions, RETRIGGER, null);
  if (!isOk(found)) return undefined;
  const item = at(at(at(found.value.schema, 'properties'), 'requests'), 'items');
  return typeof at(item, 'properties') === 'object' ? 'new' : 'old';
}

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;

/** The hook of a push's `cancel`, for a task of it. Failures: 'no action', 'unsafe hook'. */
export const findCancel = (actions: ActionsAnswer, target: TargetTask) =>
  nameOf(findHook(actions, CANCEL, target));

/** A task that an action is about. */
export interface TargetTask {
  readonly taskId: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Renders the trigger of `cancel` for one task of the push. Failures: 'no action', 'unsafe hook', 'unexpected answer'. */
export function renderCancel(
  actions: ActionsAnswer,
  decisionTask: string,
  target: TargetTask,
): Outcome<RenderedTrigger> {
  const found = findHook(actions, CANCEL, target);
  return isOk(found) ? render(actions, found.value, decisionTask, target.taskId, null) : found;
}

interface Hook extends HookName {
  readonly hookPayload: Record<string, unknown>;
  readonly schema?: unknown;
}

/**
 * The first action of that name which applies to the target, as the page chooses it.
 * Failures: 'no action' (absent, not a hook), 'unsafe hook' (not one of the hooks above).
 */
function findHook(actions: ActionsAnswer, name: string, target: TargetTask | null): Outcome<Hook> {
  const action = actions.actions.find((a) => a.name === name && applies(a.context ?? [], target));
  if (action?.kind !== 'hook' || !action.hookGroupId || !action.hookId || !action.hookPayload) {
    return failed({ kind: 'no action', message: `This push does not offer the action "${name}".` });
  }
  const { hookGroupId, hookId, hookPayload } = action;
  if (hookGroupId !== HOOK_GROUP || !HOOK_ID.test(hookId)) {
    return failed({
      kind: 'unsafe hook',
      message: 'The push names a hook that Deputy does not fire.',
      detail: `${hookGroupId}/${hookId}`,
    });
  }
  return ok({ hookGroupId, hookId, hookPayload, schema: action.schema });
}

/** No tag sets: for whole pushes only. Else for a task that has all tags of one of the sets (taskcluster-actions 1.1). */
function applies(context: readonly Readonly<Record<string, string>>[], target: TargetTask | null): boolean {
  if (!target) return context.length === 0;
  return context.some((tags) => Object.entries(tags).every(([tag, value]) => target.tags[tag] === value));
}

function render(
  actions: ActionsAnswer,
  { hookGroupId, hookId, hookPayload }: Hook,
  taskGroupId: string,
  taskId: string | null,
  input: unknown,
): Outcome<RenderedTrigger> {
  try {
    const payload: unknown = jsone(hookPayload, { taskGroupId, taskId, input, ...actions.variables });
    return ok({ hookGroupId, hookId, payload });
  } catch (error) {
    return failed({
      kind: 'unexpected answer',
      message: "The push's action template cannot be rendered.",
      detail: String(error).slice(0, 300),
    });
  }
}

function fits(input: unknown, schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return true;
  try {
    return new Validator(schema as ConstructorParameters<typeof Validator>[0], '7').validate(input).valid;
  } catch {
    // older pushes carry a schema that is itself malformed; the action reads the input all the same
    return true;
  }
}
