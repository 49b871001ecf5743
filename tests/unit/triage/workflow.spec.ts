import { describe, expect, it } from 'vitest';
import type { SummaryStatus } from '@/lib/model/alert';
import type { RoundStatus } from '@/lib/model/round';
import type { OwnState } from '@/lib/model/workflow';
import { type TailFacts, workflowState } from '@/lib/triage/workflow';

const open = { status: 'untriaged' as SummaryStatus, bugNumber: null };
const rounds = (...statuses: RoundStatus[]) => statuses.map((status, i) => ({ number: i + 1, status }));
const tail = (ownState?: OwnState, ...statuses: RoundStatus[]): TailFacts => ({
  ...(ownState && { ownState }),
  rounds: rounds(...statuses),
});

describe('the workflow state of a summary', () => {
  it('is untriaged when nothing has happened', () => {
    expect(workflowState(open, tail())).toBe('untriaged');
    expect(workflowState({ ...open, status: 'investigating' }, tail())).toBe('investigating');
  });

  it.each([
    'downstream',
    'reassigned',
    'invalid',
    'infra',
    'improvement',
    'wontfix',
    'fixed',
    'backedout',
  ] as const)("is Perfherder's %s whatever the notes and the bug say", (status) => {
    expect(workflowState({ status, bugNumber: 5 }, tail('needs bug', 'pending'))).toBe(status);
  });

  it('is bug filed above all own states', () => {
    expect(workflowState({ status: 'investigating', bugNumber: 5 }, tail('needs bug'))).toBe('bug filed');
  });

  it('is the own state that was written, while a round runs', () => {
    for (const state of ['needs bug', 'needs data', 'data ready'] as const) {
      expect(workflowState({ ...open, status: 'investigating' }, tail(state, 'pending'))).toBe(state);
    }
  });

  it('is collecting data from the claim until the hand-over', () => {
    expect(workflowState(open, tail(undefined, 'claimed'))).toBe('collecting data');
    expect(workflowState(open, tail('untriaged', 'pending'))).toBe('collecting data');
    expect(workflowState(open, tail('collecting data'))).toBe('collecting data');
  });

  it('follows how the last round ended', () => {
    expect(workflowState(open, tail('collecting data', 'blocked'))).toBe('needs data');
    expect(workflowState(open, tail('collecting data', 'blocked', 'pending'))).toBe('collecting data');
    expect(workflowState(open, tail(undefined, 'complete'), { holds: true })).toBe('data ready');
    expect(workflowState(open, tail(undefined, 'complete'), { holds: false })).toBe('collecting data');
  });

  it('takes the round that is sent for the last one when a lost claim of the same number stands beside it', () => {
    const beside = [
      { number: 1, status: 'pending' },
      { number: 1, status: 'claimed' },
    ] as const;
    expect(workflowState(open, { rounds: beside })).toBe('collecting data');
    expect(workflowState(open, { rounds: [{ number: 2, status: 'blocked' }, ...beside] })).toBe('needs data');
  });

  it('keeps a status that it does not know', () => {
    expect(workflowState({ ...open, status: 'unknown 11' }, tail('needs bug'))).toBe('unknown 11');
  });
});
