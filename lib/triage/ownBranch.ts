import { type SummaryId, shortRevision } from '@/lib/model/ids';
import type { ListedAlert, ListedSummary } from '@/lib/model/listedSummary';
import type { Push } from '@/lib/model/push';
import type { MatchedAlert, SuggestedTarget, Suggestion } from '@/lib/model/suggestions';
import { type EarlierStep, likelyBackout, likelyReland } from './backout';
import { alertName, causeOf, type PushBook, seriesAlerts, undecidedAlerts } from './listedAlerts';
import { type SameCause, sameCause } from './sameCause';
import { shareInWords, spanInWords, suitesInWords, timeInWords } from './suggestionWords';

/** What a suggestion keeps of the summary that it names. */
export const targetOf = (s: SuggestedTarget): SuggestedTarget => ({
  id: s.id,
  repository: s.repository,
  framework: s.framework,
  revision: s.revision,
  pushId: s.pushId,
  pushTime: s.pushTime,
  status: s.status,
  bugNumber: s.bugNumber,
});

/** Related to a third summary, a target would only pass the alerts on (see canRelate in lib/triage/relation.ts). */
export const refusalOf = ({ id, status }: Pick<SuggestedTarget, 'id' | 'status'>): string | null =>
  status === 'downstream' || status === 'reassigned' ? `Summary #${id} is itself ${status}.` : null;

const hoursFrom = (target: ListedSummary, summary: ListedSummary) =>
  (summary.pushTime - target.pushTime) / 3600;

/** Suggestions shown of one kind. */
const SHOWN = 3;

/**
 * Other summaries of the same repository that may share the cause, and what they have asked for.
 *
 * @param log the pushes around the summary as far as they are known; without them only ranges that touch are found
 */
export function causeSuggestions(
  summary: ListedSummary,
  others: readonly ListedSummary[],
  log: readonly Push[],
): readonly Suggestion[] {
  const open = undecidedAlerts(summary);
  if (open.length === 0) return [];
  const byId = new Map(others.map((o) => [o.id, o]));
  const found = sameCause(
    causeOf(summary),
    others.map(causeOf),
    log.map((p) => p.id),
  );
  return found.flatMap((cause) => {
    const other = byId.get(cause.summaryId);
    return other ? [causeSuggestion(summary, open, other, cause)] : [];
  });
}

function causeSuggestion(
  summary: ListedSummary,
  open: readonly ListedAlert[],
  other: ListedSummary,
  cause: SameCause,
): Suggestion {
  const asked = cause.suites.filter((suite) => other.asked.includes(suite));
  const mine = open.filter((a) => cause.alertIds.includes(a.id));
  const tier = cause.ranges === 'overlap' && cause.sameDirection ? 'likely' : 'possible';
  const where =
    cause.ranges === 'overlap'
      ? 'The two push ranges overlap.'
      : cause.pushesApart === 0
        ? 'The two push ranges touch.'
        : `The two push ranges are ${cause.pushesApart} ${cause.pushesApart === 1 ? 'push' : 'pushes'} apart, within one data interval.`;
  const suites = suitesInWords(cause.suites);
  return {
    kind: asked.length > 0 ? 'asked elsewhere' : 'same cause',
    tier,
    target: targetOf(other),
    relation: 'reassigned',
    refusal: refusalOf(other),
    declineAs: 'reassign',
    sentence:
      asked.length > 0
        ? `${suitesInWords(asked)}: asked for in #${other.id}, which may share the cause`
        : `May share its cause with #${other.id}: ${suites}`,
    reasons: {
      hoursBetweenPushes: hoursFrom(other, summary),
      pushesApart: cause.pushesApart,
      suites: cause.suites,
      votes: mine.length,
      voters: open.length,
    },
    inShort: '',
    why: [
      where,
      `Both have alerts of ${suites}${cause.sameDirection ? ', in the same direction' : ', but in opposite directions'}.`,
      ...(asked.length > 0
        ? [
            `Data of ${suitesInWords(asked)} was asked for there: it is left out of the round here and counts as covered.`,
          ]
        : []),
    ],
    alerts: mine.map(
      (a): MatchedAlert => ({
        alertId: a.id,
        targetAlertId: null,
        tier,
        first: true,
        name: alertName(a),
      }),
    ),
  };
}

/** Suites that summaries with the same cause have asked for, nearest first: 'amazon: asked for in #51000'. */
export function askedElsewhere(suggestions: readonly Suggestion[], others: readonly ListedSummary[]) {
  const asked = new Map<string, string>();
  const askedBy = new Map(others.map((o) => [o.id, o.asked]));
  for (const { target, reasons } of suggestions) {
    if (!target) continue;
    for (const suite of reasons.suites ?? []) {
      if (askedBy.get(target.id)?.includes(suite) && !asked.has(suite)) {
        asked.set(suite, `${suite}: asked for in #${target.id}`);
      }
    }
  }
  return asked;
}

/** Likely backouts and relands, by the earlier summary. */
export function earlierStepSuggestions(
  summary: ListedSummary,
  others: readonly ListedSummary[],
  pushes: PushBook,
): readonly Suggestion[] {
  const open = undecidedAlerts(summary);
  const bySeries = seriesAlerts([summary, ...others], pushes);
  const found = new Map<SummaryId, { readonly alert: ListedAlert; readonly step: EarlierStep }[]>();
  for (const alert of open) {
    const series = bySeries.get(alert.hash) ?? [];
    const own = series.find((s) => s.alertId === alert.id);
    const step = own && (likelyBackout(own, series) ?? likelyReland(own, series));
    if (!step || step.of === summary.id) continue;
    const known = found.get(step.of);
    if (known) known.push({ alert, step });
    else found.set(step.of, [{ alert, step }]);
  }
  return [...found]
    .flatMap(([id, steps]) => {
      const earlier = others.find((o) => o.id === id);
      return earlier ? [earlierSuggestion(summary, open.length, earlier, steps)] : [];
    })
    .sort(
      (a, b) => b.reasons.votes - a.reasons.votes || (b.target?.pushTime ?? 0) - (a.target?.pushTime ?? 0),
    )
    .slice(0, SHOWN);
}

function earlierSuggestion(
  summary: ListedSummary,
  open: number,
  earlier: ListedSummary,
  steps: readonly { readonly alert: ListedAlert; readonly step: EarlierStep }[],
): Suggestion {
  const isBackout = steps.filter((s) => s.step.kind === 'likely backout').length * 2 >= steps.length;
  const backsOut = [...new Set(steps.flatMap((s) => s.step.backsOut))].sort();
  const hours = hoursFrom(earlier, summary);
  // one mirrored alert among thirty is a coincidence
  const tier = steps.length * 2 >= open ? 'likely' : 'possible';
  const share = shareInWords(steps.length, open);
  const fit = steps.filter((s) => s.step.levelsFit).length;
  return {
    kind: isBackout ? 'backout' : 'reland',
    tier,
    target: targetOf(earlier),
    relation: null,
    refusal: null,
    declineAs: isBackout ? 'backout' : 'reland',
    sentence: isBackout
      ? `Likely backout of #${earlier.id}: ${share} undo its steps`
      : `Likely reland of #${earlier.id}, which was backed out: ${share} repeat its steps`,
    reasons: {
      hoursBetweenPushes: hours,
      direction: isBackout ? 'improvement' : 'regression',
      votes: steps.length,
      voters: open,
      levels: fit > 0 ? 'agree' : 'unknown',
      backsOut,
    },
    inShort: '',
    why: [
      ...(backsOut.length > 0 ? [`This push backs out ${backsOut.join(', ')}, which landed there.`] : []),
      ...(fit > 0
        ? [
            isBackout
              ? `${fit} of ${steps.length} go back to the level before it, within half the step.`
              : `${fit} of ${steps.length} go to the same level again, within half the step.`,
          ]
        : []),
      `Its push is ${spanInWords(hours)} older.`,
    ],
    alerts: steps.map(
      ({ alert, step }): MatchedAlert => ({
        alertId: alert.id,
        targetAlertId: step.alertId,
        tier,
        first: true,
        name: alertName(alert),
      }),
    ),
  };
}

/**
 * "Already backed out in R": the summary's own push, else another push of its range. Told from the pushes that are known;
 * null when none of them says so.
 */
export function backedOutSuggestion(summary: ListedSummary, pushes: PushBook): Suggestion | null {
  const { backouts } = pushes;
  const range = pushes.range(summary);
  const push =
    range.find((p) => p.id === summary.pushId && backouts.has(p.id)) ?? range.find((p) => backouts.has(p.id));
  const by = push && backouts.get(push.id);
  if (!push || !by) return null;
  const open = undecidedAlerts(summary).length;
  const which = push.id === summary.pushId ? '' : ` (push ${shortRevision(push.revision)} of its range)`;
  return {
    kind: 'backed out',
    tier: 'likely',
    target: null,
    relation: null,
    refusal: null,
    declineAs: null,
    sentence: `Already backed out in ${shortRevision(by.revision)}${which}`,
    reasons: { votes: open, voters: open, backedOutBy: by.revision },
    inShort: '',
    why: [
      `The push ${shortRevision(by.revision)} of ${timeInWords(by.time)} backs out commits of push ${shortRevision(push.revision)}.`,
    ],
    alerts: [],
  };
}
