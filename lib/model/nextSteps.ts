import type { Problem, ProblemKind } from './outcome';

/** What helps with a problem: a button that does it, or a sentence that tells what to do. */
export type NextStep =
  | { readonly kind: 'log in to Taskcluster' }
  | { readonly kind: 'reload' }
  | { readonly kind: 'try again' }
  | { readonly kind: 'advice'; readonly text: string };

const STEPS: Readonly<Record<ProblemKind, NextStep>> = {
  'not logged in': {
    kind: 'advice',
    text: "Log in with the page's own “Login / Register” button, then press again.",
  },
  'not staff': {
    kind: 'advice',
    text: 'Ask for the sheriff group, then log out of Treeherder and in again.',
  },
  'no credentials': { kind: 'log in to Taskcluster' },
  'credentials refused': { kind: 'log in to Taskcluster' },
  scopes: { kind: 'advice', text: 'Ask for level 3 access or the perf_sheriff group, then log in anew.' },
  csrf: { kind: 'try again' },
  'not found': { kind: 'advice', text: 'Look whether it still exists; it may have been merged or removed.' },
  'bad request': { kind: 'advice', text: 'Tell the Deputy maintainers what stands above.' },
  'rate limited': { kind: 'advice', text: 'Wait a few minutes, then press again.' },
  server: { kind: 'try again' },
  network: { kind: 'try again' },
  timeout: { kind: 'try again' },
  'not json': { kind: 'try again' },
  'unexpected answer': {
    kind: 'advice',
    text: 'Treeherder or Taskcluster may have changed: look for a newer Deputy.',
  },
  conflict: { kind: 'advice', text: 'Read the notes, then press again if it is still wanted.' },
  'no decision task': { kind: 'advice', text: 'Use the pushes beside it, or ask the code sheriffs.' },
  'no action': { kind: 'advice', text: 'The push cannot be retriggered; use the pushes beside it.' },
  'unsafe hook': { kind: 'advice', text: 'Do not retry. Tell the Deputy maintainers what stands above.' },
  'unknown label': { kind: 'advice', text: 'The test was added, removed or renamed near this push.' },
  'too old': { kind: 'advice', text: 'Nothing can be triggered there any more: judge by the data there is.' },
  'lease taken': { kind: 'try again' },
  'claimed by someone else': {
    kind: 'advice',
    text: 'Their round and its receipts appear here and in the notes.',
  },
  'nothing to do': { kind: 'advice', text: 'Open the plan to see what is there and what is on its way.' },
  stopped: { kind: 'try again' },
  orphaned: { kind: 'reload' },
  storage: { kind: 'advice', text: 'Free some disk space or leave private browsing, then press again.' },
};

/** Tolerates kinds that came through a message and are not known. */
export const nextStepOf = (problem: Problem): NextStep => STEPS[problem.kind] ?? { kind: 'try again' };
