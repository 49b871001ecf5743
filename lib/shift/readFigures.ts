import type { AlertSummary } from '@/lib/model/alert';
import type { FigureFacts } from '@/lib/model/figures';
import { isOk, type Outcome, ok } from '@/lib/model/outcome';
import type { RoundRules } from '@/lib/model/rules';
import { notesFacts } from '@/lib/notes/notes';
import type { TreeherderRecords } from '@/lib/treeherder/client';
import { figureFacts } from '@/lib/triage/shiftFigures';
import { readSummaryPages } from './summaryPages';

const WEEK_SECONDS = 7 * 24 * 60 * 60;
/** A quarter of a year with 300 summaries a week; more is told as cut. */
const MOST_PAGES = 40;

export interface ReadFigures {
  readonly facts: readonly FigureFacts[];
  readonly isCut: boolean;
  readonly unreadable: number;
}

/** What the figures need of each summary of the last weeks: one public request for 100 summaries. */
export async function readFigures(
  treeherder: Pick<TreeherderRecords, 'summaries'>,
  rules: Pick<RoundRules, 'suspiciousImprovementPct'>,
  weeks: number,
  onPage: (read: number) => void,
): Promise<Outcome<ReadFigures>> {
  const pages = await readSummaryPages(treeherder, weeks * WEEK_SECONDS, MOST_PAGES, onPage);
  if (!isOk(pages)) return pages;
  const { summaries, isCut, unreadable } = pages.value;
  return ok({ facts: factsOf(summaries, rules), isCut, unreadable });
}

const factsOf = (
  summaries: readonly AlertSummary[],
  rules: Pick<RoundRules, 'suspiciousImprovementPct'>,
): readonly FigureFacts[] =>
  summaries.map((summary) => figureFacts(summary, notesFacts(summary.notes), rules));
