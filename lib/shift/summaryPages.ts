import type { AlertSummary } from '@/lib/model/alert';
import { failed, isOk, type Outcome, ok, type Problem } from '@/lib/model/outcome';
import type { SummaryList, TreeherderRecords } from '@/lib/treeherder/client';

/** The largest page that the server gives (treeherder-api 1.2). */
const PAGE = 100;

export interface SummaryPages {
  readonly summaries: readonly AlertSummary[];
  /** Summaries that could not be understood. */
  readonly unreadable: number;
  /** There were more than the pages held: the oldest are missing. */
  readonly isCut: boolean;
}

/** Pages that are asked for at the same time, once the first has told how many there are. */
const AT_ONCE = 3;

/**
 * Summaries of all sheriffed frameworks and repositories whose push is at most so old, the newest first.
 * @param onPage told how many were read so far
 */
export async function readSummaryPages(
  treeherder: Pick<TreeherderRecords, 'summaries'>,
  seconds: number,
  mostPages: number,
  onPage: (read: number) => void = () => {},
): Promise<Outcome<SummaryPages>> {
  const pages: SummaryList[] = [];
  const read = async (page: number): Promise<Problem | null> => {
    const answer = await treeherder.summaries(
      `show_sheriffed_frameworks=true&timerange=${seconds}&limit=${PAGE}&page=${page}`,
    );
    if (!isOk(answer)) return answer.problem;
    pages[page - 1] = answer.value;
    onPage(pages.reduce((sum, p) => sum + p.summaries.length, 0));
    return null;
  };
  const first = await read(1);
  if (first) return failed(first);
  const last = Math.min(mostPages, Math.ceil((pages[0]?.count ?? 0) / PAGE));
  for (let page = 2; page <= last; page += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, last - page + 1) }, (_, n) => page + n);
    const problems = await Promise.all(numbers.map(read));
    const problem = problems.find((p) => p !== null);
    if (problem) return failed(problem);
  }
  // an alert that is raised meanwhile moves the others on, and one of them onto the next page again
  const byId = new Map(pages.flatMap((p) => p.summaries.map((s) => [s.id, s] as const)));
  return ok({
    summaries: [...byId.values()],
    unreadable: pages.reduce((sum, p) => sum + p.unreadable.size, 0),
    isCut: pages.at(-1)?.more === true,
  });
}
