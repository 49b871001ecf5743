import type { AlertSummary } from '@/lib/model/alert';
import { isOk, type Outcome, ok } from '@/lib/model/outcome';
import type { TreeherderRecords } from '@/lib/treeherder/client';

/** The largest page that the server gives (treeherder-api 1.2). */
const PAGE = 100;

export interface SummaryPages {
  readonly summaries: readonly AlertSummary[];
  /** Summaries that could not be understood. */
  readonly unreadable: number;
  /** There were more than the pages held: the oldest are missing. */
  readonly isCut: boolean;
}

/**
 * Summaries of all sheriffed frameworks and repositories whose push is at most so old, one page after another.
 * @param onPage told how many were read so far
 */
export async function readSummaryPages(
  treeherder: Pick<TreeherderRecords, 'summaries'>,
  seconds: number,
  mostPages: number,
  onPage: (read: number) => void = () => {},
): Promise<Outcome<SummaryPages>> {
  const summaries: AlertSummary[] = [];
  let unreadable = 0;
  for (let page = 1; page <= mostPages; page++) {
    const answer = await treeherder.summaries(
      `show_sheriffed_frameworks=true&timerange=${seconds}&limit=${PAGE}&page=${page}`,
    );
    if (!isOk(answer)) return answer;
    summaries.push(...answer.value.summaries);
    unreadable += answer.value.unreadable.size;
    onPage(summaries.length);
    if (!answer.value.more) return ok({ summaries, unreadable, isCut: false });
  }
  return ok({ summaries, unreadable, isCut: true });
}
