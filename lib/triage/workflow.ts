import type { AlertSummary, SummaryStatus } from '@/lib/model/alert';
import type { RoundStatus } from '@/lib/model/round';
import type { HostState, OwnState, SheriffRole, WorkflowState } from '@/lib/model/workflow';
import type { Coverage } from './coverage';

/** What the notes' tail says, as far as the state needs it. */
export interface TailFacts {
  /** The latest state that was written; absent when none ever was. */
  readonly ownState?: OwnState;
  readonly rounds: readonly { readonly number: number; readonly status: RoundStatus }[];
}

/** Perfherder's own end states: they stand above everything in the notes. */
const CLOSED = [
  'downstream',
  'reassigned',
  'invalid',
  'infra',
  'improvement',
  'wontfix',
  'fixed',
  'backedout',
] as const satisfies readonly (SummaryStatus & HostState)[];
const isClosed = (status: SummaryStatus): status is (typeof CLOSED)[number] =>
  CLOSED.some((closed) => closed === status);

/**
 * The one place where a summary's workflow state is worked out. Precedence (design 1.1): Perfherder's closed states, bug
 * filed, needs bug, needs data, data ready, collecting data, untriaged. The own states hold only while the summary is
 * untriaged, or investigating without a bug.
 *
 * A blocked last round means that data is needed, and a complete one that it is ready when the cover rule holds, also before
 * anybody has written so.
 */
export function workflowState(
  summary: Pick<AlertSummary, 'status' | 'bugNumber'>,
  tail: TailFacts,
  coverage?: Pick<Coverage, 'holds'>,
): WorkflowState {
  const { status } = summary;
  if (isClosed(status)) return status;
  if (status !== 'untriaged' && status !== 'investigating') return status;
  if (summary.bugNumber !== null) return 'bug filed';

  const { ownState } = tail;
  const last = lastRound(tail.rounds);
  if (ownState === 'needs bug') return 'needs bug';
  if (ownState === 'needs data') return 'needs data';
  if (ownState === 'data ready') return 'data ready';
  if (last?.status === 'blocked') return 'needs data';
  if (last?.status === 'complete' && coverage?.holds) return 'data ready';
  if (last || ownState === 'collecting data') return 'collecting data';
  return status === 'investigating' ? 'investigating' : 'untriaged';
}

/** The round with the highest number; two claims of one number may stand side by side, an open one then counts. */
function lastRound(rounds: TailFacts['rounds']) {
  const order: Record<RoundStatus, number> = { claimed: 0, blocked: 1, complete: 2, pending: 3 };
  return rounds.reduce<TailFacts['rounds'][number] | undefined>((last, r) => {
    if (!last || r.number > last.number) return r;
    return r.number === last.number && order[r.status] > order[last.status] ? r : last;
  }, undefined);
}

/** Whose business a summary is now (design 1.1); null when nobody's here, or that of whoever fixes the bug. */
export function whose(state: WorkflowState): SheriffRole | null {
  if (state === 'untriaged' || state === 'collecting data') return 'code sheriff';
  if (state === 'data ready' || state === 'needs data' || state === 'needs bug') return 'perf sheriff';
  return null;
}
