import type * as z from 'zod/mini';
import { jobId, label, pushId, revision, signatureId, taskId } from '@/lib/model/ids';
import type { DataPoint, Job, Push } from '@/lib/model/push';
import type { JobRow, PerformanceDataAnswer, PushListAnswer } from './planSchemas';

/** Points by series, in no particular order (the server has none either). */
export function toDataPoints(answer: z.infer<typeof PerformanceDataAnswer>): DataPoint[] {
  return Object.values(answer)
    .flat()
    .map((d) => ({
      signatureId: signatureId(d.signature_id),
      pushId: pushId(d.push_id),
      revision: revision(d.revision),
      pushTime: d.push_timestamp,
      jobId: d.job_id === null ? null : jobId(d.job_id),
      value: d.value,
    }));
}

/** Oldest first; the server gives the newest first. */
export function toPushes(answer: z.infer<typeof PushListAnswer>): Push[] {
  return answer.results
    .map((p) => ({
      id: pushId(p.id),
      revision: revision(p.revision),
      author: p.author,
      time: p.push_timestamp,
      commitCount: p.revision_count,
      commits: p.revisions.map((c) => ({
        revision: revision(c.revision),
        author: c.author,
        message: c.comments,
      })),
    }))
    .sort((a, b) => a.time - b.time || a.id - b.id);
}

/** One row of the jobs API. */
export function toJob(row: z.infer<typeof JobRow>): Job {
  return {
    id: jobId(row.id),
    pushId: pushId(row.push_id),
    label: label(row.job_type_name),
    platform: row.platform,
    groupSymbol: row.job_group_symbol,
    state: row.state,
    result: row.result,
    taskId: row.task_id ? taskId(row.task_id) : null,
    duration: row.duration ?? 0,
  };
}
