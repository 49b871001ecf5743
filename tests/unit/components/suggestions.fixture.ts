import { alertId, pushId, revision, signatureId, summaryId } from '@/lib/model/ids';
import type { Evidence, EvidenceSeries, Suggestion, SuggestionReport } from '@/lib/model/suggestions';
import { withPicture } from '@/lib/suggestions/evidencePicture';

const HOUR = 3600;
const AT = Date.UTC(2026, 7, 20, 12) / 1000;

/** A downstream suggestion with three alerts, two of them its own; the target's number makes them different. */
export const downstream = (target: number, options: Partial<Suggestion> = {}): Suggestion => ({
  kind: 'downstream',
  tier: 'obvious',
  target: {
    id: summaryId(target),
    repository: 'mozilla-inbound',
    framework: 13,
    revision: revision(String(target).padStart(40, '0')),
    pushId: pushId(target),
    pushTime: AT,
    status: 'untriaged',
    bugNumber: null,
  },
  relation: 'downstream',
  refusal: null,
  declineAs: 'downstream',
  sentence: `Downstream of #${target} (mozilla-inbound): 2 of 3 alerts`,
  reasons: { votes: 2, voters: 3, contained: 'contained', hoursBetweenPushes: 12 },
  inShort: 'obvious: in the push range, 2 of 3 alerts match, 12 h older',
  why: ['Its revision lies in this push range.', 'Its push is 12 h older.'],
  alerts: [1, 2, 3].map((n) => ({
    alertId: alertId(target * 10 + n),
    targetAlertId: alertId(target * 100 + n),
    tier: n < 3 ? 'obvious' : 'likely',
    first: n < 3,
    name: `amazon${n} windows11`,
  })),
  ...options,
});

export const report = (
  suggestions: readonly Suggestion[],
  options: Partial<SuggestionReport> = {},
): SuggestionReport => ({
  summaryId: summaryId(7),
  suggestions,
  upstreams: suggestions.filter((s) => s.kind === 'downstream'),
  nothing: [],
  declined: [],
  open: 3,
  problem: null,
  readAt: null,
  ...options,
});

/** A series with a step of 6 % at its push: three pushes before it, two from it on. */
export const stepAt = (
  repository: string,
  options: Partial<EvidenceSeries> = {},
): Omit<EvidenceSeries, 'text' | 'picture'> => ({
  repository,
  summaryId: summaryId(7),
  revision: revision('a'.repeat(40)),
  pushTime: AT,
  signatureId: signatureId(4),
  unit: 'ms',
  prevValue: 800,
  newValue: 848,
  points: [-3, -2, -1, 0, 1].map((n) => ({
    revision: revision(String(n + 4).repeat(40)),
    time: AT + n * HOUR,
    value: n < 0 ? 800 : 848,
    runs: 1,
  })),
  ...options,
});

const OLDER = AT - 2 * HOUR;

export const evidence: Evidence = {
  alertId: alertId(71),
  name: 'amazon windows11',
  framework: 13,
  here: withPicture(stepAt('autoland'), OLDER),
  there: withPicture(stepAt('mozilla-inbound', { pushTime: OLDER, revision: revision('b'.repeat(40)) }), AT),
  links: { graphs: '/graphs', pushHere: '/here', pushThere: '/there' },
};
