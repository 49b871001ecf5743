import type { JobResult, TaskRecord, TaskState } from './records.ts';
import type { World } from './world.ts';

/** How a task that gets scheduled goes on by itself. */
export interface TaskCourse {
  readonly queueSeconds: number;
  readonly runSeconds: number;
  readonly ends: 'completed' | 'failed';
  /** Called once, right after the task completed or failed. */
  readonly afterwards?: () => void;
}

/** Runs tasks on the virtual clock: queue, worker, resolution, and the tasks that wait for them. */
export class Execution {
  readonly #world: World;
  readonly #courses = new Map<string, TaskCourse>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Takes a new task in. It is scheduled as soon as all it depends on is completed. */
  add(task: TaskRecord, course: TaskCourse): void {
    this.#world.addTask(task);
    this.#courses.set(task.taskId, course);
    this.#world.clock.at(task.deadline, () => this.#missDeadline(task));
    this.#scheduleWhenReady(task);
  }

  /** Ends an open task as cancelled. */
  cancel(task: TaskRecord): void {
    if (!isOpen(task)) return;
    this.#giveRun(task);
    this.#resolve(task, 'exception', 'canceled');
  }

  #scheduleWhenReady(task: TaskRecord): void {
    if (task.state !== 'unscheduled') return;
    const ready = task.dependencies.every((id) => this.#world.tasks.get(id)?.state === 'completed');
    if (!ready) return;
    const { clock } = this.#world;
    const course = this.#courses.get(task.taskId);
    if (!course) return;
    task.state = 'pending';
    task.runs.push({
      runId: task.runs.length,
      state: 'pending',
      reasonCreated: 'scheduled',
      reasonResolved: null,
      scheduled: clock.now(),
      started: null,
      resolved: null,
    });
    this.#mirror(task);
    clock.after(course.queueSeconds, () => {
      if (task.state !== 'pending') return;
      task.state = 'running';
      const run = task.runs.at(-1);
      if (run) {
        run.state = 'running';
        run.started = clock.now();
      }
      this.#mirror(task);
      clock.after(course.runSeconds, () => {
        if (task.state === 'running') this.#resolve(task, course.ends, course.ends);
      });
    });
  }

  #missDeadline(task: TaskRecord): void {
    if (!isOpen(task)) return;
    this.#giveRun(task);
    this.#resolve(task, 'exception', 'deadline-exceeded');
  }

  /** A task that ends without ever having been scheduled gets a run for the reason to stand in. */
  #giveRun(task: TaskRecord): void {
    if (task.runs.length > 0) return;
    task.runs.push({
      runId: 0,
      state: 'unscheduled',
      reasonCreated: 'exception',
      reasonResolved: null,
      scheduled: this.#world.clock.now(),
      started: null,
      resolved: null,
    });
  }

  #resolve(task: TaskRecord, state: TaskState, reason: string): void {
    task.state = state;
    const run = task.runs.at(-1);
    if (run) {
      run.state = state;
      run.reasonResolved = reason;
      run.resolved = this.#world.clock.now();
    }
    this.#mirror(task);
    if (state === 'exception') return;
    this.#courses.get(task.taskId)?.afterwards?.();
    if (state !== 'completed') return;
    for (const waiting of this.#world.dependents.get(task.taskId) ?? []) this.#scheduleWhenReady(waiting);
  }

  /** Builds and action tasks that fail are 'busted', tests are 'testfailed'. */
  #isTest(label: string): boolean {
    const kind = this.#world.labels.get(label)?.kind;
    return kind !== undefined && kind !== 'build';
  }

  /** Shows the task's state on its Treeherder job. */
  #mirror(task: TaskRecord): void {
    const job = task.jobId === null ? undefined : this.#world.jobs.get(task.jobId);
    if (!job) return;
    const now = this.#world.clock.now();
    const open = isOpen(task);
    job.state = open ? (task.state as 'unscheduled' | 'pending' | 'running') : 'completed';
    job.result = open ? 'unknown' : resultOf(task, this.#isTest(job.label));
    job.lastModified = now;
    if (task.state === 'running') job.startTime = now;
    if (!open) job.endTime = now;
  }
}

/** It may still run, or runs. */
export const isOpen = (task: TaskRecord) => ['unscheduled', 'pending', 'running'].includes(task.state);

function resultOf(task: TaskRecord, isTest: boolean): JobResult {
  if (task.state === 'completed') return 'success';
  if (task.state === 'failed') return isTest ? 'testfailed' : 'busted';
  return task.runs.at(-1)?.reasonResolved === 'canceled' ? 'usercancel' : 'exception';
}
