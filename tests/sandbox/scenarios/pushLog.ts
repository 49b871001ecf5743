import type { CommitRecord, LabelRecord, PushRecord, RepositoryRecord, TaskRecord } from '../records.ts';
import { actionsJson, hookIdOf } from '../taskcluster/actionSpecs.ts';
import type { World } from '../world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;

const AUTHORS = [
  'ana@mozilla.com',
  'bo@mozilla.com',
  'chen@mozilla.com',
  'dita@mozilla.com',
  'ed@mozilla.com',
];
const SUBJECTS = [
  'Cache the computed style of anonymous boxes',
  'Use a smaller buffer for the IPC channel',
  'Move the preference reads out of the loop',
  'Fix the order of the observers in the docshell',
  'Update the web platform tests to the latest revision',
  'Make the image decoder yield more often',
  'Remove the old code path of the layout scheduler',
  'Teach the profiler about the new thread names',
];

export interface PushLogOptions {
  readonly repository: RepositoryRecord;
  readonly pushes: number;
  /** Minutes between two pushes, least and most (about one push every 10 to 15 minutes on autoland). */
  readonly gapMinutes: readonly [number, number];
  readonly firstId: number;
  readonly commits: readonly [number, number];
  /** Index from which the pushes have another .taskcluster.yml, hence another hook. */
  readonly hookChangesAt?: number;
}

/** Fills a repository's push log, the newest push a few minutes old; each push with its decision task. */
export function addPushLog(world: World, options: PushLogOptions): PushRecord[] {
  const { repository } = options;
  const { random } = world;
  const times: number[] = [];
  let time = world.clock.seconds() - random.int(120, 420);
  for (let i = 0; i < options.pushes; i++) {
    times.unshift(time);
    time -= Math.round(
      60 * (options.gapMinutes[0] + random.next() * (options.gapMinutes[1] - options.gapMinutes[0])),
    );
  }
  const hashes = [random.hex(10), random.hex(10)] as const;
  let id = options.firstId;
  let baseRevision = random.hex(40);
  return times.map((at, index) => {
    const author = random.pick(AUTHORS);
    const commits = makeCommits(world, author, random.int(...options.commits));
    const revision = commits[0]?.revision ?? random.hex(40);
    const push: PushRecord = {
      id,
      repository,
      revision,
      baseRevision,
      author,
      time: at,
      commits,
      commitCount: commits.length,
      pushlogId: 210_000 + index,
      decisionTask: random.slug(),
      hookHash: index >= (options.hookChangesAt ?? Number.POSITIVE_INFINITY) ? hashes[1] : hashes[0],
      index,
    };
    id += random.int(1, 4);
    baseRevision = revision;
    world.addPush(push);
    addDecisionTask(world, push);
    return push;
  });
}

function makeCommits(world: World, author: string, count: number): CommitRecord[] {
  const bug = world.random.int(1_985_000, 1_999_999);
  return Array.from({ length: count }, (_, i) => ({
    revision: world.random.hex(40),
    author: `${author.split('@')[0]} <${author}>`,
    comments: `Bug ${bug + (i > 4 ? i : 0)} - ${world.random.pick(SUBJECTS)}. r=reviewer`,
  }));
}

/** Makes `later` the push that backs `earlier` out. */
export function backOut(world: World, earlier: PushRecord, later: PushRecord): PushRecord {
  const revision = later.revision;
  const bug = /Bug (\d+)/.exec(earlier.commits[0]?.comments ?? '')?.[1] ?? '0';
  const shorts = earlier.commits.map((c) => c.revision.slice(0, 12)).join(', ');
  const replaced: PushRecord = {
    ...later,
    commits: [
      {
        revision,
        author: 'Sheriff <sheriff@mozilla.com>',
        comments: `Backed out ${earlier.commits.length} changesets (bug ${bug}) for causing bc failures. CLOSED TREE\n\nBacked out changeset ${shorts} (bug ${bug})`,
      },
    ],
    commitCount: 1,
  };
  world.replacePush(replaced);
  return replaced;
}

/** Makes `later` the push that lands what `earlier` brought once more, as other changesets. */
export function landAgain(world: World, earlier: PushRecord, later: PushRecord): void {
  const commits = earlier.commits.map((commit, i) => ({
    ...commit,
    revision: i === 0 ? later.revision : world.random.hex(40),
  }));
  world.replacePush({ ...later, commits, commitCount: commits.length });
}

const repositoryPath = (push: PushRecord) => push.repository.url.replace('https://', '');

function addDecisionTask(world: World, push: PushRecord): void {
  const taskId = push.decisionTask;
  if (taskId === null) return;
  const at = push.time * 1000;
  const { name, level } = push.repository;
  const task: TaskRecord = {
    taskId,
    taskGroupId: taskId,
    name: 'Gecko Decision Task',
    definition: () => ({
      provisionerId: `gecko-${level}`,
      workerType: 'decision',
      taskQueueId: `gecko-${level}/decision`,
      schedulerId: `gecko-level-${level}`,
      projectId: 'none',
      taskGroupId: taskId,
      dependencies: [],
      requires: 'all-completed',
      routes: [
        `tc-treeherder.v2.${name}.${push.revision}`,
        `index.gecko.v2.${name}.latest.taskgraph.decision`,
        `index.gecko.v2.${name}.revision.${push.revision}.taskgraph.decision`,
        `index.gecko.v2.${name}.pushlog-id.${push.pushlogId}.decision`,
      ],
      priority: 'low',
      retries: 5,
      created: new Date(at).toISOString(),
      deadline: new Date(at + DAY_MS).toISOString(),
      expires: new Date(at + YEAR_MS).toISOString(),
      scopes: [
        `assume:repo:${repositoryPath(push)}:branch:default`,
        'queue:route:notify.email.*',
        `in-tree:hook-action:project-gecko/in-tree-action-${level}-*`,
        `index:insert-task:gecko.v2.${name}.*`,
      ],
      payload: { maxRunTime: 7200 },
      metadata: {
        name: 'Gecko Decision Task',
        owner: push.author,
        source: `${push.repository.url}/raw-file/${push.revision}/.taskcluster.yml`,
        description: 'The task that creates all of the other tasks in the task graph',
      },
      tags: { kind: 'decision-task', createdForUser: push.author },
      extra: {
        treeherder: { machine: { platform: 'gecko-decision' }, symbol: 'D' },
        tasks_for: 'hg-push',
      },
    }),
    dependencies: [],
    created: at,
    deadline: at + DAY_MS,
    expires: at + YEAR_MS,
    workerType: 'decision',
    state: 'completed',
    runs: [
      {
        runId: 0,
        state: 'completed',
        reasonCreated: 'scheduled',
        reasonResolved: 'completed',
        scheduled: at,
        started: at + 30_000,
        resolved: at + 210_000,
      },
    ],
    artifacts: new Map([
      ['public/actions.json', () => JSON.stringify(actionsJson(push, taskId, world.knobs.generation))],
      ['public/label-to-taskid.json', () => JSON.stringify(Object.fromEntries(scheduledTasks(world, push)))],
      ['public/runnable-jobs.json', () => JSON.stringify(runnableJobs(world, push))],
    ]),
    jobId: null,
  };
  world.addTask(task);
  for (const path of [
    `gecko.v2.${name}.revision.${push.revision}.taskgraph.decision`,
    `gecko.v2.${name}.pushlog-id.${push.pushlogId}.decision`,
  ]) {
    world.index.set(path, { taskId, expires: task.expires });
  }
  const groupId = 'project-gecko';
  for (const permission of ['generic', 'backfill']) {
    const hookId = hookIdOf(push, permission);
    const key = `${groupId}/${hookId}`;
    if (!world.hooks.has(key)) world.hooks.set(key, { hookGroupId: groupId, hookId, fires: [] });
  }
  const id = world.nextId('job', 571_234_000);
  world.addJob({
    id,
    guid: `${taskId}/0`,
    repository: push.repository,
    pushId: push.id,
    label: task.name,
    symbol: 'D',
    groupName: 'unknown',
    groupSymbol: '?',
    platform: 'gecko-decision',
    state: 'completed',
    result: 'success',
    tier: 1,
    taskId,
    retryId: 0,
    submitTime: at,
    startTime: at + 30_000,
    endTime: at + 210_000,
    lastModified: at + 210_000,
    machine: 'decision-1',
  });
  task.jobId = id;
}

/** What the decision task itself scheduled, without what actions added later. */
const scheduledTasks = (world: World, push: PushRecord) =>
  [...(world.knownTasks.get(push.id) ?? [])].filter(
    ([, taskId]) =>
      !world.tasks.get(taskId)?.dependencies.some((d) => world.tasks.get(d)?.name.startsWith('Action: ')),
  );

/** Every label of the push's full graph: the cheapest complete list (taskcluster-actions 2.8). */
function runnableJobs(world: World, push: PushRecord): Record<string, unknown> {
  const shown = (label: LabelRecord) => ({
    symbol: label.symbol,
    groupName: label.groupName,
    groupSymbol: label.groupSymbol,
    collection: { opt: true },
    platform: label.platform,
  });
  return Object.fromEntries(
    [...world.labels.values()].filter((l) => world.hasLabel(push, l.name)).map((l) => [l.name, shown(l)]),
  );
}
