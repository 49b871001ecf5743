import { Validator } from '@cfworker/json-schema';
import jsone from 'json-e';
import { failed, type Outcome, ok } from '@/lib/model/outcome';
import type { RetriggerInput } from './retriggerInput';
import type { ActionsAnswer } from './schemas';

/** The only hooks that Deputy fires: gecko's in-tree actions, generic and backfill, on SCM level 1 (try) and 3. */
const HOOK_GROUP = 'project-gecko';
const HOOK_ID = /^in-tree-action-[13]-(generic|backfill)\/[0-9a-f]{10}$/;
/** The one action that covers missing and existing labels alike, with a count. */
const ACTION = 'retrigger-multiple';

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
 * Finds `retrigger-multiple` in a push's actions and renders its hook payload.
 * Failures: 'no action' (absent, not a hook), 'unsafe hook' (not one of the hooks above), 'bad request' (the input does
 * not fit the action's schema even without the marker), 'unexpected answer' (the template cannot be rendered).
 */
export function renderTrigger(
  actions: ActionsAnswer,
  decisionTask: string,
  input: RetriggerInput,
): Outcome<RenderedTrigger> {
  // the first action of that name that applies to a whole push, as the page chooses it
  const action = actions.actions.find((a) => a.name === ACTION && (a.context ?? []).length === 0);
  if (action?.kind !== 'hook' || !action.hookGroupId || !action.hookId || !action.hookPayload) {
    return failed({ kind: 'no action', message: `This push does not offer the action "${ACTION}".` });
  }
  if (action.hookGroupId !== HOOK_GROUP || !HOOK_ID.test(action.hookId)) {
    return failed({
      kind: 'unsafe hook',
      message: 'The push names a hook that Deputy does not fire.',
      detail: `${action.hookGroupId}/${action.hookId}`,
    });
  }
  const { deputy, ...bare } = input;
  // a later schema may forbid further keys: then it goes without the marker
  const fitting = [input, bare].find((candidate) => fits(candidate, action.schema));
  if (!fitting) {
    return failed({ kind: 'bad request', message: `The push's "${ACTION}" does not take this input.` });
  }
  try {
    const payload: unknown = jsone(action.hookPayload, {
      taskGroupId: decisionTask,
      taskId: null,
      input: fitting,
      ...actions.variables,
    });
    return ok({ hookGroupId: action.hookGroupId, hookId: action.hookId, payload });
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
