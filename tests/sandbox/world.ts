import type { Clock } from './clock.ts';
import { defaultKnobs, type Knobs } from './knobs.ts';
import { type Random, seeded } from './random.ts';
import type {
  AlertRecord,
  ClientRecord,
  DatumRecord,
  HookRecord,
  JobRecord,
  LabelRecord,
  PushRecord,
  RepositoryRecord,
  SeriesRecord,
  SummaryRecord,
  TaskRecord,
  UserRecord,
} from './records.ts';
import type { RightAnswer } from './rightAnswers.ts';

export interface Session {
  readonly user: UserRecord;
  readonly expires: number;
}

/** Everything that Treeherder and Taskcluster know, in one place. Scenarios fill it; the two stand-ins answer from it. */
export class World {
  readonly clock: Clock;
  readonly seed: string;
  readonly random: Random;
  readonly knobs: Knobs = defaultKnobs();

  readonly users: UserRecord[] = [];
  readonly sessions = new Map<string, Session>();
  readonly repositories = new Map<string, RepositoryRecord>();
  readonly pushes = new Map<number, PushRecord>();
  /** By repository name, oldest first. */
  readonly pushLog = new Map<string, PushRecord[]>();
  readonly labels = new Map<string, LabelRecord>();
  /** Labels that a push's graph lacks: renamed, or not there yet. */
  readonly missingLabels = new Map<number, Set<string>>();
  /** Build labels that fail on a push, now and later. */
  readonly brokenBuilds = new Map<number, Set<string>>();
  readonly series = new Map<number, SeriesRecord>();
  readonly seriesOfLabel = new Map<string, SeriesRecord[]>();
  readonly dataOfSeries = new Map<number, DatumRecord[]>();
  readonly jobs = new Map<number, JobRecord>();
  readonly jobsOfPush = new Map<number, JobRecord[]>();
  readonly summaries = new Map<number, SummaryRecord>();
  /** An updated alert moves to the end: the API gives no order (treeherder-api 6.4). */
  readonly alerts = new Map<number, AlertRecord>();

  readonly tasks = new Map<string, TaskRecord>();
  readonly dependents = new Map<string, TaskRecord[]>();
  readonly hooks = new Map<string, HookRecord>();
  readonly clients = new Map<string, ClientRecord>();
  readonly index = new Map<string, { taskId: string; expires: number }>();
  /** Names of the tasks that a push's decision task scheduled, and of those that completed actions added. */
  readonly knownTasks = new Map<number, Map<string, string>>();

  /** What a scenario says of its summaries, by their names there. */
  readonly answers = new Map<string, RightAnswer>();

  #later = new Map<string, () => void>();
  #ids = new Map<string, number>();

  constructor(clock: Clock, seed: string) {
    this.clock = clock;
    this.seed = seed;
    this.random = seeded(seed);
  }

  /** The next number of a kind of row. */
  nextId(kind: string, first: number): number {
    const id = this.#ids.get(kind) ?? first;
    this.#ids.set(kind, id + 1);
    return id;
  }

  /** Something that happens by itself after a while, or when a test makes it happen. */
  later(what: string, seconds: number, run: () => void): void {
    this.#later.set(what, run);
    this.clock.after(seconds, () => {
      if (this.#later.has(what)) this.happen(what);
    });
  }

  /** Names of what is still to come. */
  get toCome(): readonly string[] {
    return [...this.#later.keys()];
  }

  /** Makes what is still to come happen now. */
  happen(what: string): void {
    const run = this.#later.get(what);
    if (!run) throw new Error(`Nothing called "${what}" is to come. There is: ${this.toCome.join(', ')}.`);
    this.#later.delete(what);
    run();
  }

  /** The right answer to a summary of the scenario, by its name there. */
  answer(name: string): RightAnswer {
    const found = this.answers.get(name);
    if (!found) {
      throw new Error(
        `The scenario has no summary "${name}". There are: ${[...this.answers.keys()].join(', ')}.`,
      );
    }
    return found;
  }

  repository(name: string): RepositoryRecord {
    const found = this.repositories.get(name);
    if (!found) throw new Error(`The scenario has no repository ${name}.`);
    return found;
  }

  push(id: number): PushRecord {
    const found = this.pushes.get(id);
    if (!found) throw new Error(`The scenario has no push ${id}.`);
    return found;
  }

  summary(id: number): SummaryRecord {
    const found = this.summaries.get(id);
    if (!found) throw new Error(`The scenario has no alert summary ${id}.`);
    return found;
  }

  seriesById(id: number): SeriesRecord {
    const found = this.series.get(id);
    if (!found) throw new Error(`The scenario has no series ${id}.`);
    return found;
  }

  userByName(name: string): UserRecord | undefined {
    return this.users.find((u) => u.name === name || u.username === name || u.email === name);
  }

  addPush(push: PushRecord): void {
    this.pushes.set(push.id, push);
    append(this.pushLog, push.repository.name, push);
    this.knownTasks.set(push.id, new Map());
  }

  /** Puts another record in a push's place: one without a decision task, one that is a backout. */
  replacePush(push: PushRecord): void {
    const log = this.pushLog.get(push.repository.name) ?? [];
    const at = log.findIndex((p) => p.id === push.id);
    if (at < 0) throw new Error(`The scenario has no push ${push.id}.`);
    log[at] = push;
    this.pushes.set(push.id, push);
  }

  addSeries(series: SeriesRecord): void {
    this.series.set(series.id, series);
    append(this.seriesOfLabel, `${series.repository.name} ${series.label}`, series);
    this.dataOfSeries.set(series.id, []);
  }

  /** The series that a run of the label feeds. */
  fedBy(repository: string, label: string): readonly SeriesRecord[] {
    return this.seriesOfLabel.get(`${repository} ${label}`) ?? [];
  }

  addJob(job: JobRecord): void {
    this.jobs.set(job.id, job);
    append(this.jobsOfPush, job.pushId, job);
  }

  addTask(task: TaskRecord): void {
    this.tasks.set(task.taskId, task);
    for (const dependency of task.dependencies) append(this.dependents, dependency, task);
  }

  /** Measures what the job's label feeds: one value a series, the same for the same seed. */
  addData(job: JobRecord): void {
    const push = this.push(job.pushId);
    const ordinal = (this.jobsOfPush.get(push.id) ?? []).filter(
      (j) => j.label === job.label && j.id < job.id,
    ).length;
    for (const series of this.fedBy(push.repository.name, job.label)) {
      const chance = seeded(`${this.seed} ${series.hash} ${push.revision} ${ordinal}`);
      const value = series.level(push.index) * (1 + series.noise * chance.gaussian());
      this.dataOfSeries.get(series.id)?.push({
        id: this.nextId('datum', 912_345_000),
        seriesId: series.id,
        pushId: push.id,
        jobId: job.id,
        value,
        submitTime: job.endTime ?? this.clock.now(),
        machine: job.machine,
      });
    }
  }

  alertsOf(summaryId: number): AlertRecord[] {
    return [...this.alerts.values()].filter((a) => a.summaryId === summaryId);
  }

  relatedTo(summaryId: number): AlertRecord[] {
    return [...this.alerts.values()].filter((a) => a.relatedSummaryId === summaryId);
  }

  /** Replaces the whole row and moves it to the end. */
  saveAlert(row: AlertRecord): void {
    this.alerts.delete(row.id);
    this.alerts.set(row.id, row);
  }

  /** Is the label in the push's full graph? */
  hasLabel(push: PushRecord, label: string): boolean {
    return this.labels.has(label) && !this.missingLabels.get(push.id)?.has(label);
  }

  isBrokenBuild(push: PushRecord, label: string): boolean {
    return this.brokenBuilds.get(push.id)?.has(label) ?? false;
  }
}

/** Adds to the list that a map has under a key. */
export function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
