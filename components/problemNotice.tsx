import { type NextSteps, stepAmong } from '@/lib/model/nextSteps';
import type { Problem } from '@/lib/model/outcome';
import { say } from '@/lib/model/say';
import { trustedClick } from './guardedClick';

export interface ProblemActions {
  readonly logIn: () => void;
  readonly reload: () => void;
}

let nextSteps: NextSteps = {};
/** Gives all notices what helps with which problem; once, before the first is drawn. */
export const knowNextSteps = (steps: NextSteps): void => {
  nextSteps = steps;
};

/** What happened, what was and was not done, and what to do: the same form for every problem. */
export function ProblemNotice({
  problem,
  actions,
  reading,
  advice,
  onDismiss,
}: {
  readonly problem: Problem;
  readonly actions: ProblemActions;
  /** It came of reading the summary: there is nothing to press again but the page's reload. */
  readonly reading?: boolean;
  /** What helps here, in place of what helps with such problems in general. */
  readonly advice?: string;
  readonly onDismiss?: (() => void) | undefined;
}) {
  const step = stepAmong(nextSteps, problem);
  return (
    <div class="notice problem" role="alert">
      <p>{problem.message}</p>
      {problem.detail && <p class="detail">{problem.detail}</p>}
      <div class="row">
        {step.kind === 'advice' && <span>{advice ?? step.text}</span>}
        {step.kind === 'try again' && !reading && <span>{say('press again')}</span>}
        {step.kind === 'log in to Taskcluster' && (
          <button type="button" onClick={trustedClick(actions.logIn)}>
            Log in to Taskcluster
          </button>
        )}
        {(step.kind === 'reload' || (reading && step.kind === 'try again')) && (
          <button type="button" onClick={trustedClick(actions.reload)}>
            Reload the page
          </button>
        )}
        {onDismiss && (
          <button type="button" onClick={trustedClick(onDismiss)}>
            Dismiss
          </button>
        )}
      </div>
    </div>
  );
}
