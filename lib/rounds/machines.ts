import type { Label, TaskId } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import type { TaskclusterReads } from '@/lib/taskcluster/publicReads';
import type { TaskDefinition } from '@/lib/taskcluster/schemas';
import type { Queue } from '@/lib/triage/planSheet';

/** A number of waiting tasks is good for this long; Taskcluster itself keeps it for 20 s. */
const QUEUE_FOR_MS = 60 * 1000;

/** What Taskcluster's own tasks tell of labels: their machines, and whether they can be retriggered. */
export interface Machines {
  /** Reads a task of each label that is not known yet, in one request; trouble leaves them unknown. */
  learn(root: string, labels: readonly Label[]): Promise<void>;
  /** Undefined when it is not known. */
  isRetriggerable(label: Label): boolean | undefined;
  /** How many tasks wait for the machines of these labels, one request a pool; for pools read lately, none. */
  readQueues(root: string, labels: readonly Label[], now: number): Promise<void>;
  /** Undefined before it was asked for. */
  queueOf(label: Label): Queue | undefined;
}

function poolOf({ taskQueueId, provisionerId, workerType }: TaskDefinition): string | undefined {
  if (taskQueueId !== undefined) return taskQueueId;
  return provisionerId !== undefined && workerType !== undefined
    ? `${provisionerId}/${workerType}`
    : undefined;
}

interface LabelFacts {
  readonly pool: string | undefined;
  readonly retriggerable: boolean | undefined;
}

/** @param taskOf any task of a label; undefined when none was seen */
export function createMachines(
  taskcluster: Pick<TaskclusterReads, 'tasks' | 'pending'>,
  taskOf: (label: Label) => TaskId | undefined,
): Machines {
  const facts = new Map<Label, LabelFacts>();
  const queues = new Map<string, { readonly pending: number | null; readonly at: number }>();
  const asked = new Set<Label>();

  return {
    async learn(root, labels) {
      const tasks = labels.flatMap((label) => {
        const task = facts.has(label) ? undefined : taskOf(label);
        return task ? [{ label, task }] : [];
      });
      if (tasks.length === 0) return;
      const answer = await taskcluster.tasks(
        root,
        tasks.map((t) => t.task),
      );
      if (!isOk(answer)) return;
      for (const { label, task } of tasks) {
        const definition = answer.value.get(task);
        if (!definition) continue;
        const tag = definition.tags.retrigger;
        facts.set(label, {
          pool: poolOf(definition),
          // the tag that the in-tree actions themselves go by (taskcluster-actions 2.1)
          retriggerable: tag === undefined ? undefined : tag === 'true',
        });
      }
    },
    isRetriggerable: (label) => facts.get(label)?.retriggerable,
    async readQueues(root, labels, now) {
      for (const label of labels) asked.add(label);
      const pools = new Set(labels.flatMap((label) => facts.get(label)?.pool ?? []));
      const due = [...pools].filter((pool) => now - (queues.get(pool)?.at ?? 0) > QUEUE_FOR_MS);
      await Promise.all(
        due.map(async (pool) => {
          const answer = await taskcluster.pending(root, pool);
          queues.set(pool, { pending: isOk(answer) ? answer.value : null, at: now });
        }),
      );
    },
    queueOf(label) {
      if (!asked.has(label)) return undefined;
      const pool = facts.get(label)?.pool;
      const pending = pool === undefined ? undefined : queues.get(pool)?.pending;
      return pool === undefined || pending == null ? 'not read' : { pool, pending };
    },
  };
}
