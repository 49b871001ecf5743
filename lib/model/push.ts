import type { JobId, Label, PushId, Revision, SignatureId, TaskId } from './ids';

export interface Commit {
  readonly revision: Revision;
  readonly author: string;
  /** Full commit message; text from outside. */
  readonly message: string;
}

export interface Push {
  readonly id: PushId;
  readonly revision: Revision;
  readonly author: string;
  /** Unix seconds. */
  readonly time: number;
  /** At most the newest 20. */
  readonly commits: readonly Commit[];
  readonly commitCount: number;
}

/** One measured value. A retrigger gives one more for the same push. */
export interface DataPoint {
  readonly signatureId: SignatureId;
  readonly pushId: PushId;
  readonly revision: Revision;
  /** Time of the push, Unix seconds. */
  readonly pushTime: number;
  /** Null once the job was pruned (about 4 months). */
  readonly jobId: JobId | null;
  /** Rounded to 2 decimals when read in a batch: good for counting, not for statistics. */
  readonly value: number;
}

export type JobState = 'unscheduled' | 'pending' | 'running' | 'completed' | (string & {});

export interface Job {
  readonly id: JobId;
  readonly pushId: PushId;
  /** Cut by Treeherder at 139 characters. */
  readonly label: Label;
  readonly platform: string;
  readonly groupSymbol: string;
  readonly state: JobState;
  /** 'unknown' until completed, then success, testfailed, busted, exception, retry, usercancel, superseded. */
  readonly result: string;
  readonly taskId: TaskId | null;
  /** Minutes, at least 1; 0 while it has not run. */
  readonly duration: number;
}

/** Treeherder keeps this many characters of a task's name as job type name. */
export const LABEL_CUT_AT = 139;
