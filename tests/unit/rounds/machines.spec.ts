import { describe, expect, it } from 'vitest';
import { jobId, type Label, label, pushId, type TaskId, taskId } from '@/lib/model/ids';
import { failed, ok } from '@/lib/model/outcome';
import type { Job } from '@/lib/model/push';
import { createJobBook } from '@/lib/rounds/jobBook';
import { createMachines } from '@/lib/rounds/machines';
import type { TaskDefinition } from '@/lib/taskcluster/schemas';
import type { TreeherderReads } from '@/lib/treeherder/publicReads';

const AMAZON = label('test-windows11-64-24h2-shippable/opt-amazon');
const CNN = label('test-windows11-64-24h2-shippable/opt-cnn');

const job = (id: number, change: Partial<Job> = {}): Job => ({
  id: jobId(id),
  pushId: pushId(1),
  label: AMAZON,
  platform: 'windows11-64-24h2-shippable',
  groupSymbol: 'Btime',
  state: 'completed',
  result: 'success',
  taskId: taskId(`task${id}`),
  duration: 10,
  ...change,
});

describe('the book of jobs', () => {
  const bookOf = (jobs: readonly Job[]) => {
    const reads = { jobsById: async () => ok(jobs), jobsOnPushes: async () => ok(jobs) };
    return createJobBook(reads as unknown as TreeherderReads);
  };

  it('tells the median of the good runs that were read anyway', async () => {
    const book = bookOf([
      job(1, { duration: 10 }),
      job(2, { duration: 30 }),
      job(3, { duration: 14 }),
      job(4, { duration: 900, result: 'testfailed' }),
      job(5, { duration: 0, state: 'running', result: 'unknown' }),
    ]);
    expect(book.minutesOf(AMAZON)).toBeUndefined();
    await book.reads.jobsOnPushes([], { label: AMAZON });
    expect(book.minutesOf(AMAZON)).toBe(14);
    expect(book.minutesOf(CNN)).toBeUndefined();
  });

  it('counts a run once, however often it is read, and knows a task of each label', async () => {
    const book = bookOf([job(1, { duration: 10 }), job(2, { duration: 20 })]);
    await book.reads.jobsById([]);
    await book.reads.jobsById([]);
    expect(book.minutesOf(AMAZON)).toBe(15);
    expect(book.taskOf(AMAZON)).toBe('task2');
    expect(book.taskOf(CNN)).toBeUndefined();
  });
});

describe('the machines of a label', () => {
  const definition = (queue: string | undefined, tags: Record<string, string>): TaskDefinition => ({
    taskGroupId: '',
    created: '',
    scopes: [],
    tags,
    metadata: { name: '' },
    extra: {},
    ...(queue !== undefined && { taskQueueId: queue }),
  });
  function world(pending: (pool: string) => number | null) {
    const asked: string[] = [];
    const tasks: Record<string, TaskDefinition> = {
      a: definition('gecko-t/win11', { retrigger: 'true' }),
      c: definition('gecko-t/win11', { retrigger: 'false' }),
    };
    const machines = createMachines(
      {
        async tasks(_, ids) {
          asked.push(`tasks ${ids.join(' ')}`);
          return ok(new Map(ids.flatMap((id) => (tasks[id] ? [[id, tasks[id]] as const] : []))));
        },
        async pending(_, pool) {
          asked.push(`pending ${pool}`);
          const n = pending(pool);
          return n === null ? failed({ kind: 'scopes', message: 'You may not know.', status: 403 }) : ok(n);
        },
      },
      (name: Label): TaskId | undefined =>
        name === AMAZON ? taskId('a') : name === CNN ? taskId('c') : undefined,
    );
    return { machines, asked };
  }

  it('are read once for all labels, with whether these can be retriggered', async () => {
    const { machines, asked } = world(() => 7);
    const other = label('test-unseen/opt-x');
    await machines.learn('root', [AMAZON, CNN, other]);
    await machines.learn('root', [AMAZON, CNN]);
    expect(asked).toEqual(['tasks a c']);
    expect([AMAZON, CNN, other].map(machines.isRetriggerable)).toEqual([true, false, undefined]);
  });

  it('tell their queue, one request a pool and a minute', async () => {
    const { machines, asked } = world(() => 7);
    await machines.learn('root', [AMAZON, CNN]);
    expect(machines.queueOf(AMAZON)).toBeUndefined();
    await machines.readQueues('root', [AMAZON, CNN], 1_000_000);
    await machines.readQueues('root', [AMAZON], 1_050_000);
    expect(asked.filter((a) => a.startsWith('pending'))).toEqual(['pending gecko-t/win11']);
    expect(machines.queueOf(AMAZON)).toEqual({ pool: 'gecko-t/win11', pending: 7 });
    await machines.readQueues('root', [AMAZON], 1_070_000);
    expect(asked.filter((a) => a.startsWith('pending'))).toHaveLength(2);
  });

  it('say so when the queue cannot be read', async () => {
    const { machines } = world(() => null);
    await machines.learn('root', [AMAZON]);
    await machines.readQueues('root', [AMAZON, label('test-unseen/opt-x')], 1_000_000);
    expect(machines.queueOf(AMAZON)).toBe('not read');
    expect(machines.queueOf(label('test-unseen/opt-x'))).toBe('not read');
  });
});
