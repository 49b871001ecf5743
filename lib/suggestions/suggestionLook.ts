import type { AlertSummary } from '@/lib/model/alert';
import type { Instant, SummaryId } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import type { SuggestionReport } from '@/lib/model/suggestions';
import type { AskSuggestions } from './askSuggestions';

/** A report is asked for again on the next look after this: an upstream alert may come later. */
const OLD_AFTER_MS = 5 * 60 * 1000;
/** Summaries come in by the dozen; those of one page are asked about in one question. */
const GATHER_MS = 150;

export interface SuggestionLook {
  /** These summaries are in view: asks for the reports that are missing or old, all in one question. */
  want(summaries: readonly AlertSummary[], front: SummaryId | null): void;
  /** A summary was read: when its notes or alerts are others than those that were asked about, it is asked about again. */
  changed(summary: AlertSummary): void;
  /** Something else was written that concerns it: the next look, or the next time that it is read, asks again. */
  forget(id: SummaryId): void;
}

/** Asks for the suggestions of summaries in view, those that were wanted together in one question. */
export function createSuggestionLook(deps: {
  readonly ask: AskSuggestions;
  readonly now: () => Instant;
  readonly wait: (ms: number) => Promise<void>;
  readonly take: (report: SuggestionReport) => void;
}): SuggestionLook {
  const asked = new Map<SummaryId, Instant>();
  const about = new Map<SummaryId, string>();
  const waiting = new Map<SummaryId, AlertSummary>();
  let inFront: SummaryId | null = null;
  let gathering = false;

  async function ask(): Promise<void> {
    gathering = true;
    await deps.wait(GATHER_MS);
    gathering = false;
    const summaries = [...waiting.values()];
    waiting.clear();
    const front = summaries.some((s) => s.id === inFront) ? inFront : null;
    const answer = await deps.ask.suggest(summaries, front);
    if (isOk(answer)) for (const report of answer.value) deps.take(report);
    // advice that cannot be had is no trouble of the sheriff's; the next look asks again
    else for (const { id } of summaries) asked.delete(id);
  }

  function want(summaries: readonly AlertSummary[], front: SummaryId | null): void {
    const moved = front !== null && front !== inFront;
    if (front !== null) inFront = front;
    for (const summary of summaries) {
      const at = asked.get(summary.id);
      const isNewInFront = moved && summary.id === front;
      if (at !== undefined && Math.abs(deps.now() - at) < OLD_AFTER_MS && !isNewInFront) continue;
      asked.set(summary.id, deps.now());
      about.set(summary.id, aspectOf(summary));
      waiting.set(summary.id, summary);
    }
    if (waiting.size > 0 && !gathering) void ask();
  }

  return {
    want,
    changed(summary) {
      const before = about.get(summary.id);
      // never asked about; or asked, and it is as it was then
      if (before === undefined || (asked.has(summary.id) && before === aspectOf(summary))) return;
      asked.delete(summary.id);
      want([summary], null);
    },
    forget: (id) => void asked.delete(id),
  };
}

/** What a report depends on of a summary itself. */
const aspectOf = ({ notes, alerts }: AlertSummary) =>
  JSON.stringify([notes, alerts.map((a) => [a.id, a.status, a.relatedSummaryId])]);
