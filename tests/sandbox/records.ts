/** The rows of the stand-in's database. Times are milliseconds on the virtual clock unless a name says seconds. */

export interface UserRecord {
  /** Short name for tests: 'sheriff'. */
  readonly name: string;
  readonly username: string;
  readonly email: string;
  readonly fullName: string;
  readonly isStaff: boolean;
  /** What the user's Taskcluster identity may do; a login through Treeherder grants only the hook part of it. */
  readonly scopes: readonly string[];
}

export interface RepositoryRecord {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly active: boolean;
  readonly alertsEnabled: boolean;
  readonly isTry: boolean;
  /** SCM level; chooses the in-tree hook. */
  readonly level: '1' | '3';
}

export interface CommitRecord {
  readonly revision: string;
  readonly author: string;
  readonly comments: string;
}

/** Treeherder's push loader takes in the last 200 commits of a push, because of merges of thousands. */
export const KEPT_COMMITS = 200;

export interface PushRecord {
  readonly id: number;
  readonly repository: RepositoryRecord;
  readonly revision: string;
  readonly baseRevision: string;
  readonly author: string;
  /** Unix seconds. */
  readonly time: number;
  /** Newest first, at most the KEPT_COMMITS that Treeherder takes in; the API shows 20. */
  readonly commits: readonly CommitRecord[];
  /** Of those that were taken in: a push of thousands shows 200. */
  readonly commitCount: number;
  readonly pushlogId: number;
  /** Null when the decision task failed. */
  readonly decisionTask: string | null;
  /** First 10 hex digits of the hash of the push's .taskcluster.yml: part of the hook's name. */
  readonly hookHash: string;
  /** Position in its repository's log, oldest 0. */
  readonly index: number;
}

/** A task name of the full graph. */
export interface LabelRecord {
  readonly name: string;
  readonly kind: 'build' | 'browsertime' | 'test';
  /** Platform as Treeherder shows it. */
  readonly platform: string;
  readonly groupName: string;
  readonly groupSymbol: string;
  readonly symbol: string;
  /** The build it needs; null for builds. */
  readonly build: string | null;
  readonly workerType: string;
  /** Seconds in the queue and running, typical. */
  readonly queueSeconds: number;
  readonly runSeconds: number;
}

export interface SeriesRecord {
  readonly id: number;
  readonly repository: RepositoryRecord;
  readonly frameworkId: number;
  readonly hash: string;
  readonly suite: string;
  readonly test: string;
  readonly platform: string;
  readonly optionCollectionHash: string;
  readonly extraOptions: readonly string[];
  readonly tags: readonly string[];
  readonly lowerIsBetter: boolean;
  readonly hasSubtests: boolean;
  readonly unit: string | null;
  readonly application: string;
  readonly parentId: number | null;
  /** The task that measures it. */
  readonly label: string;
  /** The true value on a push of this index; measured values scatter around it. */
  level: (pushIndex: number) => number;
  /** Standard deviation as a fraction of the level. */
  noise: number;
}

export interface DatumRecord {
  readonly id: number;
  readonly seriesId: number;
  readonly pushId: number;
  jobId: number | null;
  readonly value: number;
  readonly submitTime: number;
  readonly machine: string;
}

export type JobState = 'unscheduled' | 'pending' | 'running' | 'completed';
export type JobResult = 'unknown' | 'success' | 'testfailed' | 'busted' | 'exception' | 'usercancel';

export interface JobRecord {
  readonly id: number;
  readonly guid: string;
  readonly repository: RepositoryRecord;
  readonly pushId: number;
  readonly label: string;
  readonly symbol: string;
  readonly groupName: string;
  readonly groupSymbol: string;
  readonly platform: string;
  state: JobState;
  result: JobResult;
  readonly tier: number;
  readonly taskId: string;
  retryId: number;
  readonly submitTime: number;
  startTime: number | null;
  endTime: number | null;
  lastModified: number;
  machine: string;
}

export type TaskState = 'unscheduled' | 'pending' | 'running' | 'completed' | 'failed' | 'exception';

export interface TaskRun {
  readonly runId: number;
  state: TaskState;
  readonly reasonCreated: string;
  reasonResolved: string | null;
  readonly scheduled: number;
  started: number | null;
  resolved: number | null;
}

export interface TaskRecord {
  readonly taskId: string;
  readonly taskGroupId: string;
  readonly name: string;
  /** Made when asked for: most tasks are never looked at. */
  readonly definition: () => Record<string, unknown>;
  readonly dependencies: readonly string[];
  readonly created: number;
  readonly deadline: number;
  readonly expires: number;
  readonly workerType: string;
  state: TaskState;
  readonly runs: TaskRun[];
  /** By name; the text is made when asked for. */
  readonly artifacts: Map<string, () => string>;
  jobId: number | null;
}

export interface HookFire {
  readonly hookGroupId: string;
  readonly hookId: string;
  readonly firedBy: string;
  readonly taskId: string;
  readonly created: number;
  readonly result: 'success' | 'error';
  readonly error: string;
}

export interface HookRecord {
  readonly hookGroupId: string;
  readonly hookId: string;
  /** Oldest first. */
  readonly fires: HookFire[];
}

export interface ClientRecord {
  readonly clientId: string;
  readonly accessToken: string;
  readonly scopes: readonly string[];
  expires: number;
  disabled: boolean;
}

export interface SummaryRecord {
  id: number;
  repositoryId: number;
  frameworkId: number;
  pushId: number;
  prevPushId: number;
  originalPushId: number;
  originalPrevPushId: number;
  created: number;
  firstTriaged: number | null;
  lastUpdated: number;
  status: number;
  bugNumber: number | null;
  bugStatus: number | null;
  bugUpdated: number | null;
  issueTracker: number;
  notes: string | null;
  assignee: string | null;
  tags: readonly string[];
  sheriffed: boolean;
  manuallyCreated: boolean;
}

/** What all new summaries have in common: nobody has done anything yet. @param created milliseconds */
export const untouchedSummary = (created: number) => ({
  created,
  firstTriaged: null,
  lastUpdated: created,
  status: 0,
  bugNumber: null,
  bugStatus: null,
  bugUpdated: null,
  issueTracker: 1,
  notes: null,
  assignee: null,
  tags: [],
  sheriffed: true,
});

export interface AlertRecord {
  id: number;
  summaryId: number;
  relatedSummaryId: number | null;
  seriesId: number;
  status: number;
  isRegression: boolean;
  starred: boolean;
  classifier: string | null;
  created: number;
  firstTriaged: number | null;
  lastUpdated: number;
  amountPct: number;
  amountAbs: number;
  prevValue: number;
  newValue: number;
  tValue: number | null;
  noiseProfile: string;
  manuallyCreated: boolean;
  backfill: { status: number; context: string; inProgress: number } | null;
}
