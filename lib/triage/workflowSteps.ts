import type { AlertSummary } from '@/lib/model/alert';
import type { WorkflowStep } from '@/lib/model/views';
import { OWN_STATES, type OwnState, type WorkflowState } from '@/lib/model/workflow';
import type { Coverage } from './coverage';
import { type TailFacts, workflowState } from './workflow';

/** The hand-over has a button of its own. */
const TEXTS = { 'needs data': 'Needs data', 'needs bug': 'Needs bug' } as const;

/** Perfherder's own states stand above the notes: there no own state can be given (design 1.1). */
export const takesOwnStates = (state: WorkflowState): boolean =>
  state === 'investigating' || OWN_STATES.some((own) => own === state);

/**
 * The own states that a sheriff may give a summary, the hand-over left out. The way back leads to where it would stand if
 * nobody had given it a state: untriaged, or collecting data once a round was asked for.
 */
export function workflowSteps(
  summary: Pick<AlertSummary, 'status' | 'bugNumber'>,
  state: WorkflowState,
  rounds: TailFacts['rounds'],
  coverage?: Pick<Coverage, 'holds'>,
): readonly WorkflowStep[] {
  if (!takesOwnStates(state)) return [];
  const forward = (['needs data', 'needs bug'] as const)
    .filter((own) => own !== state)
    .map((own) => ({ state: own, text: TEXTS[own] }));
  const before = workflowState(summary, { ownState: 'untriaged', rounds }, coverage);
  if (before === state) return forward;
  const back: OwnState | null =
    before === 'untriaged' || before === 'investigating'
      ? 'untriaged'
      : before === 'collecting data'
        ? before
        : null;
  return back === null ? forward : [...forward, { state: back, text: `Back to ${back}` }];
}
