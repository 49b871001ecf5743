import type { CallBackground } from '@/lib/messages/background';
import { fromMessage, toMessage } from '@/lib/messages/records';
import type { Instant, SummaryId } from '@/lib/model/ids';
import type { SummaryViews } from '@/lib/model/views';
import type { SummaryStore } from '@/lib/store/summaryStore';
import type { DeskState } from './desk';
import type { DeskSight, ViewSubject } from './viewSubject';

/** The views of summaries as the background last worked them out. */
export interface WorkedOutViews {
  get(id: SummaryId): SummaryViews | null;
  /** Has those of them worked out that something has changed for; all in one question. */
  want(ids: readonly SummaryId[]): Promise<void>;
  /** Drops those that are not in view any more. */
  keepOnly(ids: ReadonlySet<SummaryId>): void;
}

export interface AskViewsDeps {
  readonly call: CallBackground;
  readonly store: Pick<SummaryStore, 'get'>;
  readonly desk: (id: SummaryId) => DeskState;
  readonly username: () => string;
  readonly now: () => Instant;
  /** Newer views of these are there. */
  readonly onChange: (id: SummaryId) => void;
}

const MINUTE_MS = 60_000;

/** What the background is to know of a desk. */
export const sightOf = ({ planState, send, journal, undo }: DeskState): DeskSight => ({
  planState,
  send,
  journal,
  canUndo: undo !== null,
});

/**
 * Asks for views when what they are made from has changed: records are immutable, so another object is another state. Of two
 * answers that cross, the one to the later question stays. A background that does not answer leaves the last views: what is
 * pressed on them is checked again by whoever acts.
 */
export function createAskViews(deps: AskViewsDeps): WorkedOutViews {
  const known = new Map<
    SummaryId,
    { asked: number; answered: number; from: readonly unknown[]; views: SummaryViews | null }
  >();
  let questions = 0;
  return {
    get: (id) => known.get(id)?.views ?? null,
    async want(ids) {
      const now = deps.now();
      const me = deps.username();
      const question = ++questions;
      const subjects: ViewSubject[] = [];
      for (const id of ids) {
        const summary = deps.store.get(id)?.summary;
        if (!summary) continue;
        const desk = sightOf(deps.desk(id));
        // times are told in words to the minute
        const from = [summary, ...Object.values(desk), me, Math.floor(now / MINUTE_MS)];
        const last = known.get(id);
        if (last?.from.every((part, n) => part === from[n])) continue;
        known.set(id, { answered: 0, views: null, ...last, asked: question, from });
        subjects.push({ summary, desk });
      }
      if (subjects.length === 0) return;
      const answer = await deps.call('content-bg views', toMessage({ subjects, me, now })).catch(() => null);
      for (const [n, { summary }] of subjects.entries()) {
        const entry = known.get(summary.id);
        if (!entry) continue;
        if (!answer) {
          // asked again with the next change or the next minute
          if (entry.asked === question) entry.from = [];
        } else if (entry.answered < question) {
          entry.answered = question;
          entry.views = fromMessage(answer.views[n]);
          deps.onChange(summary.id);
        }
      }
    },
    keepOnly(ids) {
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
    },
  };
}
