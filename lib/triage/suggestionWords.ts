import { shortRevision } from '@/lib/model/ids';
import { LONG_WINDOW_HOURS } from '@/lib/model/pairs';
import type { SuggestedTarget, SuggestionReasons, SuggestionTier } from '@/lib/model/suggestions';

/** '24 h', '35 days' */
export const windowInWords = (hours: number) =>
  hours > 96 ? `${roundTo1(hours / 24)} days` : `${roundTo1(hours)} h`;

/** '40 minutes', '5.2 h', '12.5 days' */
export function spanInWords(hours: number): string {
  const span = Math.abs(hours);
  if (span < 1) return `${Math.max(1, Math.round(span * 60))} minutes`;
  return span <= 96 ? `${roundTo1(span)} h` : `${roundTo1(span / 24)} days`;
}

const roundTo1 = (n: number) => Math.round(n * 10) / 10;

/** '23 Nov 10:20 UTC' of Unix seconds. */
export function timeInWords(seconds: number): string {
  const iso = new Date(seconds * 1000).toISOString();
  const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return `${Number(iso.slice(8, 10))} ${month[Number(iso.slice(5, 7)) - 1]} ${iso.slice(11, 16)} UTC`;
}

/** '8 of 9 alerts', 'all 9 alerts', 'its one alert' */
export function shareInWords(n: number, of: number): string {
  if (of === 1) return n === 1 ? 'its one alert' : 'not its alert';
  return n === of ? `all ${of} alerts` : `${n} of ${of} alerts`;
}

/** The reasons for a downstream suggestion, strongest first, each a sentence. */
export function downstreamWhy(target: SuggestedTarget, reasons: SuggestionReasons, matchedBy: MatchedBy) {
  const { pair, hoursBetweenPushes = 0, contained, levels, oppositeSince, magnitudeRatio } = reasons;
  const long = pair !== undefined && pair.windowHours > LONG_WINDOW_HOURS;
  const here = pair?.downstream ?? 'this branch';
  const why: string[] = [];
  if (!long) {
    if (contained === 'contained')
      why.push(`Its revision ${shortRevision(target.revision)} lies in this push range.`);
    if (contained === 'not contained') {
      why.push(
        `Against it: its revision ${shortRevision(target.revision)} landed on ${here} with another push.`,
      );
    }
    if (contained === 'unknown') {
      why.push(`Its revision ${shortRevision(target.revision)} is not shown to lie in this push range.`);
    }
  } else {
    if (levels === 'agree')
      why.push('Both series go from the same level to the same level, within half the step.');
    if (levels === 'differ')
      why.push('Against it: the levels of the two series differ by more than half the step.');
    if (levels === 'unknown') why.push('The levels of the two series cannot be compared.');
    why.push(
      oppositeSince
        ? `Against it: the series went the other way again on ${target.repository} since.`
        : `No opposite alert of the series on ${target.repository} since.`,
    );
  }
  why.push(MATCHED[matchedBy](reasons));
  why.push(
    `Its push is ${spanInWords(hoursBetweenPushes)} older${
      pair ? ` (window from ${pair.upstream} to ${pair.downstream}: ${windowInWords(pair.windowHours)})` : ''
    }.`,
  );
  if (magnitudeRatio != null) {
    why.push(
      `Its steps are ${magnitudeRatio.toFixed(magnitudeRatio < 0.1 ? 2 : 1)} times as large as these.`,
    );
  }
  return why;
}

export type MatchedBy = 'rule' | 'just outside the window' | 'same test, other series' | 'vote';

const DIRECTION = {
  regression: 'regressions',
  improvement: 'improvements',
  both: 'regressions and improvements',
};
const directionOf = (r: SuggestionReasons) => DIRECTION[r.direction ?? 'both'];
const MATCHED: Readonly<Record<MatchedBy, (r: SuggestionReasons) => string>> = {
  rule: (r) =>
    `The same tests alerted there in the same direction (${directionOf(r)}): ${shareInWords(r.votes, r.voters)}.`,
  'just outside the window': () =>
    'The same test alerted there in the same direction, but just outside the window.',
  'same test, other series': () =>
    'The same test alerted there in the same direction, but on another platform.',
  vote: () => 'Only other alerts of this summary point there.',
};

/** One line for the bar. */
export function downstreamSentence(tier: string, target: SuggestedTarget, n: number, of: number): string {
  const word =
    tier === 'obvious' ? 'Downstream' : tier === 'likely' ? 'Likely downstream' : 'Possibly downstream';
  return `${word} of #${target.id} (${target.repository}): ${shareInWords(n, of)}`;
}

/** 'amazon, cnn +2 more' */
export const suitesInWords = (suites: readonly string[]) =>
  suites.length > 3 ? `${suites.slice(0, 3).join(', ')} +${suites.length - 3} more` : suites.join(', ');

/** 'obvious: in the push range, 8 of 9 alerts, 12 h older' */
export function downstreamInShort(tier: SuggestionTier, reasons: SuggestionReasons, matched: number): string {
  const { contained, levels, hoursBetweenPushes: hours = 0, votes, voters, pair } = reasons;
  const words =
    pair && pair.windowHours > LONG_WINDOW_HOURS
      ? levels === 'agree'
        ? 'same levels'
        : levels === 'differ'
          ? 'levels differ'
          : 'levels unknown'
      : contained === 'contained'
        ? 'in the push range'
        : contained === 'not contained'
          ? 'not in the push range'
          : 'push range unknown';
  const age = hours < 96 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
  return `${tier}: ${words}, ${votes > 0 ? votes : matched} of ${voters} alerts match, ${age} older`;
}
