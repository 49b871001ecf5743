import type { SummaryView } from '@/lib/model/views';
import type { OwnState } from '@/lib/model/workflow';
import { command } from './command';
import { GuardedButton } from './guardedButton';
import { type Stillness, trustedClick } from './guardedClick';

export interface WorkActions {
  /** Opens the notes dialog with what fits the moment. */
  readonly openNotes: () => void;
  readonly handOver: () => void;
  readonly setState: (state: OwnState) => void;
  readonly take: () => void;
  readonly letGo: () => void;
  /** Shows what Deputy finds of the page and what it misses. */
  readonly health: () => void;
}

/** Who works on the summary, its notes, and the states that a sheriff may give it. */
export function WorkControls({
  view,
  actions,
  stillness,
}: {
  readonly view: SummaryView;
  readonly actions: WorkActions;
  readonly stillness: Stillness;
}) {
  const { taken, handOver, steps } = view;
  if (view.withoutNotes) return <span class="detail">{view.withoutNotes}</span>;
  let menu: HTMLDetailsElement | null = null;
  /** A press that was taken closes the menu; one that came too early leaves it for the next. */
  const closing = (act: () => void) => () => {
    if (menu) menu.open = false;
    act();
  };
  const handOverButton = handOver && (
    <GuardedButton
      name="hand over"
      text="Hand over as data ready"
      act={closing(actions.handOver)}
      stillness={stillness}
    />
  );
  return (
    <div class="row">
      {handOver?.isNext && handOverButton}
      {taken && <span class="taker">{taken.mine ? 'yours' : `assigned to ${taken.by}`}</span>}
      {taken?.mine && <GuardedButton text="Let go" act={actions.letGo} stillness={stillness} />}
      {view.canTake && <GuardedButton text="Take" act={actions.take} stillness={stillness} />}
      <button
        type="button"
        aria-label={`Notes of alert #${view.id}`}
        {...command('notes', trustedClick(actions.openNotes))}
      >
        Notes
      </button>
      <details
        class="menu"
        ref={(details) => {
          menu = details;
        }}
      >
        <summary>State</summary>
        <div class="menu-items">
          {!handOver?.isNext && handOverButton}
          {steps.map(({ state, text }) => (
            <GuardedButton
              key={text}
              text={text}
              act={closing(() => actions.setState(state))}
              stillness={stillness}
            />
          ))}
          <button type="button" onClick={trustedClick(actions.health)}>
            Health
          </button>
        </div>
      </details>
    </div>
  );
}
