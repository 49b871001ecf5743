// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the hook's template is JSON-e, which has the same braces
import type { PushRecord } from '../records.ts';

/** The in-tree actions as a gecko decision task writes them into `public/actions.json` (taskcluster-actions 1.3, 2.1). */
interface ActionSpec {
  readonly name: string;
  readonly cbName: string;
  readonly title: string;
  readonly symbol: string;
  readonly description: string;
  readonly permission: 'generic' | 'backfill';
  readonly context: readonly Record<string, string>[];
  readonly schema?: Record<string, unknown>;
}

const times = {
  type: 'integer',
  default: 1,
  minimum: 1,
  maximum: 100,
  title: 'Times',
  description: 'How many times to run each task.',
};

const taskList = {
  type: 'array',
  description: 'An array of task labels',
  items: { type: 'string' },
};

const retriggerSchema = {
  type: 'object',
  properties: {
    downstream: {
      type: 'boolean',
      description: 'If true, downstream tasks from this one will be cloned as well.',
      default: false,
    },
    times,
  },
};

/** @param generation the old in-tree code has a malformed `items`: its keywords are the property names themselves */
function specs(generation: 'old' | 'new'): ActionSpec[] {
  const requestItem = {
    tasks: taskList,
    times: { type: 'integer', minimum: 1, maximum: 100, title: 'Times', description: times.description },
  };
  return [
    {
      name: 'retrigger',
      cbName: 'retrigger-decision',
      title: 'Retrigger',
      symbol: 'rt',
      description:
        'Create a clone of the task (retriggering decision, action, and cron tasks requires special scopes).',
      permission: 'generic',
      context: [{ kind: 'decision-task' }, { kind: 'action-callback' }, { kind: 'cron-task' }],
    },
    {
      name: 'retrigger',
      cbName: 'retrigger',
      title: 'Retrigger',
      symbol: 'rt',
      description: 'Create a clone of the task.',
      permission: 'generic',
      context: [{ retrigger: 'true' }],
      schema: retriggerSchema,
    },
    {
      name: 'retrigger',
      cbName: 'retrigger-disabled',
      title: 'Retrigger (disabled)',
      symbol: 'rt',
      description:
        'Create a clone of the task. This type of task should typically be re-run instead of re-triggered.',
      permission: 'generic',
      context: [{}],
      schema: retriggerSchema,
    },
    {
      name: 'add-new-jobs',
      cbName: 'add-new-jobs',
      title: 'Add new jobs',
      symbol: 'add-new',
      description: 'Add new jobs using task labels.',
      permission: 'generic',
      context: [],
      schema: { type: 'object', properties: { tasks: taskList, times } },
    },
    {
      name: 'backfill',
      cbName: 'backfill',
      title: 'Backfill',
      symbol: 'Bk',
      description: 'Given a task schedule it on previous pushes in the same project.',
      permission: 'backfill',
      context: [{}],
      schema: {
        type: 'object',
        properties: {
          depth: { type: 'integer', default: 19, minimum: 1, maximum: 25 },
          inclusive: { type: 'boolean', default: false },
          times: { type: 'integer', default: 1, minimum: 1, maximum: 10 },
          retrigger: { type: 'boolean', default: true },
          ...(generation === 'new'
            ? { slices: { type: 'integer', default: 0, minimum: 0, maximum: 25 } }
            : {}),
        },
        additionalProperties: false,
      },
    },
    {
      name: 'cancel',
      cbName: 'cancel',
      title: 'Cancel Task',
      symbol: 'cx',
      description: 'Cancel the given task',
      permission: 'generic',
      context: [{}],
    },
    {
      name: 'retrigger-multiple',
      cbName: 'retrigger-multiple',
      title: 'Retrigger',
      symbol: 'rt',
      description: 'Create a clone of the task.',
      permission: 'generic',
      context: [],
      schema: {
        type: 'object',
        properties: {
          requests: {
            type: 'array',
            items:
              generation === 'new'
                ? { type: 'object', properties: requestItem, additionalProperties: false }
                : requestItem,
          },
        },
      },
    },
  ];
}

/** The hook of a push's in-tree actions: it changes with the push's .taskcluster.yml. */
export const hookIdOf = (push: PushRecord, permission: string) =>
  `in-tree-action-${push.repository.level}-${permission}/${push.hookHash}`;

/** All that binds a call to a push is baked in; only the three values under `user` are left to the client. */
function hookPayload(push: PushRecord, spec: ActionSpec, decisionTask: string) {
  return {
    decision: {
      action: {
        name: spec.name,
        title: spec.title,
        description: spec.description,
        taskGroupId: decisionTask,
        cb_name: spec.cbName,
        symbol: spec.symbol,
      },
      repository: {
        url: push.repository.url,
        project: push.repository.name,
        level: push.repository.level,
      },
      push: {
        owner: push.author,
        pushlog_id: String(push.pushlogId),
        revision: push.revision,
        base_revision: push.baseRevision,
        branch: 'default',
        base_branch: 'default',
      },
      parameters: { repository_type: 'hg' },
    },
    user: {
      input: { $eval: 'input' },
      taskId: { $eval: 'taskId' },
      taskGroupId: { $eval: 'taskGroupId' },
    },
  };
}

/** `public/actions.json` of a push's decision task. */
export function actionsJson(push: PushRecord, decisionTask: string, generation: 'old' | 'new') {
  return {
    version: 1,
    variables: {},
    actions: specs(generation).map((spec) => ({
      kind: 'hook',
      name: spec.name,
      title: spec.title,
      description: spec.description,
      context: spec.context,
      ...(spec.schema ? { schema: spec.schema } : {}),
      extra: { actionPerm: spec.permission },
      hookGroupId: 'project-gecko',
      hookId: hookIdOf(push, spec.permission),
      hookPayload: hookPayload(push, spec, decisionTask),
    })),
  };
}

const text = { type: 'string' };
const strict = (properties: Record<string, unknown>, optional: readonly string[] = []) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((k) => !optional.includes(k)),
  additionalProperties: false,
});

/** What the hook accepts: the schema that fxci-config's generator gives every in-tree hook (taskcluster-actions 1.4). */
export const TRIGGER_SCHEMA = strict({
  decision: strict(
    {
      action: strict({
        name: text,
        title: text,
        description: text,
        taskGroupId: text,
        cb_name: text,
        symbol: text,
      }),
      repository: strict({ url: { type: 'string', pattern: '[^/]$' }, project: text, level: text }),
      push: strict(
        {
          owner: text,
          pushlog_id: text,
          revision: text,
          base_revision: text,
          branch: text,
          base_branch: text,
        },
        ['base_revision', 'branch', 'base_branch'],
      ),
      parameters: { type: 'object', additionalProperties: true },
    },
    ['parameters'],
  ),
  user: strict({
    input: { anyOf: [{ type: 'object' }, { type: 'null' }] },
    taskId: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    taskGroupId: text,
  }),
});

/** The part of `.taskcluster.yml` that makes an action task, as the hooks service renders it. */
export const HOOK_TEMPLATE = {
  $let: {
    action: { $eval: 'payload.decision.action' },
    repository: { $eval: 'payload.decision.repository' },
    push: { $eval: 'payload.decision.push' },
    input: { $eval: 'payload.user.input' },
    targetTask: { $eval: 'payload.user.taskId' },
    groupId: { $eval: 'payload.user.taskGroupId' },
  },
  in: {
    provisionerId: 'gecko-${repository.level}',
    workerType: 'decision',
    taskQueueId: 'gecko-${repository.level}/decision',
    schedulerId: 'gecko-level-${repository.level}',
    projectId: 'none',
    taskGroupId: { $eval: 'groupId' },
    dependencies: [],
    requires: 'all-completed',
    priority: 'very-low',
    retries: 5,
    created: { $fromNow: '' },
    deadline: { $fromNow: '1 day' },
    expires: { $fromNow: '1 year 1 second' },
    scopes: ['assume:repo:hg.mozilla.org/integration/${repository.project}:action:${action.cb_name}'],
    routes: [
      'tc-treeherder.v2.${repository.project}.${push.revision}',
      'index.gecko.v2.${repository.project}.revision.${push.revision}.taskgraph.actions.${taskId}',
      'index.gecko.v2.${repository.project}.pushlog-id.${push.pushlog_id}.actions.${taskId}',
    ],
    metadata: {
      owner: 'mozilla-taskcluster-maintenance@mozilla.com',
      source: '${repository.url}/raw-file/${push.revision}/.taskcluster.yml',
      name: 'Action: ${action.title}',
      description: '${action.description}\n\nAction triggered by clientID `${clientId}`\n',
    },
    tags: {
      createdForUser: { $eval: 'push.owner' },
      kind: 'action-callback',
      project: { $eval: 'repository.project' },
      'trust-domain': 'gecko',
      'worker-implementation': 'docker-worker',
    },
    payload: {
      env: {
        GECKO_HEAD_REV: { $eval: 'push.revision' },
        ACTION_TASK_GROUP_ID: { $eval: 'groupId' },
        ACTION_TASK_ID: { $json: { $eval: 'targetTask' } },
        ACTION_INPUT: { $json: { $eval: 'input' } },
        ACTION_CALLBACK: { $eval: 'action.cb_name' },
      },
      maxRunTime: 3600,
    },
    extra: {
      treeherder: {
        machine: { platform: 'gecko-decision' },
        groupSymbol: 'AC',
        groupName: 'action-callback',
        symbol: { $eval: 'action.symbol' },
      },
      parent: { $eval: 'groupId' },
      action: {
        name: { $eval: 'action.name' },
        context: {
          taskGroupId: { $eval: 'groupId' },
          taskId: { $eval: 'targetTask' },
          input: { $eval: 'input' },
          clientId: { $eval: 'clientId' },
        },
      },
    },
  },
};
