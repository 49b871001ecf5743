import type { AlertId, Instant, SummaryId } from '@/lib/model/ids';
import type { ListedAlert, ListedSummary } from '@/lib/model/listedSummary';
import type { Problem } from '@/lib/model/outcome';
import { type DownstreamPair, LONG_WINDOW_HOURS } from '@/lib/model/pairs';
import type { Push } from '@/lib/model/push';
import type {
  DeclinedSuggestion,
  NothingSuggested,
  RoundHints,
  Suggestion,
  SuggestionReport,
} from '@/lib/model/suggestions';
import {
  type Containment,
  type DataPresence,
  type DownstreamAnswer,
  SHOWN_SUGGESTIONS,
  suggestDownstream,
} from './downstream';
import { downstreamTargets } from './downstreamTargets';
import { comparedAlerts, type PushBook, pushBook, undecidedAlerts } from './listedAlerts';
import { askedElsewhere, backedOutSuggestion, causeSuggestions, earlierStepSuggestions } from './ownBranch';
import { timeInWords, windowInWords } from './suggestionWords';

/** Summaries of one repository and framework, as far back as they were read. */
export interface KnownList {
  readonly summaries: readonly ListedSummary[];
  /** Every summary whose push is at least this young is in the list; Unix seconds. */
  readonly completeSince: number;
  readonly readAt: Instant;
}

/** A summary that is asked about. */
export interface AskedSummary {
  readonly summary: ListedSummary;
  /** What people turned down there. */
  readonly declined: readonly DeclinedSuggestion[];
}

/** What is known when the rules are asked. Plain records and look-ups: no requests. */
export interface Known {
  /** Lists by repository and framework; null when it was not read. */
  readonly list: (repository: string, framework: number) => KnownList | null;
  /** Pairs whose upstream Treeherder shows. */
  readonly pairs: readonly DownstreamPair[];
  readonly containment: (summary: ListedSummary, upstream: ListedSummary['revision']) => Containment;
  readonly data: (summary: SummaryId, repository: string, hash: string) => DataPresence;
  /** The pushes around a summary, as far as a plan has read them. */
  readonly pushLog: (summary: SummaryId) => readonly Push[];
}

/** One summary's report with what a look-up may still make clear. */
export interface Judged {
  readonly summary: ListedSummary;
  readonly report: SuggestionReport;
  readonly hints: RoundHints;
  /** Upstream revisions by rank whose containment counts and is not known. */
  readonly toContain: readonly ListedSummary['revision'][];
  /** Series of which it counts whether a branch has data. */
  readonly toFind: readonly {
    readonly repository: string;
    readonly hashes: readonly string[];
    readonly from: number;
    readonly to: number;
  }[];
}

/** Suggestions of the own branch that are shown. */
const SHOWN_CAUSES = 3;

/** Runs all rules over some summaries. Each summary's record counts as given; lists may have an older one. */
export function judge(
  asked: readonly AskedSummary[],
  known: Known,
  problems: (summary: ListedSummary) => Problem | null,
): readonly Judged[] {
  const own = asked.map((a) => a.summary);
  const byId = new Map(own.map((s) => [s.id, s]));
  const lists = new Map<string, KnownList>();
  for (const s of own) {
    for (const pair of known.pairs) {
      if (pair.downstream !== s.repository) continue;
      const list = known.list(pair.upstream, s.framework);
      if (list) lists.set(`${s.framework} ${pair.upstream}`, list);
    }
  }
  const answers = suggestDownstream({
    alerts: own.flatMap(comparedAlerts),
    candidates: [...lists.values()].flatMap((l) => l.summaries.flatMap(comparedAlerts)),
    pairs: known.pairs,
    containment: (alert, upstream) => {
      const summary = byId.get(alert.summaryId);
      return summary ? known.containment(summary, upstream) : 'unknown';
    },
    dataOn: (alert, repository, from) => {
      const list = lists.get(`${alert.framework} ${repository}`);
      if (!list || list.completeSince > from) return 'unknown';
      return known.data(alert.summaryId, repository, alert.signatureHash);
    },
  });
  const books = pushBooks(own, known);
  const upstreams = new Map([...lists.values()].flatMap((l) => l.summaries.map((s) => [s.id, s])));
  return asked.map((one) => judgeOne(one, answers, upstreams, lists, known, books, problems(one.summary)));
}

type Books = (mine: ListedSummary, others: readonly ListedSummary[]) => PushBook;

/**
 * All pushes of a branch that plans have read: what was read for other summaries tells of commits too, though there may be
 * holes between. Made once for a branch, for reading the commits is what takes time.
 */
function pushBooks(own: readonly ListedSummary[], known: Known): Books {
  const made = new Map<string, PushBook>();
  return ({ repository, framework }, others) => {
    const key = `${framework} ${repository}`;
    const before = made.get(key);
    if (before) return before;
    const ids = new Set([...own.filter((s) => s.repository === repository), ...others].map((s) => s.id));
    const book = pushBook([...ids].flatMap((id) => known.pushLog(id)));
    made.set(key, book);
    return book;
  };
}

function judgeOne(
  { summary: mine, declined }: AskedSummary,
  answers: ReadonlyMap<AlertId, DownstreamAnswer>,
  upstreams: ReadonlyMap<SummaryId, ListedSummary>,
  lists: ReadonlyMap<string, KnownList>,
  known: Known,
  books: Books,
  problem: Problem | null,
): Judged {
  const open = undecidedAlerts(mine);
  const isDeclined = (s: Suggestion) =>
    declined.some((d) => d.suggestion === s.declineAs && d.target === s.target?.id);
  const all = downstreamTargets(
    open,
    answers,
    new Set(declined.filter((d) => d.suggestion === 'downstream').map((d) => d.target)),
    upstreams,
  );
  const list = known.list(mine.repository, mine.framework);
  const others = (list?.summaries ?? []).filter((o) => o.id !== mine.id);
  const log = known.pushLog(mine.id);
  const causes = causeSuggestions(mine, others, log).filter((s) => !isDeclined(s));
  const pushes = books(mine, others);
  const earlier = earlierStepSuggestions(mine, others, pushes).filter((s) => !isDeclined(s));
  const backedOut = backedOutSuggestion(mine, pushes);
  const ofOwnBranch = [...earlier, ...withoutTargetsOf(earlier, causes)];
  const shown = byWeight([
    ...all.slice(0, SHOWN_SUGGESTIONS),
    ...ofOwnBranch.slice(0, SHOWN_CAUSES),
    ...(backedOut ? [backedOut] : []),
  ]);
  // "possibly downstream" and "treat as its own" of the same branch would be two answers to one question
  const hinted = new Set(
    shown.flatMap((s) => (s.kind === 'downstream' && s.target ? [s.target.repository] : [])),
  );
  const nothing = nothingFor(open, answers, known.pairs, mine).filter(
    (n) => !hinted.has(n.told.pair.upstream),
  );
  const usedLists = [list, ...known.pairs.map((p) => lists.get(`${mine.framework} ${p.upstream}`))];
  const readAt = usedLists.flatMap((l) => (l ? [l.readAt] : [])).sort((a, b) => a - b)[0] ?? null;
  const report: SuggestionReport = {
    summaryId: mine.id,
    suggestions: shown,
    upstreams: all.filter((s) => s.alerts.some((a) => a.first && a.tier !== 'possible')),
    nothing: nothing.map((n) => n.told),
    declined,
    open: open.length,
    problem,
    readAt,
  };
  // a push range proves nothing in a long window, and a hint is not made more by it
  const wantsContainment = ({ tier, reasons }: Suggestion) =>
    tier === 'likely' &&
    reasons.contained === 'unknown' &&
    (reasons.pair?.windowHours ?? 0) <= LONG_WINDOW_HOURS;
  return {
    summary: mine,
    report,
    hints: hintsFrom(mine, all, ofOwnBranch, askedElsewhere(causes, others)),
    toContain: all.filter(wantsContainment).flatMap((s) => (s.target ? [s.target.revision] : [])),
    toFind: nothing
      .filter((n) => n.told.answer === 'not known' && n.hashes.length > 0)
      .map((n) => n.question),
  };
}

/** The same summary is told of once, by its stronger name. */
const withoutTargetsOf = (told: readonly Suggestion[], rest: readonly Suggestion[]) => {
  const ids = new Set(told.map((s) => s.target?.id));
  return rest.filter((s) => !ids.has(s.target?.id));
};

/** The order of advice (design 3): obvious downstream, backout or reland, asked for elsewhere, then what is less sure. */
function byWeight(suggestions: readonly Suggestion[]): readonly Suggestion[] {
  const weight = ({ kind, tier }: Suggestion) => {
    if (kind === 'downstream') return tier === 'obvious' ? 0 : tier === 'likely' ? 4 : 8;
    if (kind === 'backed out') return 2;
    if (kind === 'asked elsewhere') return 3;
    if (kind === 'same cause') return tier === 'likely' ? 5 : 7;
    return tier === 'likely' ? 1 : 6;
  };
  return suggestions
    .map((s, place) => ({ s, place }))
    .sort((a, b) => weight(a.s) - weight(b.s) || a.place - b.place)
    .map(({ s }) => s);
}

/** Whether a branch has data is looked up this far back at most: in a window of weeks the last days tell as much. */
const LONGEST_LOOK_S = 4 * 24 * 3600;

interface Nothing {
  readonly told: NothingSuggested;
  readonly hashes: readonly string[];
  readonly question: Judged['toFind'][number];
}

/** For each paired branch on which no open alert has a match by the rule. */
function nothingFor(
  open: readonly ListedAlert[],
  answers: ReadonlyMap<AlertId, DownstreamAnswer>,
  pairs: readonly DownstreamPair[],
  mine: ListedSummary,
): readonly Nothing[] {
  if (open.length === 0) return [];
  return pairs.flatMap((pair) => {
    if (pair.downstream !== mine.repository) return [];
    const found = open.flatMap((alert) => {
      const said = answers
        .get(alert.id)
        ?.nothingFound.find(
          (n) => n.pair.upstream === pair.upstream && n.pair.downstream === pair.downstream,
        );
      return said ? [{ alert, said }] : [];
    });
    const [first] = found;
    // some alert has a match there: its suggestion says more than this would
    if (!first || found.length < open.length) return [];
    const { to } = first.said;
    const from = Math.max(first.said.from, to - LONGEST_LOOK_S);
    const hashes = [...new Set(found.map((f) => f.alert.hash))];
    const count = (answer: (typeof first.said)['answer']) =>
      found.filter((f) => f.said.answer === answer).length;
    const withData = count('no match within the window');
    const without = count('no data there: cannot tell');
    const answer = withData > 0 ? 'no match' : without > 0 ? 'no data' : 'not known';
    const window = windowInWords(pair.windowHours);
    const sentence =
      answer === 'no match'
        ? `No matching alert on ${pair.upstream} within ${window}: treat as its own${
            without > 0 ? ` (${without} of ${found.length} have no data there: cannot tell for these)` : ''
          }`
        : answer === 'no data'
          ? `${pair.upstream} has no data between ${timeInWords(from)} and ${timeInWords(to)}: cannot tell`
          : `No matching alert on ${pair.upstream} within ${window} so far: not known yet whether it has data there`;
    const told: NothingSuggested = {
      answer,
      pair,
      alerts: answer === 'no match' ? withData : answer === 'no data' ? without : found.length,
      of: found.length,
      sentence,
    };
    return [{ told, hashes, question: { repository: pair.upstream, hashes, from, to } }];
  });
}

/**
 * What a round should know: reasons against it hold when they concern at least half of the open regressions (of the open
 * alerts, when there are none).
 */
function hintsFrom(
  mine: ListedSummary,
  downstream: readonly Suggestion[],
  ownBranch: readonly Suggestion[],
  asked: ReadonlyMap<string, string>,
): RoundHints {
  const open = undecidedAlerts(mine);
  const regressions = open.filter((a) => a.isRegression);
  const counted = new Set((regressions.length > 0 ? regressions : open).map((a) => a.id));
  const against: RoundHints['against'][number][] = [];

  const obvious = downstream.map((s) => ({
    id: s.target?.id,
    alerts: s.alerts.filter((a) => a.first && a.tier === 'obvious' && counted.has(a.alertId)).length,
  }));
  const named = obvious.filter((o) => o.alerts > 0);
  const covered = named.reduce((sum, o) => sum + o.alerts, 0);
  if (counted.size > 0 && covered * 2 >= counted.size) {
    const ids = named.slice(0, 3).map((o) => `#${o.id}`);
    const more = named.length > 3 ? ` and ${named.length - 3} more` : '';
    against.push({
      code: 'obvious downstream',
      text: `${covered} of ${counted.size} alerts are obviously downstream of ${ids.join(', ')}${more}`,
    });
  }
  for (const { kind, tier, target } of ownBranch) {
    if (tier !== 'likely' || !target || (kind !== 'backout' && kind !== 'reland')) continue;
    against.push({ code: `likely ${kind}`, text: `this is likely a ${kind} of #${target.id}` });
    break;
  }
  return { against, askedElsewhere: asked };
}
