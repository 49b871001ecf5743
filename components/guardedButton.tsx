import type { CommandName } from '@/lib/model/keys';
import { command } from './command';
import { guardedClick, isLive, type Stillness } from './guardedClick';

/** A button that writes: dead while its bar has not lain still. */
export function GuardedButton({
  text,
  act,
  stillness,
  name,
}: {
  readonly text: string;
  readonly act: () => void;
  readonly stillness: Stillness;
  /** The command whose key presses it too. */
  readonly name?: CommandName;
}) {
  return (
    <button
      type="button"
      class="guarded"
      aria-disabled={!isLive(stillness)}
      {...pressed(name, guardedClick(stillness, act))}
    >
      {text}
    </button>
  );
}

const pressed = (name: CommandName | undefined, onClick: (event: Event) => void) =>
  name ? command(name, onClick) : { onClick };
