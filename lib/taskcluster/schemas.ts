import * as z from 'zod/mini';

/** `public/actions.json`, version 1, as far as Deputy uses it. Kinds other than `hook` are read and passed over. */
export const ActionsAnswer = z.object({
  version: z.literal(1),
  variables: z.record(z.string(), z.unknown()),
  actions: z.array(
    z.object({
      kind: z.string(),
      name: z.optional(z.string()),
      context: z.optional(z.array(z.record(z.string(), z.string()))),
      schema: z.optional(z.unknown()),
      hookGroupId: z.optional(z.string()),
      hookId: z.optional(z.string()),
      hookPayload: z.optional(z.record(z.string(), z.unknown())),
    }),
  ),
});
export type ActionsAnswer = z.infer<typeof ActionsAnswer>;

export const TaskDefinition = z.object({
  taskGroupId: z._default(z.string(), ''),
  created: z._default(z.string(), ''),
  scopes: z._default(z.array(z.string()), []),
  tags: z._default(z.record(z.string(), z.string()), {}),
  metadata: z.object({ name: z.string() }),
  extra: z._default(z.record(z.string(), z.unknown()), {}),
  /** '<provisioner>/<worker type>': the pool of machines that takes it. Older definitions have only the two parts. */
  taskQueueId: z.optional(z.string()),
  provisionerId: z.optional(z.string()),
  workerType: z.optional(z.string()),
});
export type TaskDefinition = z.infer<typeof TaskDefinition>;

export const TasksAnswer = z.object({
  tasks: z.array(z.object({ taskId: z.string(), task: TaskDefinition })),
  continuationToken: z.optional(z.string()),
});

export const DependentsAnswer = z.object({
  tasks: z.array(
    z.object({
      status: z.object({ taskId: z.string(), taskGroupId: z.string(), state: z.string() }),
      task: TaskDefinition,
    }),
  ),
  continuationToken: z.optional(z.string()),
});

export const LastFiresAnswer = z.object({
  lastFires: z.array(
    z.object({
      taskId: z.string(),
      taskCreateTime: z.string(),
      taskState: z._default(z.string(), 'unknown'),
      result: z._default(z.string(), 'success'),
    }),
  ),
  continuationToken: z.optional(z.string()),
});

export const PendingAnswer = z.object({ pendingTasks: z.int() });

export const RunnableJobsAnswer = z.record(z.string(), z.unknown());

/** What an action task keeps of its call. */
export const ActionExtra = z.object({
  name: z.string(),
  context: z.object({
    input: z.unknown(),
    /** The task that the action is about; null for actions on a whole push. */
    taskId: z.optional(z.nullable(z.string())),
    clientId: z.optional(z.string()),
  }),
});
