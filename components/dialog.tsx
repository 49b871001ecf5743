import type { ComponentChildren } from 'preact';
import { trustedClick } from './guardedClick';

/** A dialog above the page: its name, what is in it, and a Close that Escape presses too. */
export function Dialog({
  title,
  heading = title,
  kind,
  onKeyDown,
  onClose,
  children,
}: {
  /** Its accessible name. */
  readonly title: string;
  readonly heading?: string;
  /** A class for its looks. */
  readonly kind?: string;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}) {
  return (
    <dialog class={kind} ref={openModal} aria-label={title} onClose={onClose} onKeyDown={onKeyDown}>
      <div class="dialog-head">
        <h2>{heading}</h2>
        <button type="button" onClick={trustedClick(onClose)}>
          Close
        </button>
      </div>
      {children}
    </dialog>
  );
}

/** A dialog that is drawn is open; when it is drawn no more it leaves the page and the focus goes back by itself. */
function openModal(dialog: HTMLDialogElement | null): void {
  if (dialog?.isConnected && !dialog.open) dialog.showModal();
}
