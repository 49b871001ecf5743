import type { Problem, ProblemKind } from './outcome';

/** What helps with a problem: a button that does it, or a sentence that tells what to do. */
export type NextStep =
  | { readonly kind: 'log in to Taskcluster' }
  | { readonly kind: 'reload' }
  | { readonly kind: 'try again' }
  | { readonly kind: 'advice'; readonly text: string };

/** By the kind of problem; a bare text is advice. */
export type NextSteps = Partial<Readonly<Record<string, NextStep | string>>>;

const TELL_US = 'Do not repeat it. Tell the Deputy maintainers what stands above.';
const NEIGHBOURS = 'Use the pushes beside it, or ask the code sheriffs.';

/** Kinds that are not here pass by themselves: trying again is what helps. */
export const NEXT_STEPS: Partial<Readonly<Record<ProblemKind, NextStep | string>>> = {
  'not logged in': 'Log in with the page’s own button, then press again.',
  'not staff': 'Ask for the sheriff group, then log in anew.',
  'no credentials': { kind: 'log in to Taskcluster' },
  'credentials refused': { kind: 'log in to Taskcluster' },
  scopes: 'Ask for level 3 access or the perf_sheriff group, then log in anew.',
  'bad request': TELL_US,
  'rate limited': 'Wait a few minutes, then press again.',
  'unexpected answer': 'Treeherder or Taskcluster may have changed: look for a newer Deputy.',
  conflict: 'Read the notes, then press again if it is still wanted.',
  'alerts changed': 'Look at the alerts again, then press again if it is still wanted.',
  'relation refused': 'Choose another alert summary, or leave these alerts where they are.',
  'no decision task': NEIGHBOURS,
  'no action': NEIGHBOURS,
  'unsafe hook': TELL_US,
  'unknown label': 'The test was added, removed or renamed near this push.',
  'too old': 'Nothing can be triggered there any more: judge by the data there is.',
  'claimed by someone else': 'Their round and its receipts appear here and in the notes.',
  'nothing to do': 'Open the plan to see what is there and what is on its way.',
  'reason wanted': 'Open the plan and say why another round is needed.',
  orphaned: { kind: 'reload' },
  internal: 'Press again. If it stays so, tell the Deputy maintainers what stands above.',
  storage: 'Free some disk space or leave private browsing, then press again.',
};

/** Tolerates kinds that came through a message and are not known. */
export const nextStepOf = (problem: Problem): NextStep => stepAmong(NEXT_STEPS, problem);

/** The same where the table came by message: the page's script does not carry it. */
export function stepAmong(steps: NextSteps, problem: Problem): NextStep {
  const step = steps[problem.kind] ?? { kind: 'try again' };
  return typeof step === 'string' ? { kind: 'advice', text: step } : step;
}
