import type { Label, TaskId } from '@/lib/model/ids';
import { isOk, type Outcome } from '@/lib/model/outcome';
import type { Job } from '@/lib/model/push';
import type { TreeherderReads } from '@/lib/treeherder/publicReads';
import { median } from '@/lib/triage/levels';

/** Runs of one label that are remembered, the latest read. */
const MOST_RUNS = 25;
/** Labels that are remembered; a busy day's summaries have a few hundred. */
const MOST_LABELS = 2000;

/** What the jobs tell that were read anyway: how long such jobs take, and a task of each kind. No request is made for it. */
export interface JobBook {
  /** The same reads, with the book looking over their shoulder. */
  readonly reads: TreeherderReads;
  /** The median of the runs that were seen, in Treeherder's whole minutes; undefined when there was none. */
  minutesOf(label: Label): number | undefined;
  /** A task of this label, of whatever push. */
  taskOf(label: Label): TaskId | undefined;
}

interface Entry {
  readonly minutes: Map<Job['id'], number>;
  task: TaskId | undefined;
}

/** Empty in each new background; the oldest is forgotten first. */
export function createJobBook(reads: TreeherderReads): JobBook {
  const entries = new Map<Label, Entry>();

  function note(job: Job): void {
    const entry = entries.get(job.label) ?? { minutes: new Map(), task: undefined };
    entries.delete(job.label);
    entries.set(job.label, entry);
    if (job.taskId) entry.task = job.taskId;
    if (job.state === 'completed' && job.result === 'success' && job.duration > 0) {
      entry.minutes.set(job.id, job.duration);
    }
    dropOldest(entry.minutes, MOST_RUNS);
    dropOldest(entries, MOST_LABELS);
  }
  const noting = async (asked: Promise<Outcome<readonly Job[]>>) => {
    const answer = await asked;
    if (isOk(answer)) answer.value.forEach(note);
    return answer;
  };

  return {
    reads: {
      ...reads,
      jobsById: (...question) => noting(reads.jobsById(...question)),
      jobsOnPushes: (...question) => noting(reads.jobsOnPushes(...question)),
    },
    minutesOf(label) {
      const minutes = [...(entries.get(label)?.minutes.values() ?? [])];
      return minutes.length > 0 ? median(minutes) : undefined;
    },
    taskOf: (label) => entries.get(label)?.task,
  };
}

function dropOldest<K>(map: Map<K, unknown>, most: number): void {
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
}
