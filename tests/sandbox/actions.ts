import { Execution } from './execution.ts';
import { seeded } from './random.ts';
import type { JobRecord, LabelRecord, PushRecord, TaskRecord } from './records.ts';
import type { World } from './world.ts';

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

/** What a hook's rendered template says, as far as the runner needs it. */
export interface ActionTask {
  readonly taskId: string;
  readonly push: PushRecord;
  readonly definition: Record<string, unknown>;
  readonly title: string;
  readonly symbol: string;
  readonly callback: string;
  readonly input: unknown;
}

/** One label with the number of runs that one graph creation makes of it. */
interface Wanted {
  readonly label: LabelRecord;
  readonly times: number;
}

/** Carries out in-tree actions on the virtual clock: the action task first, then its jobs, then their data. */
export class ActionRunner {
  readonly #world: World;
  readonly execution: Execution;

  constructor(world: World) {
    this.#world = world;
    this.execution = new Execution(world);
  }

  /** Starts the action task that a hook created. */
  start(action: ActionTask): TaskRecord {
    const world = this.#world;
    const { knobs } = world;
    const task = this.#newTask({
      taskId: action.taskId,
      taskGroupId: String(action.definition.taskGroupId),
      name: `Action: ${action.title}`,
      definition: () => action.definition,
      dependencies: [],
      workerType: 'decision',
      lives: YEAR_MS,
    });
    this.#addJob(task, action.push, {
      name: task.name,
      platform: 'gecko-decision',
      groupName: 'action-callback',
      groupSymbol: 'AC',
      symbol: action.symbol,
    });
    const isCarriedOut = this.#understands(action);
    const created: TaskRecord[] = [];
    this.execution.add(task, {
      queueSeconds: knobs.actionQueueSeconds,
      runSeconds: knobs.actionRunSeconds,
      ends: isCarriedOut ? 'completed' : 'failed',
      afterwards: () => {
        if (action.callback === 'cancel') this.#cancelTarget(action);
        else this.#publish(task, action.push, created);
      },
    });
    if (isCarriedOut && action.callback !== 'cancel') {
      // Half-way through: created, but unscheduled until the action task is completed (taskcluster-actions 2.9). What
      // exists by then is reused; what another action has only under way is not seen.
      world.clock.after(knobs.actionQueueSeconds + knobs.actionRunSeconds / 2, () => {
        if (task.state === 'running') created.push(...this.#createJobs(task, action));
      });
    }
    return task;
  }

  /** An unknown label fails the whole action, and nothing is created for any other label. */
  #understands(action: ActionTask): boolean {
    if (action.callback === 'cancel') return this.#targetOf(action) !== undefined;
    const groups = this.#graphs(action);
    if (!groups) return false;
    const known = this.#world.knownTasks.get(action.push.id);
    return groups.flat().every(({ name }) => {
      const label = this.#world.labels.get(name);
      if (!label || !this.#world.hasLabel(action.push, name)) return false;
      // a build cannot be retriggered: it can only be rerun where it exists
      return label.kind !== 'build' || action.callback !== 'retrigger-multiple' || known?.has(name);
    });
  }

  /** The task that an action is about, where it belongs to the action's own push. */
  #targetOf(action: ActionTask): TaskRecord | undefined {
    const { extra, taskGroupId } = action.definition as {
      extra?: { action?: { context?: { taskId?: string | null } } };
      taskGroupId?: string;
    };
    const target = this.#world.tasks.get(extra?.action?.context?.taskId ?? '');
    return target?.taskGroupId === taskGroupId ? target : undefined;
  }

  /** `cancel` ends its one task; a task that has ended already is left as it is (taskcluster-actions 2.5). */
  #cancelTarget(action: ActionTask): void {
    const target = this.#targetOf(action);
    if (target) this.execution.cancel(target);
  }

  /**
   * The graph creations that an action makes, each a list of labels with counts.
   * @returns undefined for an action that the sandbox does not carry out, and for input that the code cannot read
   */
  #graphs(action: ActionTask): { name: string; times: number }[][] | undefined {
    const input = action.input as {
      requests?: { tasks?: string[]; times?: number }[];
      tasks?: string[];
      times?: number;
    } | null;
    if (action.callback === 'add-new-jobs' && Array.isArray(input?.tasks)) {
      const once = input.tasks.map((name) => ({ name, times: 1 }));
      return Array.from({ length: input.times ?? 1 }, () => once);
    }
    if (action.callback !== 'retrigger-multiple' || !Array.isArray(input?.requests)) return undefined;
    if (this.#world.knobs.generation === 'old') {
      return input.requests.flatMap((request) =>
        Array.from({ length: request.times ?? 1 }, () =>
          (request.tasks ?? []).map((name) => ({ name, times: 1 })),
        ),
      );
    }
    // one graph; the same label in two requests is not added up, the last one wins
    const counts = new Map<string, number>();
    for (const request of input.requests) {
      for (const name of request.tasks ?? []) counts.set(name, request.times ?? 1);
    }
    return [[...counts].map(([name, times]) => ({ name, times }))];
  }

  #createJobs(action: TaskRecord, what: ActionTask): TaskRecord[] {
    const created: TaskRecord[] = [];
    const known = new Map(this.#world.knownTasks.get(what.push.id));
    for (const graph of this.#graphs(what) ?? []) {
      const wanted: Wanted[] = graph.flatMap(({ name, times }) => {
        const label = this.#world.labels.get(name);
        return label && label.kind !== 'build' ? [{ label, times }] : [];
      });
      // Builds made by one graph creation are unknown to the next: each starts one of its own (2.6).
      const builds = new Map<string, TaskRecord>();
      for (const { label, times } of wanted) {
        const build = label.build === null ? undefined : this.#world.labels.get(label.build);
        const existing = build ? known.get(build.name) : undefined;
        if (build && !existing && !builds.has(build.name)) {
          const task = this.#createJob(action, what, build, [action.taskId]);
          builds.set(build.name, task);
          created.push(task);
        }
        const buildTask = existing ?? (build ? builds.get(build.name)?.taskId : undefined);
        for (let i = 0; i < times; i++) {
          const dependencies = buildTask ? [action.taskId, buildTask] : [action.taskId];
          created.push(this.#createJob(action, what, label, dependencies));
        }
      }
    }
    return created;
  }

  #createJob(
    action: TaskRecord,
    what: ActionTask,
    label: LabelRecord,
    dependencies: readonly string[],
  ): TaskRecord {
    const world = this.#world;
    const { push } = what;
    const task = this.#newTask({
      taskId: world.random.slug(),
      taskGroupId: action.taskGroupId,
      name: label.name,
      definition: () => jobDefinition(task, push, label, { parent: action.taskId, callback: what.callback }),
      dependencies,
      workerType: label.workerType,
      lives: YEAR_MS,
    });
    const job = this.#addJob(task, push, label);
    const chance = seeded(`${world.seed} ${label.name} ${push.revision} ${job.id}`);
    const spread = () => (0.7 + 0.6 * chance.next()) * world.knobs.slowness;
    const fails =
      label.kind === 'build'
        ? world.isBrokenBuild(push, label.name)
        : chance.next() < world.knobs.testFailureRate;
    job.machine = `${label.workerType}-${String(chance.int(1, 400)).padStart(3, '0')}`;
    this.execution.add(task, {
      queueSeconds: label.queueSeconds * spread(),
      runSeconds: label.runSeconds * spread(),
      ends: fails ? 'failed' : 'completed',
      afterwards: () => {
        if (!fails) world.clock.after(world.knobs.ingestSeconds, () => world.addData(job));
      },
    });
    return task;
  }

  /** A completed action's tasks become known to later ones, and its artifacts appear. */
  #publish(action: TaskRecord, push: PushRecord, created: readonly TaskRecord[]): void {
    if (action.state !== 'completed') return;
    const known = this.#world.knownTasks.get(push.id);
    const map: Record<string, string> = {};
    for (const task of created) {
      map[task.name] ??= task.taskId;
      if (!known?.has(task.name)) known?.set(task.name, task.taskId);
    }
    const counts: Record<string, number> = {};
    for (const task of created) counts[task.name] = (counts[task.name] ?? 0) + 1;
    action.artifacts.set('public/to-run.json', () => JSON.stringify(Object.keys(map)));
    action.artifacts.set('public/label-to-taskid.json', () => JSON.stringify(map));
    action.artifacts.set('public/task-graph.json', () =>
      JSON.stringify(
        Object.fromEntries(
          Object.entries(map).map(([name, taskId]) => [
            taskId,
            { label: name, task_id: taskId, attributes: { task_duplicates: counts[name] } },
          ]),
        ),
      ),
    );
    for (const path of [
      `gecko.v2.${push.repository.name}.revision.${push.revision}.taskgraph.actions.${action.taskId}`,
      `gecko.v2.${push.repository.name}.pushlog-id.${push.pushlogId}.actions.${action.taskId}`,
    ]) {
      this.#world.index.set(path, { taskId: action.taskId, expires: action.expires });
    }
  }

  #newTask(
    from: Pick<
      TaskRecord,
      'taskId' | 'taskGroupId' | 'name' | 'definition' | 'dependencies' | 'workerType'
    > & {
      lives: number;
    },
  ): TaskRecord {
    const now = this.#world.clock.now();
    const { lives, ...rest } = from;
    return {
      ...rest,
      created: now,
      deadline: now + DAY_MS,
      expires: now + lives,
      state: 'unscheduled',
      runs: [],
      artifacts: new Map(),
      jobId: null,
    };
  }

  #addJob(
    task: TaskRecord,
    push: PushRecord,
    shown: Pick<LabelRecord, 'name' | 'platform' | 'groupName' | 'groupSymbol' | 'symbol'>,
  ): JobRecord {
    const world = this.#world;
    const now = world.clock.now();
    const id = world.nextId('job', 571_234_000);
    const job: JobRecord = {
      id,
      guid: `${task.taskId}/0`,
      repository: push.repository,
      pushId: push.id,
      label: shown.name,
      symbol: shown.symbol,
      groupName: shown.groupName,
      groupSymbol: shown.groupSymbol,
      platform: shown.platform,
      state: 'unscheduled',
      result: 'unknown',
      tier: 1,
      taskId: task.taskId,
      retryId: 0,
      submitTime: now,
      startTime: null,
      endTime: null,
      lastModified: now,
      machine: '',
    };
    world.addJob(job);
    task.jobId = id;
    return job;
  }
}

/** A job task's definition (taskcluster-actions 2.3, 2.9). */
export function jobDefinition(
  task: TaskRecord,
  push: PushRecord,
  label: LabelRecord,
  from: { parent: string; callback: string | null },
): Record<string, unknown> {
  const { level, name } = push.repository;
  return {
    provisionerId: label.kind === 'build' ? `gecko-${level}` : 'gecko-t',
    workerType: label.workerType,
    taskQueueId: `${label.kind === 'build' ? `gecko-${level}` : 'gecko-t'}/${label.workerType}`,
    schedulerId: `gecko-level-${level}`,
    projectId: 'none',
    taskGroupId: task.taskGroupId,
    dependencies: [...task.dependencies],
    requires: 'all-completed',
    routes: [`tc-treeherder.v2.${name}.${push.revision}`],
    priority: 'low',
    retries: 5,
    created: new Date(task.created).toISOString(),
    deadline: new Date(task.deadline).toISOString(),
    expires: new Date(task.expires).toISOString(),
    scopes: [],
    payload: {},
    metadata: {
      name: label.name,
      owner: push.author,
      source: `${push.repository.url}/file/${push.revision}/taskcluster/kinds/${label.kind}`,
      description: label.name,
    },
    tags: {
      kind: label.kind,
      label: label.name,
      project: name,
      createdForUser: push.author,
      'trust-domain': 'gecko',
      ...(label.kind === 'build' ? {} : { retrigger: 'true', 'test-type': 'raptor' }),
      ...(from.callback === 'retrigger-multiple' ? { action: 'retrigger-multiple-task' } : {}),
    },
    extra: {
      parent: from.parent,
      treeherder: {
        machine: { platform: label.platform },
        groupName: label.groupName,
        groupSymbol: label.groupSymbol,
        symbol: label.symbol,
        tier: 1,
      },
    },
  };
}
