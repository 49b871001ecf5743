import { isRecent } from '@/lib/model/age';
import type { AlertSummary } from '@/lib/model/alert';
import type { Instant, PushId, SummaryId } from '@/lib/model/ids';
import type { ListedSummary } from '@/lib/model/listedSummary';
import { isOk, type Outcome, type Problem } from '@/lib/model/outcome';
import type { DownstreamPair } from '@/lib/model/pairs';
import type { Push } from '@/lib/model/push';
import { NO_HINTS, type RoundHints, type SuggestionReport } from '@/lib/model/suggestions';
import type { SeriesReads } from '@/lib/treeherder/seriesReads';
import { SHOWN_SUGGESTIONS } from '@/lib/triage/downstream';
import { undecidedAlerts } from '@/lib/triage/listedAlerts';
import { type Judged, judge, type Known } from '@/lib/triage/suggestionReport';
import type { CandidateList, Candidates, ListAnswer, ListWish } from './candidates';
import type { Containments } from './containment';
import { declinedIn } from './declined';
import { listed } from './listedSummary';
import { createSeriesPresence } from './seriesPresence';

/** So long a list tells what other summaries have asked for: twice the age at which a later look reads it afresh. */
const ASKED_FOR_MS = 10 * 60 * 1000;

export interface SuggestDeps {
  readonly candidates: Candidates;
  readonly containments: Containments;
  readonly hashesWithData: SeriesReads['hashesWithData'];
  /** Active repositories by name; what is not in it has no alerts that could be read. */
  readonly repositories: () => Promise<Outcome<ReadonlyMap<string, { readonly id: number }>>>;
  readonly pairs: () => Promise<readonly DownstreamPair[]>;
  readonly now: () => Instant;
}

export interface SuggestQuestion {
  /** The summaries in view, as the page has them. */
  readonly summaries: readonly AlertSummary[];
  /** The one that the sheriff looks at: more is read for it. */
  readonly front: SummaryId | null;
  /** The table of upstreams of the one in front is open: the evidence of each row is read. */
  readonly table?: boolean;
}

export interface Suggester {
  /** One report for each summary, in their order. Never fails as a whole: a report says what could not be read. */
  suggest(question: SuggestQuestion): Promise<readonly SuggestionReport[]>;
  /** What a round should know, from what was read before; asks nobody. @param also records that are fresher than the lists */
  hints(summary: AlertSummary, also?: readonly AlertSummary[]): Promise<RoundHints>;
  /**
   * Pushes of the other alerts of a series (by hash) in the repository of the summary, invalid ones left out, from what was
   * read before; asks nobody.
   */
  stepsBeside(
    summary: AlertSummary,
    also?: readonly AlertSummary[],
  ): Promise<(hash: string) => readonly { readonly id: PushId; readonly time: number }[]>;
  /** The summary in a list that was read; null when none has it. */
  find(id: SummaryId, near: Pick<AlertSummary, 'repository' | 'framework'>): Promise<ListedSummary | null>;
  /** A plan has read the pushes around a summary: they tell of backouts and of distances. */
  sawPushes(id: SummaryId, pushes: readonly Push[]): void;
}

/** Earlier steps of a series that a backout or reland may be about: as far back as this. */
const EARLIER_S = 14 * 24 * 3600;
const HOUR_S = 3600;
/** The rule looks up to half a window, at most a day, beyond it (lib/triage/downstream.ts). */
const NEAR_MISS_HOURS = 24;
/** Containment questions at the same time. */
const AT_ONCE = 2;
/** Rows of the table whose containment is looked up. */
const MOST_ROWS = 20;
const LOGS_KEPT = 30;

const withoutAsked = (list: CandidateList): CandidateList => ({
  ...list,
  summaries: list.summaries.map((s) => ({ ...s, asked: [] })),
});

/** Reads what the rules need, from lists that all summaries share, and applies them. */
export function createSuggester(deps: SuggestDeps): Suggester {
  const presence = createSeriesPresence(deps.hashesWithData, deps.now);
  const logs = new Map<SummaryId, readonly Push[]>();
  /** For a summary in view one candidate is looked up, the first that there was. */
  const lookedUp = new Set<SummaryId>();

  const lookUps = {
    containment: (s: ListedSummary, upstream: ListedSummary['revision']) =>
      deps.containments.known(s, upstream),
    data: presence.known,
    pushLog: (id: SummaryId) => logs.get(id) ?? [],
  } satisfies Partial<Known>;

  const asked = (s: AlertSummary) => ({ summary: listed(s), declined: declinedIn(s.notes) });

  async function suggest({ summaries, front, table = false }: SuggestQuestion) {
    const repositories = await deps.repositories();
    if (!isOk(repositories)) return summaries.map((s) => emptyReport(s, repositories.problem));
    const pairs = (await deps.pairs()).filter((p) => repositories.value.has(p.upstream));
    const wishes = [...wishesFor(summaries, front, pairs, repositories.value)];
    const answers = new Map<string, ListAnswer>();
    for (const [i, answer] of (await deps.candidates.read(wishes.map(([, wish]) => wish))).entries()) {
      const key = wishes[i]?.[0];
      if (key !== undefined) answers.set(key, answer);
    }
    const problems = ({ repository, framework }: ListedSummary): Problem | null => {
      const mine = [repository, ...pairs.filter((p) => p.downstream === repository).map((p) => p.upstream)];
      for (const name of mine) {
        const problem = answers.get(listKey(name, framework))?.problem;
        if (problem) return problem;
      }
      return null;
    };
    const known: Known = {
      ...lookUps,
      pairs,
      list: (repository, framework) => answers.get(listKey(repository, framework))?.list ?? null,
    };
    const questions = summaries.map(asked);
    const judged = judge(questions, known, problems);
    const isClearer = await lookUp(judged, front, table);
    return (isClearer ? judge(questions, known, problems) : judged).map((j) => j.report);
  }

  /** True when something may have become clear. */
  async function lookUp(
    judged: readonly Judged[],
    front: SummaryId | null,
    table: boolean,
  ): Promise<boolean> {
    const work: (() => Promise<unknown>)[] = [];
    for (const { summary, toContain, toFind } of judged) {
      const isFront = summary.id === front;
      const most = isFront ? (table ? MOST_ROWS : SHOWN_SUGGESTIONS) : lookedUp.has(summary.id) ? 0 : 1;
      for (const revision of toContain.slice(0, most)) {
        lookedUp.add(summary.id);
        work.push(() => deps.containments.ask(summary, revision));
      }
      if (!isFront) continue;
      for (const { repository, hashes, from, to } of toFind) {
        work.push(() => presence.ask(summary.id, repository, hashes, from, to));
      }
    }
    const asked = work.length > 0;
    const worker = async () => {
      for (let next = work.shift(); next; next = work.shift()) await next();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return asked;
  }

  return {
    suggest,
    async hints(summary, also = []) {
      const pairs = await deps.pairs();
      const names = [summary.repository, ...pairs.map((p) => p.upstream)];
      const lists = new Map<string, CandidateList>();
      for (const name of new Set(names)) {
        const list = await deps.candidates.known(name, summary.framework);
        if (!list) continue;
        // what was asked for then may have ended since, and the plan would grow under the click
        const isNew = isRecent(list.readAt, deps.now(), ASKED_FOR_MS);
        lists.set(name, isNew ? list : withoutAsked(list));
      }
      const [judged] = judge(
        [asked(summary)],
        { ...lookUps, pairs, list: (name) => withFresher(lists.get(name) ?? null, name, summary, also) },
        () => null,
      );
      return judged?.hints ?? NO_HINTS;
    },
    async stepsBeside(summary, also = []) {
      const { repository, framework } = summary;
      const known = await deps.candidates.known(repository, framework);
      const list = withFresher(known, repository, summary, also);
      const others = (list?.summaries ?? []).filter((s) => s.id !== summary.id && s.status !== 'invalid');
      return (hash) =>
        others
          .filter((s) => s.alerts.some((a) => a.hash === hash && a.status !== 'invalid'))
          .map((s) => ({ id: s.pushId, time: s.pushTime }));
    },
    async find(id, { repository, framework }) {
      const pairs = await deps.pairs();
      const names = [repository, ...pairs.filter((p) => p.downstream === repository).map((p) => p.upstream)];
      for (const name of names) {
        const list = await deps.candidates.known(name, framework);
        const found = list?.summaries.find((s) => s.id === id);
        if (found) return found;
      }
      return null;
    },
    sawPushes(id, pushes) {
      logs.delete(id);
      logs.set(id, pushes);
      for (const oldest of logs.keys()) {
        if (logs.size <= LOGS_KEPT) break;
        logs.delete(oldest);
      }
    },
  };
}

const listKey = (repository: string, framework: number) => `${framework} ${repository}`;

/** One wish for each repository and framework, however many summaries want it. */
function wishesFor(
  summaries: readonly AlertSummary[],
  front: SummaryId | null,
  pairs: readonly DownstreamPair[],
  repositories: ReadonlyMap<string, { readonly id: number }>,
): ReadonlyMap<string, ListWish> {
  const wishes = new Map<string, ListWish>();
  const want = (repository: string, framework: number, since: number, deep: boolean) => {
    const repositoryId = repositories.get(repository)?.id;
    if (repositoryId === undefined) return;
    const key = listKey(repository, framework);
    const known = wishes.get(key);
    wishes.set(key, {
      repository,
      repositoryId,
      framework,
      since: Math.min(since, known?.since ?? since),
      deepSince: deep ? Math.min(since, known?.deepSince ?? since) : (known?.deepSince ?? null),
    });
  };
  for (const summary of summaries) {
    const { repository, framework, pushTime } = summary;
    // without an open alert there is nothing to suggest
    if (undecidedAlerts(listed(summary)).length === 0) continue;
    const isFront = summary.id === front;
    want(repository, framework, pushTime - EARLIER_S, false);
    for (const pair of pairs) {
      if (pair.downstream !== repository) continue;
      const hours = pair.windowHours + Math.min(pair.windowHours / 2, NEAR_MISS_HOURS);
      want(pair.upstream, framework, pushTime - hours * HOUR_S, isFront);
    }
  }
  return wishes;
}

/** A list with records that were read later by somebody else; what only they have is added. */
function withFresher(
  list: CandidateList | null,
  repository: string,
  { framework }: AlertSummary,
  also: readonly AlertSummary[],
): CandidateList | null {
  const fresh = also.filter((s) => s.repository === repository && s.framework === framework).map(listed);
  if (fresh.length === 0) return list;
  const all = new Map([...(list?.summaries ?? []), ...fresh].map((s) => [s.id, s]));
  const head = list ?? {
    repository,
    framework,
    completeSince: Number.POSITIVE_INFINITY,
    pages: 0,
    more: true,
    readAt: 0 as Instant,
  };
  return { ...head, summaries: [...all.values()] };
}

const emptyReport = (summary: AlertSummary, problem: Problem): SuggestionReport => ({
  summaryId: summary.id,
  suggestions: [],
  upstreams: [],
  nothing: [],
  declined: [],
  open: undecidedAlerts(listed(summary)).length,
  problem,
  readAt: null,
});
