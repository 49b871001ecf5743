import { orphaned } from '@/lib/actions/leaseHolder';
import type { CallBackground } from '@/lib/messages/background';
import { fromMessage, toMessage } from '@/lib/messages/records';
import { failed, type Outcome, ok, type Problem } from '@/lib/model/outcome';
import type { PlanReport } from '@/lib/model/planReport';
import type { PlanQuestion } from './planner';

export type AskPlanner = (question: PlanQuestion) => Promise<Outcome<PlanReport>>;

/** The content script's side of the planner: the question goes to the background, the report comes back. */
export function createAskPlanner(call: CallBackground): AskPlanner {
  return async ({ summary, choices, depth, me, now }) => {
    try {
      const answer = await call('content-bg plan', {
        summary: { ...summary, alerts: [...summary.alerts].map((a) => ({ ...a })) },
        choices: toMessage(choices),
        depth,
        me,
        now,
      });
      if (answer.kind === 'ok') return ok(fromMessage<PlanReport>(answer.value));
      return failed(answer.problem as Problem);
    } catch (error) {
      return failed(orphaned(error));
    }
  };
}
