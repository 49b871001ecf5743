import type { Suggestion } from '@/lib/model/suggestions';

const BEFORE_A_ROUND: readonly Suggestion['kind'][] = ['backout', 'reland', 'asked elsewhere', 'backed out'];

/**
 * Does this advice stand before a round (design 3, "What is seen")? Of downstream only the obvious: what is likely by the rule
 * alone is right about one time in five, too seldom to put the round behind it.
 */
export const goesFirst = (suggestion: Pick<Suggestion, 'kind' | 'tier'> | undefined): boolean =>
  suggestion !== undefined &&
  (BEFORE_A_ROUND.includes(suggestion.kind) ||
    (suggestion.kind === 'downstream' && suggestion.tier === 'obvious'));
