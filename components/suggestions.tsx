import type { ComponentChildren } from 'preact';
import type { AlertId } from '@/lib/model/ids';
import { say } from '@/lib/model/say';
import type { Suggestion, SuggestionReport } from '@/lib/model/suggestions';
import { command } from './command';
import { guardedClick, isLive, type Stillness, trustedClick } from './guardedClick';
import { Tick } from './tick';

export interface SuggestionActions {
  /** Marks or reassigns the alerts that are chosen. */
  readonly relate: (suggestion: Suggestion) => void;
  /** "Not #N": no colleague is asked again. */
  readonly decline: (suggestion: Suggestion) => void;
  readonly choose: (suggestion: Suggestion, alert: AlertId, on: boolean) => void;
  /** Shows both series of one alert. */
  readonly showEvidence: (suggestion: Suggestion, alert: AlertId) => void;
  /** Two retriggers on both branches; left out where a round cannot be planned. */
  readonly askBoth?: (suggestion: Suggestion) => void;
  /** Left out while the table is open. */
  readonly showTable?: () => void;
}

export interface SuggestionsProps {
  readonly report: SuggestionReport;
  /** The alerts that a click would relate; in the beginning `preselected(suggestion)`. */
  readonly chosen: (suggestion: Suggestion) => ReadonlySet<AlertId>;
  /** May write at all (logged in, staff). */
  readonly canWrite: boolean;
  /** Reassigning is the performance sheriffs' business: for others it is a hint. */
  readonly mayReassign: boolean;
  /** The bar's first button is the suggestion's; false while something else goes first. */
  readonly isPrimary: boolean;
  /** Something is being written: nothing else may begin. */
  readonly isBusy: boolean;
  readonly stillness: Stillness;
  /** Address of a summary's own page. */
  readonly summaryUrl: (id: number) => string;
  readonly actions: SuggestionActions;
  /** Pictures that were asked for, to stand beside the reasons of their suggestion. */
  readonly evidence?: (suggestion: Suggestion) => ComponentChildren;
}

/** What other summaries say about this one: one line for the first suggestion, the rest folded in. */
export function Suggestions(props: SuggestionsProps) {
  const { report, actions } = props;
  const [first, ...more] = report.suggestions;
  const said = report.nothing.filter((n) => n.answer !== 'not known');
  if (!first && said.length === 0 && report.declined.length === 0 && !report.problem) return null;
  return (
    <div class="suggestions">
      {first && <One {...props} suggestion={first} isFirst />}
      {report.upstreams.length > 1 && actions.showTable && (
        <button type="button" onClick={trustedClick(actions.showTable)}>
          Show all {report.upstreams.length} upstreams
        </button>
      )}
      {more.length > 0 && (
        <details>
          <summary class="fold">
            {more.length} more {more.length === 1 ? 'suggestion' : 'suggestions'}
          </summary>
          {more.map((s) => (
            <One key={`${s.kind} ${s.target?.id}`} {...props} suggestion={s} isFirst={false} />
          ))}
        </details>
      )}
      {said.map((n) => (
        <p key={n.sentence} class="detail said">
          {n.sentence}
        </p>
      ))}
      {report.problem && <p class="detail said">{say('not all read', report.problem.message)}</p>}
      {report.declined.length > 0 && (
        <details class="detail">
          <summary class="fold">Declined: {report.declined.length}</summary>
          {report.declined.map((d) => (
            <div key={`${d.suggestion} ${d.target}`}>{d.sentence}</div>
          ))}
        </details>
      )}
    </div>
  );
}

function One(props: SuggestionsProps & { readonly suggestion: Suggestion; readonly isFirst: boolean }) {
  const { suggestion, canWrite, actions, stillness, isBusy } = props;
  const { target, declineAs } = suggestion;
  return (
    <div class={`suggestion ${suggestion.tier}`}>
      <div class="row">
        <span class="sentence">{suggestion.sentence}</span>
        <RelateButton {...props} />
        {canWrite && target && declineAs && (
          <button
            type="button"
            class="guarded"
            aria-disabled={isBusy || !isLive(stillness)}
            onClick={guardedClick(stillness, () => {
              if (!isBusy) actions.decline(suggestion);
            })}
          >
            Not #{target.id}
          </button>
        )}
      </div>
      <details class="why">
        <summary class="fold quiet">{target ? `Why #${target.id}` : 'Why'}</summary>
        <fieldset aria-label={target ? `Why #${target.id}` : 'Why'}>
          <Reasons {...props} />
        </fieldset>
      </details>
    </div>
  );
}

function RelateButton(
  props: SuggestionsProps & { readonly suggestion: Suggestion; readonly isFirst: boolean },
) {
  const { suggestion, chosen, canWrite, mayReassign, stillness, isBusy, isFirst, isPrimary, actions } = props;
  const { target, relation, tier, refusal } = suggestion;
  if (!target || !relation || !canWrite) return null;
  if (relation === 'reassigned' && !mayReassign) return null;
  const none = chosen(suggestion).size === 0;
  const isOff = refusal !== null || none || isBusy;
  // a hint is not to be pressed in passing
  const isMain = isFirst && isPrimary && tier !== 'possible' && !isOff;
  return (
    <>
      <button
        type="button"
        class={`${isMain ? 'primary ' : ''}${isOff ? '' : 'guarded'}`}
        aria-disabled={isOff || !isLive(stillness)}
        {...command(
          'relate',
          guardedClick(stillness, () => {
            if (!isOff) actions.relate(suggestion);
          }),
        )}
      >
        {relation === 'downstream' ? `Mark downstream of #${target.id}` : `Reassign to #${target.id}`}
      </button>
      {refusal && <small class="detail">{refusal}</small>}
      {!refusal && none && <small class="detail">{say('choose alerts')}</small>}
    </>
  );
}

function Reasons(props: SuggestionsProps & { readonly suggestion: Suggestion }) {
  const { suggestion, chosen, actions, summaryUrl, evidence, canWrite } = props;
  const { target, tier, alerts, relation } = suggestion;
  const picked = chosen(suggestion);
  return (
    <>
      <ul class="plain">
        {suggestion.why.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {target && (
        <div class="row">
          <a href={summaryUrl(target.id)} target="_blank" rel="noreferrer">
            Alert #{target.id} on {target.repository}
          </a>
          <span class="detail">
            {target.status}
            {target.bugNumber === null ? '' : `, bug ${target.bugNumber}`}
          </span>
          {(suggestion.compared?.length ?? 0) > 0 && actions.askBoth && (
            <button type="button" onClick={trustedClick(() => actions.askBoth?.(suggestion))}>
              Ask for 2 retriggers on both branches
            </button>
          )}
        </div>
      )}
      {alerts.length > 0 && (
        <ul class="matches">
          {alerts.map((a) => (
            <li key={a.alertId}>
              {relation && canWrite ? (
                <Tick
                  checked={picked.has(a.alertId)}
                  onTick={(on) => actions.choose(suggestion, a.alertId, on)}
                >
                  {a.name}
                </Tick>
              ) : (
                <span>{a.name}</span>
              )}
              {a.tier !== tier && <small class="detail"> {a.tier}</small>}
              {!a.first && <small class="detail">{say('fits better')}</small>}
              {target && (
                <button
                  type="button"
                  class="link"
                  aria-label={`Show data of ${a.name}`}
                  onClick={trustedClick(() => actions.showEvidence(suggestion, a.alertId))}
                >
                  show data
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {evidence?.(suggestion)}
    </>
  );
}
