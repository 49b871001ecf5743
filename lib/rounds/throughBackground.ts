import type { NotesWork } from '@/lib/actions/act';
import { orphaned } from '@/lib/actions/leaseHolder';
import type { NotedTreeherder } from '@/lib/actions/notedTreeherder';
import type { CallBackground, MessageRequest } from '@/lib/messages/background';
import { summaryId } from '@/lib/model/ids';
import { failed, type NotOk, type Outcome, ok, type Problem } from '@/lib/model/outcome';
import type { NotedSummary, NotesFacts, NotesWish } from '@/lib/notes/notes';
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
): NotedTreeherder {
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
    putAlert: (id, fields) => session.putAlert(id, fields),
    putSummary: (id, fields) => session.putSummary(id, fields),
    summaries: (query) =>
      guarded(async () => {
        const { now, outcome } = await call('content-bg read summaries', { query });
        clock.observeNow(now);
        if (outcome.kind !== 'ok') return notOk(outcome);
        const { summaries, unreadable, more } = outcome.value;
        return ok({
          // made by our own background with the schema of the API
          summaries: summaries as unknown as NotedSummary[],
          unreadable: new Map(unreadable.map(([id, problem]) => [summaryId(id), problem as Problem])),
          more,
        });
      }),
    summary: (id) =>
      guarded(async () => {
        const { now, outcome } = await call('content-bg read summary', { id });
        clock.observeNow(now);
        return outcome.kind === 'ok' ? ok(outcome.value as unknown as NotedSummary) : notOk(outcome);
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
  // wishes and facts are records of our own; the background looks at their outline
  const outline = (wish: NotesWish) => wish as unknown as MessageRequest<'content-bg notes hold'>['wish'];
  return {
    compose: (base, fresh, wish) =>
      asked(async () => {
        const answer = await call('content-bg compose notes', { base, fresh, wish: outline(wish) });
        return { composed: answer.composed, noted: answer.noted as unknown as NotesFacts };
      }),
    holds: (text, wish) =>
      asked(async () => (await call('content-bg notes hold', { text, wish: outline(wish) })).holds),
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
