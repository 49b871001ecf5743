import type { RoundView } from '@/lib/model/views';
import { GuardedButton } from './guardedButton';
import { guardedClick, isLive, type Stillness, trustedClick } from './guardedClick';

export interface RoundActions {
  readonly cancelJobs: () => void;
  readonly markComplete: () => void;
  /** @param reason not empty */
  readonly endAsBlocked: (reason: string) => void;
  readonly tellMe: () => void;
}

/** What can be done about a round that was sent: cancel what waits, close it, be told when its data is in. */
export function RoundControls({
  view,
  actions,
  stillness,
}: {
  readonly view: RoundView;
  readonly actions: RoundActions;
  readonly stillness: Stillness;
}) {
  const { number, closing, canCancel, notices } = view;
  const isDue = closing?.advised === 'complete';
  let menu: HTMLDetailsElement | null = null;
  /** A press that was taken closes the menu; one that came too early leaves it for the next. */
  const shutMenu = () => {
    if (menu) menu.open = false;
  };
  const complete = closing && (
    <GuardedButton
      text={`Mark round ${number} complete`}
      act={() => {
        shutMenu();
        actions.markComplete();
      }}
      stillness={stillness}
    />
  );
  return (
    <>
      {isDue && complete}
      {notices === 'not allowed' && (
        <button type="button" onClick={trustedClick(actions.tellMe)}>
          Tell me when the data is in
        </button>
      )}
      {notices === 'press the button' && (
        <span class="detail">Allow notifications at Deputy’s button in the toolbar.</span>
      )}
      {(canCancel || closing) && (
        <details
          class="menu"
          ref={(details) => {
            menu = details;
          }}
        >
          <summary>Round {number}</summary>
          <div class="menu-items">
            {canCancel && (
              <GuardedButton
                text={`Cancel jobs of round ${number}`}
                act={() => {
                  shutMenu();
                  actions.cancelJobs();
                }}
                stillness={stillness}
              />
            )}
            {!isDue && complete}
            {closing && (
              <EndBlocked
                number={number}
                closing={closing}
                act={actions.endAsBlocked}
                stillness={stillness}
              />
            )}
          </div>
        </details>
      )}
    </>
  );
}

/** A round that ends without a conclusion needs a reason, which the browser asks for when there is none. */
function EndBlocked({
  number,
  closing,
  act,
  stillness,
}: {
  readonly number: number;
  readonly closing: NonNullable<RoundView['closing']>;
  readonly act: (reason: string) => void;
  readonly stillness: Stillness;
}) {
  let field: HTMLInputElement | null = null;
  return (
    <>
      <label>
        Blocked by{' '}
        <input
          ref={(input) => {
            field = input;
          }}
          list="blocked-by"
          defaultValue={closing.blockedBy}
          maxLength={200}
          required
        />
      </label>
      <datalist id="blocked-by">
        {closing.reasons.map((reason) => (
          <option key={reason} value={reason} />
        ))}
      </datalist>
      <button
        type="button"
        class="guarded"
        aria-disabled={!isLive(stillness)}
        onClick={guardedClick(stillness, () => {
          if (field?.reportValidity() && field.value.trim() !== '') act(field.value);
        })}
      >
        End round {number} as blocked
      </button>
    </>
  );
}
