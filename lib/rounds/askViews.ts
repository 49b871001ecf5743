import { orphaned } from '@/lib/actions/leaseHolder';
import type { CallBackground } from '@/lib/messages/background';
import { fromMessage, toMessage } from '@/lib/messages/records';
import type { Instant, SummaryId } from '@/lib/model/ids';
import type { Problem } from '@/lib/model/outcome';
import type { PlanReport } from '@/lib/model/planReport';
import type { SummaryViews } from '@/lib/model/views';
import type { SummaryStore } from '@/lib/store/summaryStore';
import type { DeskState, PlanState } from './desk';
import type { DeskSight, ViewSubject } from './viewSubject';

/** The views of summaries as the background last worked them out. */
export interface WorkedOutViews {
  get(id: SummaryId): SummaryViews | null;
  /** The plan that these views tell of: what a press on them may send at most. */
  shown(id: SummaryId): PlanReport | null;
  /** Why the last question was not answered; null when it was. */
  problem(): Problem | null;
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
export const sightOf = ({ planState, send, journal, undo, round }: DeskState): DeskSight => ({
  planState,
  send,
  journal,
  canUndo: undo !== null,
  hasReason: round.reason.trim() !== '',
  cancelling: round.cancelling,
  notices: round.notices,
});

/** What the dialog alone shows need not travel with each question. */
const withoutSheet = (plan: PlanState): PlanState =>
  plan.kind === 'ready' ? { ...plan, report: { ...plan.report, sheet: null } } : plan;

/**
 * Asks for views when what they are made from has changed: records are immutable, so another object is another state. Of two
 * answers that cross, the one to the later question stays. A background that does not answer leaves the last views: what is
 * pressed on them is checked again by whoever acts.
 */
export function createAskViews(deps: AskViewsDeps): WorkedOutViews {
  const known = new Map<
    SummaryId,
    {
      asked: number;
      answered: number;
      from: readonly unknown[];
      views: SummaryViews | null;
      report: PlanReport | null;
    }
  >();
  let problem: Problem | null = null;
  let questions = 0;
  return {
    get: (id) => known.get(id)?.views ?? null,
    shown: (id) => known.get(id)?.report ?? null,
    problem: () => problem,
    async want(ids) {
      const now = deps.now();
      const me = deps.username();
      const question = ++questions;
      const subjects: ViewSubject[] = [];
      const reports: (PlanReport | null)[] = [];
      for (const id of ids) {
        const summary = deps.store.get(id)?.summary;
        if (!summary) continue;
        const desk = sightOf(deps.desk(id));
        // times are told in words to the minute
        const from = [summary, ...Object.values(desk), me, Math.floor(now / MINUTE_MS)];
        const last = known.get(id);
        if (last?.from.every((part, n) => part === from[n])) continue;
        known.set(id, { answered: 0, views: null, report: null, ...last, asked: question, from });
        reports.push(desk.planState.kind === 'ready' ? desk.planState.report : null);
        subjects.push({ summary, desk: { ...desk, planState: withoutSheet(desk.planState) } });
      }
      if (subjects.length === 0) return;
      const answer = await deps.call('content-bg views', toMessage({ subjects, me, now })).catch((error) => {
        problem = orphaned(error);
        return null;
      });
      if (answer) problem = null;
      for (const [n, { summary }] of subjects.entries()) {
        const entry = known.get(summary.id);
        if (!entry) continue;
        if (!answer) {
          // asked again with the next change or the next minute
          if (entry.asked === question) entry.from = [];
          // a bar that never had an answer says why
          if (!entry.views) deps.onChange(summary.id);
        } else if (entry.answered < question) {
          entry.answered = question;
          entry.views = fromMessage(answer.views[n]);
          entry.report = reports[n] ?? null;
          deps.onChange(summary.id);
        }
      }
    },
    keepOnly(ids) {
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
    },
  };
}
