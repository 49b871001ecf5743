import * as z from 'zod/mini';
import type { AlertSummary } from '@/lib/model/alert';
import { type PushId, pushId, type SummaryId, summaryId, type TaskId, taskId } from '@/lib/model/ids';
import { type Outcome, ok, type Problem } from '@/lib/model/outcome';
import { urlPart } from '@/lib/model/urlPart';
import { chunks } from './idLists';
import { toSummary } from './records';
import { getJson, type ReadDeps, type Schema } from './request';
import { DecisionTaskAnswer, SummaryAnswer, SummaryListAnswer } from './schemas';
import type { TreeherderSession } from './session';

export interface User {
  readonly username: string;
  readonly isStaff: boolean;
}

export interface SummaryList {
  readonly summaries: readonly AlertSummary[];
  /** Summaries whose record could not be understood, by id. */
  readonly unreadable: ReadonlyMap<SummaryId, Problem>;
  readonly more: boolean;
  /** How many there are on all pages. */
  readonly count?: number;
}

/**
 * Everything that Deputy asks of Treeherder. All requests go to the page's own origin with the page's session;
 * reads carry `deputy=1`, which the server ignores and by which Deputy tells its own requests from the page's.
 */
export interface Treeherder extends TreeherderSession {
  /** @param query as the page sends it, without the leading `?` */
  summaries(query: string, signal?: AbortSignal): Promise<Outcome<SummaryList>>;
  summary(id: SummaryId, signal?: AbortSignal): Promise<Outcome<AlertSummary>>;
  /** Decision tasks by push; a push without a successful one is absent. */
  decisionTasks(
    repository: string,
    pushes: readonly PushId[],
    signal?: AbortSignal,
  ): Promise<Outcome<ReadonlyMap<PushId, TaskId>>>;
}

/** What the content script asks of Treeherder. */
export type PageTreeherder = Omit<Treeherder, 'decisionTasks'>;

/** The part that needs no session: the background has this one, and with it nothing that could write. */
export type TreeherderRecords = Omit<Treeherder, keyof TreeherderSession>;

/** A summary of an unknown form is named, and takes no other with it. */
export function createTreeherderRecords(deps: ReadDeps): TreeherderRecords {
  const get = <T>(path: string, schema: Schema<T>, signal?: AbortSignal) =>
    getJson(deps, `${path}${path.includes('?') ? '&' : '?'}deputy=1`, schema, signal);

  return {
    async summaries(query, signal) {
      const answer = await get(`/api/performance/alertsummary/?${query}`, SummaryListAnswer, signal);
      if (answer.kind !== 'ok') return answer;
      const summaries: AlertSummary[] = [];
      const unreadable = new Map<SummaryId, Problem>();
      for (const item of answer.value.results) {
        const parsed = z.safeParse(SummaryAnswer, item);
        if (parsed.success) {
          summaries.push(toSummary(parsed.data));
          continue;
        }
        const id = z.safeParse(z.object({ id: z.int() }), item);
        if (id.success) {
          unreadable.set(summaryId(id.data.id), {
            kind: 'unexpected answer',
            message: 'Treeherder describes this alert summary in a form that Deputy does not know.',
            detail: `${parsed.error.issues[0]?.path.join('.') ?? ''}: ${parsed.error.issues[0]?.message ?? ''}`,
          });
        }
      }
      return ok({ summaries, unreadable, more: answer.value.next !== null, count: answer.value.count });
    },
    async summary(id, signal) {
      const answer = await get(`/api/performance/alertsummary/${id}/`, SummaryAnswer, signal);
      return answer.kind === 'ok' ? ok(toSummary(answer.value)) : answer;
    },
    async decisionTasks(repository, pushes, signal) {
      const found = new Map<PushId, TaskId>();
      for (const chunk of chunks(pushes)) {
        const answer = await get(
          `/api/project/${urlPart(repository)}/push/decisiontask/?push_ids=${chunk.join(',')}`,
          DecisionTaskAnswer,
          signal,
        );
        // the server says 404 when none of the pushes has one
        if (answer.kind !== 'ok') {
          if (answer.problem.kind === 'not found') continue;
          return answer;
        }
        for (const [id, task] of Object.entries(answer.value)) found.set(pushId(Number(id)), taskId(task.id));
      }
      return ok(found);
    },
  };
}
