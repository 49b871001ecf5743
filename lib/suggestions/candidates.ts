import { isRecent } from '@/lib/model/age';
import type { AlertSummary } from '@/lib/model/alert';
import { type Instant, instant, type SummaryId } from '@/lib/model/ids';
import type { ListedSummary } from '@/lib/model/listedSummary';
import { isOk, type Outcome, type Problem } from '@/lib/model/outcome';
import { listed } from './listedSummary';
import { createListShelf, type SessionStorage } from './listShelf';

/** The alert summaries of one repository and framework, as far back as they were read. */
export interface CandidateList {
  readonly repository: string;
  readonly framework: number;
  /** Newest alert first. */
  readonly summaries: readonly ListedSummary[];
  /** Every summary whose push is at least this young is in the list; Unix seconds. */
  readonly completeSince: number;
  /** Pages that were read, 1 to MOST_PAGES. */
  readonly pages: number;
  /** The server has older ones. */
  readonly more: boolean;
  readonly readAt: Instant;
}

/** One list that the summaries in view need. */
export interface ListWish {
  readonly repository: string;
  readonly repositoryId: number;
  readonly framework: number;
  /** Pushes at least this young are wanted, Unix seconds. */
  readonly since: number;
  /** For the summary in front: read more pages where one does not reach this far; null when none of it is in front. */
  readonly deepSince: number | null;
}

export interface ListAnswer {
  readonly list: CandidateList | null;
  /** The list could not be read (again); an older one may still be there. */
  readonly problem: Problem | null;
}

export interface CandidateDeps {
  /** @param query of `/api/performance/alertsummary/`, without the question mark */
  readonly summaries: (
    query: string,
  ) => Promise<Outcome<{ readonly summaries: readonly AlertSummary[]; readonly more: boolean }>>;
  /** What tabs and restarts of the background share. */
  readonly session: SessionStorage;
  readonly now: () => Instant;
}

export interface Candidates {
  /** The lists for the wishes, in their order; read where they are missing, too short or old. */
  read(wishes: readonly ListWish[]): Promise<readonly ListAnswer[]>;
  /** What is known of a list without asking anybody. */
  known(repository: string, framework: number): Promise<CandidateList | null>;
}

/** A later look reads a list afresh when it is older than this: the upstream's alert may come after this one. */
export const REFRESH_MS = 5 * 60 * 1000;
/** A list that could not be read is left alone for this long. */
const RETRY_MS = 60 * 1000;
/** Largest page of the list (treeherder-api 1.2). */
const PAGE_SIZE = 100;
/** Pages for one list, only where more than DEEP_DAYS are wanted. */
export const MOST_PAGES = 5;
const DEEP_DAYS = 7;
const DAY_S = 24 * 3600;
/** Ranges are rounded up to this many days, so that the summaries of a page and of the next one share a list. */
const RANGE_STEP_DAYS = 14;

/**
 * Candidate lists: one request for a repository and framework, shared by all who ask at the same time and by all tabs, kept
 * in memory and, for restarts of the background, in the session's storage.
 */
export function createCandidates(deps: CandidateDeps): Candidates {
  const shelf = createListShelf(deps.session);
  /** Requests for one list go one after another; who waits finds what the one before has read. */
  const queues = new Map<string, Promise<unknown>>();
  const failures = new Map<string, { readonly problem: Problem; readonly at: Instant }>();

  const inTurn = <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const done = (queues.get(key) ?? Promise.resolve()).then(work, work);
    queues.set(key, done);
    return done;
  };

  async function readOne(wish: ListWish): Promise<ListAnswer> {
    const key = listKey(wish.repository, wish.framework);
    let list = await shelf.get(key);
    const failure = failures.get(key);
    const lately = failure !== undefined && isRecent(failure.at, deps.now(), RETRY_MS);
    if (!list || isOld(list) || (!reaches(list, wish) && !list.more)) {
      if (failure && lately) return { list, problem: failure.problem };
      const first = await readPage(wish, 1);
      if (!isOk(first)) return failedWith(key, list, first.problem);
      list = first.value.list(list);
      await shelf.put(key, list);
    }
    while (mayReadOn(list, wish)) {
      const next = await readPage(wish, list.pages + 1);
      if (!isOk(next)) return failedWith(key, list, next.problem);
      list = next.value.list(list);
      await shelf.put(key, list);
    }
    failures.delete(key);
    return { list, problem: null };
  }

  function failedWith(key: string, list: CandidateList | null, problem: Problem): ListAnswer {
    failures.set(key, { problem, at: deps.now() });
    return { list, problem };
  }

  const isOld = (list: CandidateList) => !isRecent(list.readAt, deps.now(), REFRESH_MS);
  const reaches = (list: CandidateList, wish: ListWish) => list.completeSince <= wish.since;
  const mayReadOn = (list: CandidateList, { deepSince }: ListWish) =>
    deepSince !== null &&
    list.more &&
    list.completeSince > deepSince &&
    list.pages < MOST_PAGES &&
    deps.now() / 1000 - deepSince > DEEP_DAYS * DAY_S;

  async function readPage(wish: ListWish, page: number) {
    const asked = deps.now() / 1000;
    const step = RANGE_STEP_DAYS * DAY_S;
    const timerange = Math.max(1, Math.ceil((asked - wish.since) / step)) * step;
    const query = new URLSearchParams({
      framework: String(wish.framework),
      repository: String(wish.repositoryId),
      timerange: String(timerange),
      limit: String(PAGE_SIZE),
      ...(page > 1 && { page: String(page) }),
    });
    const answer = await deps.summaries(String(query));
    if (!isOk(answer)) return answer;
    const { summaries, more } = answer.value;
    return {
      kind: 'ok' as const,
      value: {
        list: (known: CandidateList | null): CandidateList =>
          page > 1 && known
            ? continued(known, summaries.map(listed), more, asked - timerange)
            : renewed(wish, known, summaries.map(listed), more, asked - timerange, deps.now()),
      },
    };
  }

  return {
    read: (wishes) =>
      Promise.all(
        wishes.map((wish) => inTurn(listKey(wish.repository, wish.framework), () => readOne(wish))),
      ),
    known: (repository, framework) => shelf.get(listKey(repository, framework)),
  };
}

const listKey = (repository: string, framework: number) => `${framework} ${repository}`;

/**
 * Alerts come newest first by when they were raised, which is after their push: of pushes younger than the oldest alert
 * that was read, all alerts are known.
 */
const completeSince = (summaries: readonly ListedSummary[], more: boolean, from: number) =>
  more ? Math.ceil(Math.min(...summaries.map((s) => s.created)) / 1000) : Math.floor(from);

/** A first page; what deeper pages had brought is kept where the new page joins on to it. */
function renewed(
  { repository, framework }: ListWish,
  known: CandidateList | null,
  summaries: readonly ListedSummary[],
  more: boolean,
  from: number,
  readAt: Instant,
): CandidateList {
  const fresh: CandidateList = {
    repository,
    framework,
    summaries,
    completeSince: completeSince(summaries, more, from),
    pages: 1,
    more,
    readAt,
  };
  const ids = new Set(summaries.map((s) => s.id));
  if (!known || known.pages === 1 || !more || !known.summaries.some((s) => ids.has(s.id))) return fresh;
  return {
    ...fresh,
    summaries: [...summaries, ...known.summaries.filter((s) => !ids.has(s.id))],
    completeSince: Math.min(fresh.completeSince, known.completeSince),
    pages: known.pages,
    more: known.more,
  };
}

/** One page more. Pages shift when alerts are raised meanwhile: what comes twice counts once. */
function continued(
  known: CandidateList,
  summaries: readonly ListedSummary[],
  more: boolean,
  from: number,
): CandidateList {
  const all = new Map<SummaryId, ListedSummary>(known.summaries.map((s) => [s.id, s]));
  for (const summary of summaries) if (!all.has(summary.id)) all.set(summary.id, summary);
  const merged = [...all.values()];
  return {
    ...known,
    summaries: merged,
    completeSince: Math.min(known.completeSince, completeSince(merged, more, from)),
    pages: known.pages + 1,
    more,
    readAt: instant(known.readAt),
  };
}
