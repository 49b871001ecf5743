import type { AlertId, Revision, SummaryId } from '@/lib/model/ids';
import { type DownstreamPair, LONG_WINDOW_HOURS } from '@/lib/model/pairs';
import { CandidateIndex, type ComparedAlert } from './candidateIndex';
import { type LevelAgreement, levelsAgree } from './stepLevels';

/**
 * The downstream suggestion (design 1.4): which alert summary of a paired branch an alert most likely comes from, and why.
 * Everything is told by push time; when an alert was raised says nothing about the order of the changes.
 */

/**
 * Does the upstream revision lie in the push range of the alert's summary? `unknown`: not asked yet, or the push has more
 * commits than Treeherder keeps (200), so that a "no" means nothing.
 */
export type Containment = 'contained' | 'not contained' | 'unknown';

/**
 * Has the series data on a branch between two times? `unknown`: not asked yet, or the branch's alerts of that time are not
 * all read.
 */
export type DataPresence = 'data' | 'no data' | 'unknown';

export interface DownstreamInput {
  /** The alerts that ask; whole summaries, since their alerts vote for each other. */
  readonly alerts: readonly ComparedAlert[];
  /** Alerts of the paired branches, as many as are known; those found invalid or infra are left out by the caller. */
  readonly candidates: readonly ComparedAlert[];
  readonly pairs: readonly DownstreamPair[];
  readonly containment: (alert: ComparedAlert, upstream: Revision) => Containment;
  /** Times in Unix seconds. */
  readonly dataOn: (alert: ComparedAlert, repository: string, from: number, to: number) => DataPresence;
}

/** What led to a suggestion. `rule`: same series and direction, in the window. */
export type Basis = 'rule' | 'just outside the window' | 'same test, other series' | 'vote';

/** `possible` is a hint to look at; the other two may be marked with one click. */
export type Tier = 'obvious' | 'likely' | 'possible';

export interface DownstreamReasons {
  readonly basis: Basis;
  readonly pair: DownstreamPair;
  /** From the upstream push to this one; always above 0. */
  readonly hoursBetweenPushes: number;
  readonly direction: 'regression' | 'improvement';
  /** Upstream magnitude by this one's; null when either is missing or the suggestion is a vote only. */
  readonly magnitudeRatio: number | null;
  readonly containment: Containment;
  /** Only judged for the same series. */
  readonly levels: LevelAgreement;
  /** The upstream series went the other way again before this push. */
  readonly oppositeSince: boolean;
  /** Other alerts of this summary whose own upstream lies in the same summary, out of how many. */
  readonly votes: number;
  readonly voters: number;
}

export interface DownstreamSuggestion {
  readonly tier: Tier;
  /** The summary that "Mark downstream of" names. */
  readonly upstream: SummaryId;
  /** The alert that was compared; null when only other alerts of this summary point there. */
  readonly upstreamAlert: AlertId | null;
  readonly repository: string;
  readonly revision: Revision;
  /**
   * Something that was looked at speaks against it: the push range lacks the revision, or in a long window the levels differ or
   * the step was undone since. Such a suggestion stands behind those without.
   */
  readonly contradicted: boolean;
  readonly reasons: DownstreamReasons;
}

/** What is said of a paired branch on which nothing was found by the rule. */
export interface NothingFound {
  readonly answer: 'no match within the window' | 'no data there: cannot tell' | 'not known yet';
  readonly pair: DownstreamPair;
  /** The window that was searched, Unix seconds. */
  readonly from: number;
  readonly to: number;
}

export interface DownstreamAnswer {
  /** Best first, one for each upstream summary; views show the first SHOWN_SUGGESTIONS that were not declined. */
  readonly suggestions: readonly DownstreamSuggestion[];
  /** One for each paired branch without a match by the rule. */
  readonly nothingFound: readonly NothingFound[];
}

/** Suggestions shown for an alert (design 1.4). */
export const SHOWN_SUGGESTIONS = 3;

/** "Just outside the window": half the window more, at most this many hours. */
const NEAR_MISS_SHARE = 0.5;
const NEAR_MISS_MOST_HOURS = 24;
const HOUR_S = 3600;

/** An alert with what the paired branches have for it. */
interface Asking {
  readonly alert: ComparedAlert;
  readonly matches: readonly Match[];
}

/** One alert's candidate on one pair. */
interface Match {
  readonly candidate: ComparedAlert;
  readonly pair: DownstreamPair;
  readonly basis: Basis;
  readonly levels: LevelAgreement;
  readonly oppositeSince: boolean;
}

/**
 * Suggestions for each alert. Deterministic, independent of the order of the records, and close to linear in them: an alert
 * costs what lies in its windows.
 */
export function suggestDownstream(input: DownstreamInput): ReadonlyMap<AlertId, DownstreamAnswer> {
  const index = new CandidateIndex(input.candidates);
  const pairs = usablePairs(input.pairs);
  const answers = new Map<AlertId, DownstreamAnswer>();
  for (const alerts of bySummary(input.alerts)) {
    const asking = alerts.map((alert) => ({
      alert,
      matches: matchesOf(alert, pairs, index),
    }));
    const ballot = countVotes(asking);
    for (const one of asking) {
      answers.set(one.alert.alertId, {
        suggestions: suggestionsFor(one, ballot, alerts.length - 1, input),
        nothingFound: nothingFoundFor(one, pairs, input),
      });
    }
  }
  return answers;
}

const isLong = (pair: DownstreamPair) => pair.windowHours > LONG_WINDOW_HOURS;
const isByRule = (match: Match) => match.basis === 'rule';

/** Of a pair given twice the longer window counts; a branch is never its own upstream. */
function usablePairs(pairs: readonly DownstreamPair[]): readonly DownstreamPair[] {
  const best = new Map<string, DownstreamPair>();
  for (const pair of pairs) {
    if (pair.downstream === pair.upstream || !(pair.windowHours > 0)) continue;
    const name = JSON.stringify([pair.downstream, pair.upstream]);
    if (pair.windowHours > (best.get(name)?.windowHours ?? 0)) best.set(name, pair);
  }
  return [...best.values()].sort((a, b) => compareText(a.upstream, b.upstream));
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Each alert once, by id; summaries and their alerts in the order of ids. */
function bySummary(alerts: readonly ComparedAlert[]): readonly (readonly ComparedAlert[])[] {
  const groups = new Map<SummaryId, Map<AlertId, ComparedAlert>>();
  for (const alert of alerts) {
    const group = groups.get(alert.summaryId) ?? new Map<AlertId, ComparedAlert>();
    groups.set(alert.summaryId, group.set(alert.alertId, alert));
  }
  return [...groups.values()].map((group) => [...group.values()].sort((a, b) => a.alertId - b.alertId));
}

/** Everything that the paired branches have for one alert. */
function matchesOf(
  alert: ComparedAlert,
  pairs: readonly DownstreamPair[],
  index: CandidateIndex,
): readonly Match[] {
  const found: Match[] = [];
  const at = alert.pushTime;
  if (!Number.isFinite(at)) return found;
  for (const pair of pairs) {
    if (pair.downstream !== alert.repository) continue;
    const { upstream } = pair;
    const start = at - pair.windowHours * HOUR_S;
    const nearStart = start - Math.min(pair.windowHours * NEAR_MISS_SHARE, NEAR_MISS_MOST_HOURS) * HOUR_S;
    for (const candidate of index.sameSeries(alert, upstream, nearStart, at)) {
      found.push({
        candidate,
        pair,
        basis: candidate.pushTime > start ? 'rule' : 'just outside the window',
        levels: levelsAgree(alert, candidate),
        oppositeSince: index.hasOpposite(alert, upstream, candidate.pushTime, at),
      });
    }
    // In weeks some platform of every test has an alert: there only the summary's own votes can point at one.
    if (isLong(pair)) continue;
    for (const candidate of index.otherSeries(alert, upstream, start, at)) {
      found.push({
        candidate,
        pair,
        basis: 'same test, other series',
        levels: 'unknown',
        oppositeSince: false,
      });
    }
  }
  return found;
}

/** An upstream summary that alerts of one summary point at, with who does. */
interface Vote {
  readonly candidate: ComparedAlert;
  readonly pair: DownstreamPair;
  readonly voters: Set<AlertId>;
}
type Ballot = ReadonlyMap<SummaryId, Vote>;

/**
 * An alert votes for each summary in which it has a match by the rule. In a long window the levels have to agree as well:
 * among the alerts of weeks a mere match says little.
 */
function countVotes(asking: readonly Asking[]): Ballot {
  const ballot = new Map<SummaryId, Vote>();
  for (const { alert, matches } of asking) {
    for (const match of matches) {
      if (!isByRule(match)) continue;
      const { candidate, pair } = match;
      if (isLong(pair) && (match.levels !== 'agree' || match.oppositeSince)) continue;
      const vote = ballot.get(candidate.summaryId);
      if (vote) vote.voters.add(alert.alertId);
      else ballot.set(candidate.summaryId, { candidate, pair, voters: new Set([alert.alertId]) });
    }
  }
  return ballot;
}

/** What containment says, or in a long window the levels: for, not known, against. Lower is better. */
type Evidence = 0 | 1 | 2;

/** A suggestion with what it is ranked by. */
interface Ranked {
  readonly suggestion: DownstreamSuggestion;
  readonly evidence: Evidence;
  readonly closeness: number;
  readonly pushTime: number;
}

function suggestionsFor(
  { alert, matches }: Asking,
  ballot: Ballot,
  voters: number,
  input: DownstreamInput,
): readonly DownstreamSuggestion[] {
  const best = new Map<SummaryId, Ranked>();
  const offer = (match: Match) => {
    const pointing = ballot.get(match.candidate.summaryId)?.voters;
    const votes = pointing ? pointing.size - (pointing.has(alert.alertId) ? 1 : 0) : 0;
    if (match.basis === 'vote' && votes === 0) return;
    const ranked = rate(alert, match, { votes, voters }, input);
    // A mere hint that something speaks against is no hint.
    if (ranked.suggestion.tier === 'possible' && ranked.suggestion.contradicted) return;
    const other = best.get(ranked.suggestion.upstream);
    if (!other || compareRanked(ranked, other) < 0) best.set(ranked.suggestion.upstream, ranked);
  };
  for (const match of matches) offer(match);
  const matched = new Set(matches.filter(isByRule).map((m) => m.candidate.summaryId));
  for (const { candidate, pair } of ballot.values()) {
    if (matched.has(candidate.summaryId)) continue;
    offer({ candidate, pair, basis: 'vote', levels: 'unknown', oppositeSince: false });
  }
  return [...best.values()].sort(compareRanked).map((r) => r.suggestion);
}

function rate(
  alert: ComparedAlert,
  { candidate, pair, basis, levels, oppositeSince }: Match,
  { votes, voters }: { readonly votes: number; readonly voters: number },
  { containment: containmentOf }: DownstreamInput,
): Ranked {
  const containment = containmentOf(alert, candidate.revision);
  const looked = isLong(pair) ? levelEvidence(levels, oppositeSince) : CONTAINMENT_EVIDENCE[containment];
  // A hint is not made more by its push range, else it would stand before matches whose range nobody has asked for yet.
  const evidence = basis !== 'rule' && looked === 0 ? 1 : looked;
  const hasAlert = basis !== 'vote';
  const magnitudeRatio = hasAlert ? ratioOf(alert.amountPct, candidate.amountPct) : null;
  return {
    evidence,
    closeness: magnitudeRatio === null ? Number.POSITIVE_INFINITY : Math.abs(Math.log(magnitudeRatio)),
    pushTime: candidate.pushTime,
    suggestion: {
      tier: basis !== 'rule' ? 'possible' : evidence === 0 ? 'obvious' : 'likely',
      upstream: candidate.summaryId,
      upstreamAlert: hasAlert ? candidate.alertId : null,
      repository: candidate.repository,
      revision: candidate.revision,
      contradicted: evidence === 2,
      reasons: {
        basis,
        pair,
        hoursBetweenPushes: (alert.pushTime - candidate.pushTime) / HOUR_S,
        direction: alert.isRegression ? 'regression' : 'improvement',
        magnitudeRatio,
        containment,
        levels,
        oppositeSince,
        votes,
        voters,
      },
    },
  };
}

const CONTAINMENT_EVIDENCE: Readonly<Record<Containment, Evidence>> = {
  contained: 0,
  unknown: 1,
  'not contained': 2,
};

/** In a long window neither a found nor a missing revision counts: a merge contains everything, and its list is cut. */
function levelEvidence(levels: LevelAgreement, oppositeSince: boolean): Evidence {
  if (oppositeSince || levels === 'differ') return 2;
  return levels === 'agree' ? 0 : 1;
}

const ratioOf = (own: number | null, upstream: number | null) =>
  own !== null && upstream !== null && own > 0 && upstream > 0 ? upstream / own : null;

const BASIS_ORDER: readonly Basis[] = ['rule', 'just outside the window', 'same test, other series', 'vote'];

/**
 * Obvious ones first, then by containment, what is by the rule before hints, votes, basis, closeness of magnitude. What still is equal: the older push, which is
 * nearer to where the change landed, then ids.
 */
function compareRanked(a: Ranked, b: Ranked): number {
  const [x, y] = [a.suggestion, b.suggestion];
  return (
    Number(y.tier === 'obvious') - Number(x.tier === 'obvious') ||
    a.evidence - b.evidence ||
    Number(y.tier === 'likely') - Number(x.tier === 'likely') ||
    y.reasons.votes - x.reasons.votes ||
    BASIS_ORDER.indexOf(x.reasons.basis) - BASIS_ORDER.indexOf(y.reasons.basis) ||
    compareNumbers(a.closeness, b.closeness) ||
    a.pushTime - b.pushTime ||
    x.upstream - y.upstream ||
    (x.upstreamAlert ?? 0) - (y.upstreamAlert ?? 0)
  );
}

/** Two infinities are equal; their difference is not a number. */
const compareNumbers = (a: number, b: number) => (a === b ? 0 : a - b);

/**
 * "No match" is only said where the branch has data of the series in the window; without data nothing can be told, and a
 * question not answered yet is not an answer.
 */
function nothingFoundFor(
  { alert, matches }: Asking,
  pairs: readonly DownstreamPair[],
  { dataOn }: DownstreamInput,
): readonly NothingFound[] {
  const found = new Set(matches.filter(isByRule).map((m) => m.pair));
  const to = alert.pushTime;
  return pairs
    .filter((pair) => pair.downstream === alert.repository && !found.has(pair))
    .map((pair) => {
      const from = to - pair.windowHours * HOUR_S;
      return { answer: ANSWERS[dataOn(alert, pair.upstream, from, to)], pair, from, to };
    });
}

const ANSWERS: Readonly<Record<DataPresence, NothingFound['answer']>> = {
  data: 'no match within the window',
  'no data': 'no data there: cannot tell',
  unknown: 'not known yet',
};
