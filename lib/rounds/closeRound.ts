import type { Wish } from '@/lib/actions/outbox';
import type { TailRound } from '@/lib/notes/notes';
import type { RoundEnd } from '@/lib/triage/roundEnd';

/*
 * How a round comes to its end in the notes: by a person's click, as wishes for the outbox. A finished round never changes, so
 * neither is offered for one.
 */

/** What closing is offered for a round. */
export interface RoundClosing {
  /** 'Mark round n complete' and 'End round n as blocked' are there, in a menu at least. */
  readonly canClose: boolean;
  /** The one that fits now, to be offered in sight. */
  readonly advised: 'complete' | 'blocked' | null;
  /** A reason to start from when the round ends as blocked. */
  readonly blockedBy: string | null;
}

/**
 * A round that waits for its data may be closed at any time. Complete is advised once all that can come is there, blocked when
 * nothing came.
 * @param end null while it is not known
 * @param why what is missing for good, in words
 */
export function roundClosing(
  round: Pick<TailRound, 'status'>,
  end: Pick<RoundEnd, 'kind' | 'have'> | null,
  why: string | null = null,
): RoundClosing {
  const canClose = round.status === 'pending';
  if (!canClose || !end || end.kind === 'waiting') return { canClose, advised: null, blockedBy: null };
  if (end.kind === 'complete') return { canClose, advised: 'complete', blockedBy: null };
  return { canClose, advised: end.have > 0 ? 'complete' : 'blocked', blockedBy: why };
}

/** "Mark round n complete": the next step is the verdict's. */
export const markComplete = (round: TailRound): readonly Wish[] => [
  { kind: 'round', round: { ...round, status: 'complete' } },
];

/**
 * "End round n as blocked": it ends without a conclusion, and the summary needs data.
 * @param reason required; one of NEEDS_DATA_REASONS or free text
 * @throws RangeError without one
 */
export function endAsBlocked(round: TailRound, reason: string): readonly Wish[] {
  const blockedBy = reason.trim();
  if (blockedBy === '') throw new RangeError('A round ends as blocked with a reason.');
  return [
    { kind: 'round', round: { ...round, status: 'blocked', blockedBy } },
    { kind: 'state', state: 'needs data' },
    { kind: 'line', text: `round ${round.number} blocked: ${blockedBy}` },
  ];
}
