import type { AlertId, SummaryId } from '@/lib/model/ids';
import type { ListedAlert, ListedSummary } from '@/lib/model/listedSummary';
import type { ComparedTest } from '@/lib/model/planInput';
import type { MatchedAlert, Suggestion, SuggestionTier } from '@/lib/model/suggestions';
import type { DownstreamAnswer, DownstreamSuggestion } from './downstream';
import { medianOrNull } from './levels';
import { alertName } from './listedAlerts';
import { refusalOf, targetOf } from './ownBranch';
import { downstreamInShort, downstreamSentence, downstreamWhy } from './suggestionWords';

/** One alert's suggestion for a target. */
interface Pick {
  readonly alert: ListedAlert;
  readonly suggestion: DownstreamSuggestion;
  readonly first: boolean;
}

const TIERS: readonly SuggestionTier[] = ['obvious', 'likely', 'possible'];
const tierRank = (tier: SuggestionTier) => TIERS.indexOf(tier);

/**
 * The rule answers for each alert; a sheriff decides about summaries. One suggestion for each upstream summary, with the
 * alerts that point at it. Ranked by tier, then what speaks against it, then by how many alerts have it as their first
 * choice and how many match at all, closeness of magnitude, and the older push.
 *
 * @param declined upstream summaries that a person turned down: an alert's next choice then is its first
 */
export function downstreamTargets(
  alerts: readonly ListedAlert[],
  answers: ReadonlyMap<AlertId, DownstreamAnswer>,
  declined: ReadonlySet<SummaryId>,
  upstreams: ReadonlyMap<SummaryId, ListedSummary>,
): readonly Suggestion[] {
  const picks = new Map<SummaryId, Pick[]>();
  for (const alert of alerts) {
    const suggestions = (answers.get(alert.id)?.suggestions ?? []).filter((s) => !declined.has(s.upstream));
    suggestions.forEach((suggestion, place) => {
      const pick = { alert, suggestion, first: place === 0 };
      const known = picks.get(suggestion.upstream);
      if (known) known.push(pick);
      else picks.set(suggestion.upstream, [pick]);
    });
  }
  return [...picks]
    .flatMap(([id, chosen]) => {
      const upstream = upstreams.get(id);
      return upstream ? [rated(upstream, chosen, alerts.length)] : [];
    })
    .sort(compareRated)
    .map((r) => r.suggestion);
}

interface Rated {
  readonly suggestion: Suggestion;
  readonly contradicted: boolean;
  readonly firsts: number;
  readonly closeness: number;
}

function rated(upstream: ListedSummary, chosen: readonly Pick[], open: number): Rated {
  const target = targetOf(upstream);
  const picks = [...chosen].sort(
    (a, b) =>
      tierRank(a.suggestion.tier) - tierRank(b.suggestion.tier) ||
      Number(b.first) - Number(a.first) ||
      a.alert.id - b.alert.id,
  );
  const [best] = picks;
  const byRule = picks.filter((p) => p.suggestion.tier !== 'possible');
  const told = byRule.length > 0 ? byRule : picks;
  const tier = best?.suggestion.tier ?? 'possible';
  const strongest = best?.suggestion.reasons;
  const magnitudeRatio = medianOrNull(told.flatMap((p) => p.suggestion.reasons.magnitudeRatio ?? []));
  const directions = new Set(told.map((p) => p.suggestion.reasons.direction));
  const [direction = 'regression'] = directions;
  const reasons: Suggestion['reasons'] = {
    ...(strongest && {
      pair: strongest.pair,
      hoursBetweenPushes: strongest.hoursBetweenPushes,
      contained: strongest.containment,
      levels: strongest.levels,
      oppositeSince: strongest.oppositeSince,
    }),
    direction: directions.size > 1 ? 'both' : direction,
    magnitudeRatio,
    votes: byRule.length,
    voters: open,
  };
  return {
    contradicted: told.every((p) => p.suggestion.contradicted),
    firsts: picks.filter((p) => p.first).length,
    closeness: magnitudeRatio === null ? Number.POSITIVE_INFINITY : Math.abs(Math.log(magnitudeRatio)),
    suggestion: {
      kind: 'downstream',
      tier,
      target,
      relation: 'downstream',
      refusal: refusalOf(target),
      declineAs: 'downstream',
      sentence: downstreamSentence(tier, target, told.length, open),
      reasons,
      inShort: downstreamInShort(tier, reasons, picks.length),
      why: downstreamWhy(target, reasons, strongest?.basis ?? 'vote'),
      alerts: [...picks].sort((a, b) => Number(b.first) - Number(a.first)).map(matched),
      ...(tier !== 'obvious' && { compared: comparedTests(picks, upstream) }),
    },
  };
}

/** One test per suite, on the platform of the first where there is a choice. Where only neighbours point there is none. */
function comparedTests(picks: readonly Pick[], upstream: ListedSummary) {
  const pairs = picks.flatMap(({ alert, suggestion }) => {
    const twin = upstream.alerts.find((a) => a.id === suggestion.upstreamAlert);
    return twin ? [{ here: testOf(alert), there: testOf(twin) }] : [];
  });
  const platform = pairs[0]?.here.platform;
  const bySuite = new Map<string, (typeof pairs)[number]>();
  for (const pair of pairs) {
    const known = bySuite.get(pair.here.suite);
    const isBetter = known?.here.platform !== platform && pair.here.platform === platform;
    if (!known || isBetter) bySuite.set(pair.here.suite, pair);
  }
  return [...bySuite.values()];
}

const testOf = ({ suite, platform }: ListedAlert): ComparedTest => ({ suite, platform });

const matched = ({ alert, suggestion, first }: Pick): MatchedAlert => ({
  alertId: alert.id,
  targetAlertId: suggestion.upstreamAlert,
  tier: suggestion.tier,
  first,
  name: alertName(alert),
});

function compareRated(a: Rated, b: Rated): number {
  const [x, y] = [a.suggestion, b.suggestion];
  return (
    tierRank(x.tier) - tierRank(y.tier) ||
    Number(a.contradicted) - Number(b.contradicted) ||
    b.firsts - a.firsts ||
    y.reasons.votes - x.reasons.votes ||
    // two infinities are equal, and their difference is not a number
    (a.closeness === b.closeness ? 0 : a.closeness - b.closeness) ||
    (x.target?.pushTime ?? 0) - (y.target?.pushTime ?? 0) ||
    (x.target?.id ?? 0) - (y.target?.id ?? 0)
  );
}
