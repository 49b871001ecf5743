import { guardedClick, isLive, type Stillness } from './guardedClick';

/** A button that writes: dead while its bar has not lain still. */
export function GuardedButton({
  text,
  act,
  stillness,
}: {
  readonly text: string;
  readonly act: () => void;
  readonly stillness: Stillness;
}) {
  return (
    <button
      type="button"
      class="guarded"
      aria-disabled={!isLive(stillness)}
      onClick={guardedClick(stillness, act)}
    >
      {text}
    </button>
  );
}
