import type { ListShown, NotedTreeherder } from '@/lib/actions/notedTreeherder';
import type { PageRequest } from '@/lib/host';
import type { SummaryId } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import { createGate } from '@/lib/rounds/waiting';
import type { SummaryStore } from '@/lib/store/summaryStore';
import type { ServerClock } from '@/lib/treeherder/serverClock';

/** Single reads at the same time; the list read serves whole pages. */
const AT_ONCE = 2;
/** A summary that could not be read is not asked for again before this, unless the page itself asks. */
const RETRY_MS = 60_000;

export interface Loader {
  /** These summaries are on the page: read those that are not known, with one list request where the page has a list. */
  want(visible: ReadonlySet<SummaryId>): Promise<void>;
  /** The page fetched or wrote something itself: what we know of it may be old. */
  pageAsked(request: PageRequest): void;
}

/** Keeps the store as fresh as the page. Never asks twice for the same, and nothing while the tab is hidden. */
export function createLoader(deps: {
  readonly treeherder: NotedTreeherder;
  readonly store: SummaryStore;
  readonly clock: ServerClock;
  /** The list that the page shows; null when it shows one summary only. */
  readonly listShown: () => ListShown | null;
  readonly signal: AbortSignal;
}): Loader {
  const { treeherder, store, clock, signal } = deps;
  const gate = createGate(AT_ONCE);
  const reading = new Map<SummaryId, number>();
  let visibleIds: ReadonlySet<SummaryId> = new Set();
  let list: { shown: string; startedAt: number; done: Promise<void> } | null = null;

  async function readList(shown: ListShown): Promise<void> {
    const asked = store.ask();
    const answer = await treeherder.summaries(shown, signal);
    // trouble with the list is told by the single reads that follow, each in its own bar
    if (!isOk(answer)) return;
    for (const summary of answer.value.summaries) store.put(summary, clock.now(), asked);
    for (const [id, problem] of answer.value.unreadable) store.putProblem(id, problem, clock.now());
  }

  function startList(shown: ListShown): Promise<void> {
    list = { shown: keyOf(shown), startedAt: performance.now(), done: readList(shown) };
    return list.done;
  }

  async function readOne(id: SummaryId): Promise<void> {
    reading.set(id, performance.now());
    await gate(async () => {
      const asked = store.ask();
      const answer = await treeherder.summary(id, signal);
      if (isOk(answer)) store.put(answer.value, clock.now(), asked);
      else if (answer.problem.kind !== 'stopped') store.putProblem(id, answer.problem, clock.now());
    });
    reading.delete(id);
  }

  const missing = () =>
    [...visibleIds].filter((id) => {
      const entry = store.get(id);
      if (reading.has(id)) return false;
      return !entry || (entry.summary === null && Math.abs(clock.now() - entry.at) > RETRY_MS);
    });

  async function want(visible: ReadonlySet<SummaryId>): Promise<void> {
    visibleIds = visible;
    if (missing().length === 0 || document.visibilityState === 'hidden') return;
    const shown = deps.listShown();
    if (shown && list?.shown !== keyOf(shown)) startList(shown);
    await list?.done;
    await Promise.all(missing().map(readOne));
  }

  return {
    want,
    pageAsked(request) {
      if (document.visibilityState === 'hidden') return;
      if (request.list) {
        // the page's first list is what made us read ours
        if (!list || request.startedAt <= list.startedAt) return;
        const shown = deps.listShown();
        if (!shown) return;
        void startList(shown).then(() => want(visibleIds));
        return;
      }
      const id = request.summaryId;
      if (id === undefined || !visibleIds.has(id)) return;
      const entry = store.get(id);
      // our own writes make the page fetch the summary: we have read it back already
      if (!entry || performance.now() - request.startedAt > clock.now() - entry.at) void readOne(id);
    },
  };
}

const keyOf = ({ search, me }: ListShown) => `${me} ${search}`;
