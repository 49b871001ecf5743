import { orphaned } from '@/lib/actions/leaseHolder';
import type { CallBackground } from '@/lib/messages/background';
import { fromMessage } from '@/lib/messages/records';
import type { AlertSummary } from '@/lib/model/alert';
import type { AlertId, SignatureId, SummaryId } from '@/lib/model/ids';
import { failed, type Outcome, ok, type Problem } from '@/lib/model/outcome';
import type { Evidence, SeriesHistory, SuggestionReport } from '@/lib/model/suggestions';

/** The content script's side of suggestions: questions go to the background, finished records come back. */
export interface AskSuggestions {
  /**
   * Reports for the summaries in view, all in one question. Ask when the tab is visible only: on the first look, when a
   * list is older than five minutes, and after own writes.
   *
   * @param front the summary that the sheriff looks at: its data on the other branch is looked up too
   * @param table its table of upstreams is open: each row's containment is looked up too
   */
  suggest(
    summaries: readonly AlertSummary[],
    front: SummaryId | null,
    table?: boolean,
  ): Promise<Outcome<readonly SuggestionReport[]>>;
  /** Both series of one alert around the pushes of its summary and of the target. */
  evidence(summary: AlertSummary, target: SummaryId, alert: AlertId): Promise<Outcome<Evidence>>;
  /** How the last alerts of a series ended. */
  history(repository: string, signature: SignatureId): Promise<Outcome<SeriesHistory>>;
}

/** The content script's side: all of it is asked of the background. */
export function createAskSuggestions(call: CallBackground): AskSuggestions {
  const asked = async <T>(
    question: () => Promise<{ kind: 'ok'; value: unknown } | { kind: 'failed'; problem: unknown }>,
  ): Promise<Outcome<T>> => {
    try {
      const answer = await question();
      return answer.kind === 'ok' ? ok(fromMessage<T>(answer.value)) : failed(answer.problem as Problem);
    } catch (error) {
      return failed(orphaned(error));
    }
  };
  const message = (summary: AlertSummary) => ({ ...summary, alerts: summary.alerts.map((a) => ({ ...a })) });
  return {
    suggest: (summaries, front, table = false) =>
      asked(async () => {
        const { reports } = await call('content-bg suggest', {
          summaries: summaries.map(message),
          front,
          table,
        });
        return { kind: 'ok', value: reports };
      }),
    evidence: (summary, target, alert) =>
      asked(() => call('content-bg evidence', { summary: message(summary), target, alert })),
    history: (repository, signature) =>
      asked(() => call('content-bg series history', { repository, signature })),
  };
}
