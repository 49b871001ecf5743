import { fromDrawn } from '@/components/fromDrawn';
import { trustedClick } from '@/components/guardedClick';
import { ProblemNotice } from '@/components/problemNotice';
import { Suggestions } from '@/components/suggestions';
import { UpstreamTable } from '@/components/upstreamTable';
import type { SummaryId } from '@/lib/model/ids';
import { say } from '@/lib/model/say';
import type { Suggestion } from '@/lib/model/suggestions';
import { summaryUrl } from '@/lib/suggestions/links';
import type { SuggestionDesk } from '@/lib/suggestions/suggestionDesk';
import { goesFirst } from '@/lib/triage/adviceOrder';
import type { ViewContext } from './viewContext';

/** What other summaries say, as a part of the bar. */
export function suggestionsView(
  id: SummaryId,
  desk: SuggestionDesk,
  context: ViewContext,
  /** Opens the plans of both branches; null where no round can be planned. */
  askBoth: ((suggestion: Suggestion) => void) | null,
) {
  const { report, run, table } = desk.state();
  const summary = context.store.get(id)?.summary;
  if (!report || !summary) return null;
  const stillness = context.stillness(id);
  const acted = (work: () => unknown) => context.acted(id, work)();
  return (
    <>
      <Suggestions
        report={report}
        chosen={desk.chosen}
        canWrite={context.canWrite()}
        mayReassign={context.settings.role === 'perf sheriff'}
        isPrimary={table === null && goesFirst(report.suggestions[0])}
        isBusy={run.kind === 'working' || table?.progress?.isRunning === true}
        stillness={stillness}
        summaryUrl={summaryUrl}
        actions={{
          relate: (s) => acted(() => desk.relate(s)),
          decline: (s) =>
            acted(() => {
              if (!s.target || !s.declineAs) return;
              context.desks
                .of(id)
                .outbox.add([{ kind: 'declined', suggestion: s.declineAs, target: s.target.id, on: true }]);
            }),
          choose: desk.choose,
          showEvidence: (s, alert) => acted(() => desk.showEvidence(s, alert)),
          ...(table === null && { showTable: () => acted(() => desk.openTable()) }),
          ...(askBoth && { askBoth: (s) => acted(() => askBoth(s)) }),
        }}
        evidence={(s) => evidenceOf(s, desk)}
      />
      {table && (
        <>
          <UpstreamTable
            summaryId={id}
            rows={table.rows}
            ticked={table.ticked}
            chosen={desk.inRow}
            states={table.states}
            progress={table.progress}
            canWrite={context.canWrite()}
            stillness={stillness}
            summaryUrl={summaryUrl}
            onTick={desk.tick}
            onStart={context.acted(id, () => desk.start())}
            onStop={desk.stop}
            onShowEvidence={(row) => {
              const [alert] = row.alerts;
              if (alert) void desk.showEvidence(row, alert.alertId);
            }}
          />
          {table.rows.map((row) => evidenceOf(row, desk))}
          {table.progress?.isRunning !== true && (
            <button type="button" onClick={trustedClick(desk.closeTable)}>
              Close the table
            </button>
          )}
        </>
      )}
      <Run desk={desk} />
    </>
  );
}

function Run({ desk }: { readonly desk: SuggestionDesk }) {
  const { run } = desk.state();
  const reload = () => location.reload();
  switch (run.kind) {
    case 'working':
      return (
        <div class="notice info" aria-live="polite">
          {run.what}:{' '}
          {run.progress ? `${run.progress.done} of ${run.progress.total} alerts` : 'reading both summaries'}…
        </div>
      );
    case 'done':
      return (
        <div class="notice info row" aria-live="polite">
          <span>{run.sentence}</span>
          <button type="button" onClick={trustedClick(desk.dismiss)}>
            Dismiss
          </button>
        </div>
      );
    case 'failed':
      return (
        <ProblemNotice problem={run.problem} actions={{ logIn: reload, reload }} onDismiss={desk.dismiss} />
      );
    default:
      return null;
  }
}

function evidenceOf(suggestion: Suggestion, desk: SuggestionDesk) {
  const shown = desk.state().evidence;
  if (!shown || shown.target !== suggestion.target?.id) return null;
  const { evidence, history, problem } = shown;
  if (problem) return <p class="detail">{say('data unread', problem.message)}</p>;
  if (!evidence) return <p class="detail">{say('both series')}</p>;
  return <>{[...(evidence.drawn ?? []), ...(history?.drawn ?? [])].map(fromDrawn)}</>;
}
