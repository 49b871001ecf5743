import { jobDefinition } from '../actions.ts';
import { seeded } from '../random.ts';
import type { JobRecord, LabelRecord, PushRecord, RepositoryRecord, TaskRecord } from '../records.ts';
import type { World } from '../world.ts';

const YEAR_MS = 365 * 86_400_000;
const DAY_MS = 86_400_000;
/** Perf jobs of younger pushes are still waiting for their builds. */
const YOUNGEST_DATA_SECONDS = 4 * 3600;

/**
 * The pushes with perf data, oldest first: counted back from the newest that is old enough.
 *
 * @param every pushes from one to the next, least and most; they run on about every 6th to 20th push of autoland
 * @param fixed single distances, counted back from the newest data (0 = between the last two)
 */
export function dataBearing(
  world: World,
  log: readonly PushRecord[],
  every: readonly [number, number],
  fixed: Readonly<Record<number, number>> = {},
): PushRecord[] {
  const found: PushRecord[] = [];
  const newest = log.findLastIndex((p) => p.time < world.clock.seconds() - YOUNGEST_DATA_SECONDS);
  for (let index = newest, step = 0; index >= 0; step++) {
    const push = log[index];
    if (push) found.unshift(push);
    index -= fixed[step] ?? world.random.int(...every);
  }
  return found;
}

export interface HistoryOptions {
  readonly repository: RepositoryRecord;
  readonly log: readonly PushRecord[];
  readonly data: readonly PushRecord[];
  /** Runs of a label on a data-bearing push. */
  readonly runs: (label: LabelRecord, push: PushRecord) => number;
  /** Share of the other pushes that have a platform's build. */
  readonly buildRate: number;
}

/** Gives the past its jobs and data: every label on the data-bearing pushes, builds there and on some others. */
export function addHistory(world: World, options: HistoryOptions): void {
  const { repository } = options;
  const labels = [...world.labels.values()].filter(
    (l) => l.kind !== 'build' && world.fedBy(repository.name, l.name).length > 0,
  );
  const builds = [...new Set(labels.map((l) => l.build))].flatMap((name) => {
    const label = name === null ? undefined : world.labels.get(name);
    return label ? [label] : [];
  });
  const data = new Set(options.data.map((p) => p.id));
  for (const push of options.log) {
    for (const build of builds) {
      const chance = seeded(`${world.seed} build ${build.name} ${push.revision}`);
      if (!data.has(push.id) && chance.next() >= options.buildRate) continue;
      const isBroken = world.isBrokenBuild(push, build.name);
      const end = push.time * 1000 + (60 + 40 * chance.next()) * 60_000;
      if (end < world.clock.now()) addPastJob(world, push, build, 60, end, isBroken ? 'busted' : 'success');
    }
    if (!data.has(push.id)) continue;
    for (const label of labels) {
      if (label.build !== null && world.isBrokenBuild(push, label.build)) continue;
      for (let run = 0; run < options.runs(label, push); run++) {
        const chance = seeded(`${world.seed} run ${label.name} ${push.revision} ${run}`);
        const end = push.time * 1000 + (110 + 100 * chance.next()) * 60_000;
        world.addData(addPastJob(world, push, label, 18, end, 'success'));
      }
    }
  }
}

/** A job that ended in the past, with its task. */
export function addPastJob(
  world: World,
  push: PushRecord,
  label: LabelRecord,
  minutes: number,
  end: number,
  result: 'success' | 'busted' | 'testfailed',
): JobRecord {
  const start = end - minutes * 60_000;
  const taskId = world.random.slug();
  const state = result === 'success' ? 'completed' : 'failed';
  const decision = push.decisionTask ?? taskId;
  const task: TaskRecord = {
    taskId,
    taskGroupId: decision,
    name: label.name,
    definition: () => jobDefinition(task, push, label, { parent: decision, callback: null }),
    dependencies: [decision],
    created: push.time * 1000,
    deadline: push.time * 1000 + DAY_MS,
    expires: push.time * 1000 + YEAR_MS,
    workerType: label.workerType,
    state,
    runs: [
      {
        runId: 0,
        state,
        reasonCreated: 'scheduled',
        reasonResolved: state,
        scheduled: push.time * 1000 + 300_000,
        started: start,
        resolved: end,
      },
    ],
    artifacts: new Map(),
    jobId: null,
  };
  // the dependents of a decision task are thousands: the index leaves them out
  world.tasks.set(taskId, task);
  const job: JobRecord = {
    id: world.nextId('job', 571_234_000),
    guid: `${taskId}/0`,
    repository: push.repository,
    pushId: push.id,
    label: label.name,
    symbol: label.symbol,
    groupName: label.groupName,
    groupSymbol: label.groupSymbol,
    platform: label.platform,
    state: 'completed',
    result,
    tier: 1,
    taskId,
    retryId: 0,
    submitTime: push.time * 1000 + 300_000,
    startTime: start,
    endTime: end,
    lastModified: end,
    machine: `${label.workerType}-${String(world.random.int(1, 400)).padStart(3, '0')}`,
  };
  world.addJob(job);
  task.jobId = job.id;
  const known = world.knownTasks.get(push.id);
  if (!known?.has(label.name)) known?.set(label.name, taskId);
  return job;
}
