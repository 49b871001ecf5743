import type { NotesWork } from '@/lib/actions/act';
import { orphaned } from '@/lib/actions/leaseHolder';
import type { NotedTreeherder } from '@/lib/actions/notedTreeherder';
import type { CallBackground } from '@/lib/messages/background';
import { fromMessage, toMessage } from '@/lib/messages/records';
import { isPoint } from '@/lib/model/graphPoint';
import { summaryId } from '@/lib/model/ids';
import { failed, type NotOk, type Outcome, ok, type Problem } from '@/lib/model/outcome';
import type { NotedSummary, NotesFacts } from '@/lib/notes/notes';
import type { ServerClock } from '@/lib/treeherder/serverClock';
import type { TreeherderSession } from '@/lib/treeherder/session';
import type { PrepareTriggers } from './prepare';

/**
 * Treeherder as the content script sees it: reads come from the background, which parses them off the page's thread; what
 * needs the session goes out from here. Each answer brings the server's time with it.
 */
export function createTreeherderProxy(
  call: CallBackground,
  session: TreeherderSession,
  clock: ServerClock,
): NotedTreeherder {
  const guarded = async <T>(read: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    try {
      return await read();
    } catch (error) {
      return failed(orphaned(error));
    }
  };
  // kinds of problems travel as text; a view tolerates those that it does not know
  const notOk = (answer: { problem: { message: string } }): NotOk => failed(fromMessage(answer.problem));
  return {
    user: () => session.user(),
    putNotes: (id, notes) =>
      isPoint(id)
        ? guarded(async () => {
            const answer = await call('content-bg keep point notes', { id, notes });
            return answer.kind === 'ok' ? ok(null) : notOk(answer);
          })
        : session.putNotes(id, notes),
    putAlert: (id, fields) => session.putAlert(id, fields),
    putSummary: (id, fields) => session.putSummary(id, fields),
    summaries: ({ search, me }) =>
      guarded(async () => {
        const { now, outcome } = await call('content-bg read summaries', { search, me });
        clock.observeNow(now);
        if (outcome.kind !== 'ok') return notOk(outcome);
        const { summaries, unreadable, more } = outcome.value;
        return ok({
          summaries: fromMessage<NotedSummary[]>(summaries),
          unreadable: new Map(
            unreadable.map(([id, problem]) => [summaryId(id), fromMessage<Problem>(problem)]),
          ),
          more,
        });
      }),
    summary: (id) =>
      guarded(async () => {
        const { now, outcome } = await call('content-bg read summary', { id });
        clock.observeNow(now);
        return outcome.kind === 'ok' ? ok(fromMessage<NotedSummary>(outcome.value)) : notOk(outcome);
      }),
  };
}

/** Work on the text of notes, asked of the background. */
export function createNotesWork(call: CallBackground): NotesWork {
  const asked = async <T>(ask: () => Promise<T>): Promise<Outcome<T>> => {
    try {
      return ok(await ask());
    } catch (error) {
      return failed(orphaned(error));
    }
  };
  return {
    compose: (base, fresh, wish) =>
      asked(async () => {
        const answer = await call('content-bg compose notes', { base, fresh, wish: toMessage(wish) });
        return { composed: answer.composed, noted: fromMessage<NotesFacts>(answer.noted) };
      }),
    holds: (text, wish) =>
      asked(async () => (await call('content-bg notes hold', { text, wish: toMessage(wish) })).holds),
    merge: (base, theirs, ours) => asked(() => call('content-bg merge notes', { base, theirs, ours })),
  };
}

/** The preparing of a round's triggers, asked of the background. */
export const createPrepare =
  (call: CallBackground): PrepareTriggers =>
  async (round, requests, { doubtful, promised, left }) => {
    try {
      const answer = await call('content-bg prepare round', {
        round,
        requests: toMessage(requests),
        doubtful: toMessage(doubtful),
        promised: toMessage(promised),
        left: toMessage(left),
      });
      return answer.kind === 'ok' ? ok(fromMessage(answer.value)) : failed(fromMessage(answer.problem));
    } catch (error) {
      return failed(orphaned(error));
    }
  };
