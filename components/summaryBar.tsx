import type { ComponentChildren } from 'preact';
import { isPoint, subjectOf } from '@/lib/model/graphPoint';
import type { AlertId } from '@/lib/model/ids';
import { say } from '@/lib/model/say';
import type { Suggestion } from '@/lib/model/suggestions';
import type { RoundView, SummaryView } from '@/lib/model/views';
import { command } from './command';
import { Coverage } from './coverage';
import { GuardedButton } from './guardedButton';
import { guardedClick, isLive, type Stillness, trustedClick } from './guardedClick';
import { PendingLine } from './pendingLine';
import { type ProblemActions, ProblemNotice } from './problemNotice';
import { Receipts } from './receipts';
import { type RoundActions, RoundControls } from './roundControls';
import { type OutlookActions, RoundOutlook } from './roundOutlook';
import { type WorkActions, WorkControls } from './stateMenu';

export interface BarActions extends ProblemActions, WorkActions, RoundActions, OutlookActions {
  readonly send: () => void;
  readonly cancel: () => void;
  readonly plan: () => void;
  readonly resume: () => void;
  readonly dismiss: () => void;
  /** Hover or focus: count in what is on its way already. */
  readonly look: () => void;
  readonly writeNow: () => void;
  /** After a conflict that the sheriff has read: both texts go into the notes. */
  readonly writeBoth: () => void;
  readonly takeBack: () => void;
  readonly undo: () => void;
  /** Ticks the page's own boxes of these alerts; nothing is written by it. */
  readonly tickRows: (alerts: readonly AlertId[]) => void;
  /** Another summary stands on the push: its alerts go there. */
  readonly reassign: (instead: Suggestion) => void;
}

/** The bar between a summary's header and its table. At rest it is one line. */
export function SummaryBar({
  view,
  actions,
  stillness,
  now,
  isLastActed,
  tooEarly,
  ticked,
  mayMove,
  adviceFirst,
  children,
}: {
  readonly view: SummaryView;
  readonly actions: BarActions;
  readonly stillness: Stillness;
  /** Milliseconds since 1970 on Treeherder's clock. */
  readonly now: number;
  /** The bar that was acted on last speaks to screen readers; the others are silent. */
  readonly isLastActed: boolean;
  readonly tooEarly: boolean;
  /** What came of ticking rows, until the next press; else empty. */
  readonly ticked: string;
  /** Moving an alert to another push is offered. */
  readonly mayMove: boolean;
  /** Something else than a round is advised: it stands below, and the round is found in the plan. */
  readonly adviceFirst: boolean;
  /** What other summaries say. */
  readonly children?: ComponentChildren;
}) {
  const { send, round } = view;
  return (
    <section
      class="bar"
      tabIndex={-1}
      aria-label={`Deputy: ${subjectOf(view.id)}`}
      onPointerEnter={actions.look}
      onFocusCapture={actions.look}
    >
      <div class="row">
        <span class="mark-logo" />
        <span role="status" aria-live={isLastActed ? 'polite' : 'off'} class="state">
          {isPoint(view.id) && view.state === 'untriaged' ? 'no alert' : view.state}
          {view.stateDetail && <small> ({view.stateDetail})</small>}
          {view.step && send.kind !== 'changed' && <small> · {view.step}</small>}
        </span>
        {view.deadline && (
          <span class={view.deadline.overdue ? 'deadline overdue' : 'deadline'}>{view.deadline.text}</span>
        )}
        <span class={round?.outlook ? 'sentence long' : 'sentence'}>
          {adviceFirst && view.sendText === null && !round ? '' : view.sentence}
        </span>
        <Primary view={view} actions={actions} stillness={stillness} now={now} adviceFirst={adviceFirst} />
        {view.canPlan && (
          <button type="button" {...command('plan', trustedClick(actions.plan))}>
            Plan round {view.number}
          </button>
        )}
        {round && <RoundControls view={round} actions={actions} stillness={stillness} />}
        <WorkControls view={view} actions={actions} stillness={stillness} />
      </div>
      {tooEarly && (
        <div class="notice warn" role="alert">
          <p>{say('moved just now')}</p>
        </div>
      )}
      {children}
      {round && (
        <RoundOutlook
          view={round}
          copied={view.copied}
          mayMove={mayMove}
          actions={actions}
          stillness={stillness}
        />
      )}
      {(view.receipts || view.coverage) && (
        <div class="facts">
          {view.receipts && (
            <Receipts receipts={view.receipts} open={send.kind === 'sent' || send.kind === 'sending'} />
          )}
          {view.coverage && <Coverage coverage={view.coverage} tickRows={actions.tickRows} said={ticked} />}
        </div>
      )}
      <PendingLine view={view} now={now} actions={actions} stillness={stillness} />
      {send.kind === 'changed' && (
        <div class="notice warn" role="alert">
          <p>{view.step}</p>
        </div>
      )}
      {send.kind === 'stopped' && (
        <ProblemNotice problem={send.problem} actions={actions} onDismiss={actions.dismiss} />
      )}
      {send.kind === 'sent' && send.problem && (
        <ProblemNotice problem={send.problem} actions={actions} onDismiss={actions.dismiss} />
      )}
      {round && <RoundNotices view={round} moving={view.moving} actions={actions} stillness={stillness} />}
      {view.taking.kind === 'failed' && (
        <ProblemNotice problem={view.taking.problem} actions={actions} onDismiss={actions.dismiss} />
      )}
      {view.starring && (
        <ProblemNotice problem={view.starring} actions={actions} onDismiss={actions.dismiss} />
      )}
      {view.problem && <ProblemNotice problem={view.problem} actions={actions} reading />}
      {view.pageBehind && (
        <div class="notice info">
          <p>
            {say('older notes shown')}{' '}
            <button type="button" onClick={trustedClick(actions.reload)}>
              Reload the page
            </button>
          </p>
        </div>
      )}
    </section>
  );
}

/** What became of cancelling and moving. */
function RoundNotices({
  view: { cancel, cancelProblem },
  moving,
  actions,
  stillness,
}: {
  readonly view: RoundView;
  readonly moving: SummaryView['moving'];
  readonly actions: BarActions;
  readonly stillness: Stillness;
}) {
  const problem = cancelProblem ?? (moving.kind === 'failed' ? moving.problem : null);
  return (
    <>
      {cancel && (
        <div class="notice info">
          <div class="row">
            <span role="status">{cancel.text}</span>
            {cancel.isOver && (
              <button type="button" onClick={trustedClick(actions.dismiss)}>
                Dismiss
              </button>
            )}
          </div>
          <ul class="plain">
            {cancel.failures.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      )}
      {moving.kind === 'working' && <div class="notice info">Moving the alert…</div>}
      {moving.kind === 'occupied' && moving.instead.target && (
        <div class="notice warn row" role="alert">
          <span>{moving.instead.sentence}</span>
          <GuardedButton
            text={`Reassign to #${moving.instead.target.id}`}
            act={() => actions.reassign(moving.instead)}
            stillness={stillness}
          />
          <button type="button" onClick={trustedClick(actions.dismiss)}>
            Dismiss
          </button>
        </div>
      )}
      {problem && <ProblemNotice problem={problem} actions={actions} onDismiss={actions.dismiss} />}
    </>
  );
}

function Primary({
  view,
  actions,
  stillness,
  now,
  adviceFirst,
}: Pick<Parameters<typeof SummaryBar>[0], 'view' | 'actions' | 'stillness' | 'now' | 'adviceFirst'>) {
  const { send } = view;
  if (send.kind === 'grace') {
    const seconds = Math.max(0, Math.ceil((send.endsAt - now) / 1000));
    return (
      <>
        <span>
          sends in {seconds} s{view.beforehand.length > 0 && `. ${view.beforehand.join(' ')}`}
        </span>
        <button type="button" class="primary" {...command('cancel', trustedClick(actions.cancel))}>
          Cancel
        </button>
      </>
    );
  }
  if (!['idle', 'changed', 'stopped', 'sent'].includes(send.kind)) return <progress aria-label="Sending" />;
  const [text, act] =
    view.resume === null ? [view.sendText, actions.send] : [`Resume round ${view.resume}`, actions.resume];
  return text === null ? null : (
    <button
      type="button"
      // a bar has one first button
      class={adviceFirst && view.resume === null ? 'guarded' : 'primary guarded'}
      aria-disabled={!isLive(stillness)}
      {...command('send', guardedClick(stillness, act))}
    >
      {text}
    </button>
  );
}
