import type { ActDeps } from '@/lib/actions/act';
import { orphaned } from '@/lib/actions/leaseHolder';
import type { CallBackground } from '@/lib/messages/background';
import type { AlertSummary } from '@/lib/model/alert';
import { summaryId } from '@/lib/model/ids';
import { failed, type NotOk, type Outcome, ok, type Problem } from '@/lib/model/outcome';
import type { PageTreeherder } from '@/lib/treeherder/client';
import type { ServerClock } from '@/lib/treeherder/serverClock';
import type { TreeherderSession } from '@/lib/treeherder/session';
import type { Prepared, PrepareTriggers } from './prepare';

/**
 * Treeherder as the content script sees it: reads come from the background, which parses them off the page's thread; what
 * needs the session goes out from here. Each answer brings the server's time with it.
 */
export function createTreeherderProxy(
  call: CallBackground,
  session: TreeherderSession,
  clock: ServerClock,
): PageTreeherder {
  const guarded = async <T>(read: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    try {
      return await read();
    } catch (error) {
      return failed(orphaned(error));
    }
  };
  // kinds of problems travel as text; a view tolerates those that it does not know
  const notOk = (answer: { problem: { message: string } }): NotOk => failed(answer.problem as Problem);
  return {
    user: () => session.user(),
    putNotes: (id, notes) => session.putNotes(id, notes),
    summaries: (query) =>
      guarded(async () => {
        const { now, outcome } = await call('content-bg read summaries', { query });
        clock.observeNow(now);
        if (outcome.kind !== 'ok') return notOk(outcome);
        const { summaries, unreadable, more } = outcome.value;
        return ok({
          // made by our own background with the schema of the API
          summaries: summaries as unknown as AlertSummary[],
          unreadable: new Map(unreadable.map(([id, problem]) => [summaryId(id), problem as Problem])),
          more,
        });
      }),
    summary: (id) =>
      guarded(async () => {
        const { now, outcome } = await call('content-bg read summary', { id });
        clock.observeNow(now);
        return outcome.kind === 'ok' ? ok(outcome.value as unknown as AlertSummary) : notOk(outcome);
      }),
  };
}

/** The merge of notes, asked of the background. */
export const createMerge =
  (call: CallBackground): ActDeps['merge'] =>
  async (base, theirs, ours) => {
    try {
      return ok(await call('content-bg merge notes', { base, theirs, ours }));
    } catch (error) {
      return failed(orphaned(error));
    }
  };

/** The preparing of a round's triggers, asked of the background. */
export const createPrepare =
  (call: CallBackground): PrepareTriggers =>
  async (round, requests, { doubtful, promised, left }) => {
    try {
      const answer = await call('content-bg prepare round', {
        round,
        requests: requests.map((r) => ({ ...r, labels: r.labels.map((l) => ({ ...l })) })),
        doubtful: doubtful.map((d) => ({ ...d })),
        promised: promised.map((p) => ({ ...p })),
        left: left.map((l) => ({ ...l })),
      });
      // made by our own background from records of these very types
      return answer.kind === 'ok'
        ? ok(answer.value as unknown as Prepared)
        : failed(answer.problem as Problem);
    } catch (error) {
      return failed(orphaned(error));
    }
  };
