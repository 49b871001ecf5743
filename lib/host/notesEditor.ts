import type { SummaryId } from '@/lib/model/ids';
import { after } from '@/lib/timers/timers';
import { summaryAround } from './anchors';
import { findAround, findOne } from './selectors';

/** The page's own notes editor at the moment when a person pressed Save in it. */
export interface HeldSave {
  /** The summary whose menu was used last; null when that was not seen, and then its notes cannot be read afresh. */
  readonly summaryId: SummaryId | null;
  /** What stands in the editor. It may rest on old notes: the page's editor never takes newer ones over. */
  readonly text: string;
}

/** The page's own notes editor at the moment when a person goes into it, each time that it was opened. */
export interface OpenedEditor {
  /** As in `HeldSave`. */
  readonly summaryId: SummaryId | null;
  readonly text: string;
  /** The text is what the page has from the server: nothing was typed that is not saved. */
  readonly untouched: boolean;
  /** Whether it is open still. */
  isOpen(): boolean;
}

/**
 * Looks at a held save. The text that it gives is put into the editor before the save goes on; null lets it go on as it is.
 */
export type SaveHandler = (held: HeldSave) => Promise<string | null>;

/** Writes into the page's notes editor as a person would, so that React takes the text over. */
export function putIntoEditor(textarea: HTMLTextAreaElement, text: string): void {
  // React shadows `value` on the element in the page's world to notice changes; the prototype's setter goes past that.
  const view = textarea.ownerDocument.defaultView;
  const setter = view && Object.getOwnPropertyDescriptor(view.HTMLTextAreaElement.prototype, 'value')?.set;
  if (setter) setter.call(textarea, text);
  else textarea.value = text;
  textarea.dispatchEvent(new Event('input', { bubbles: true }));
}

/**
 * Holds each Save that a person presses in the page's own notes editor until the handler has answered, puts the handler's
 * text in and lets the save go on. It always goes on, also when the handler fails: a person's text is never kept back.
 * Presses that come meanwhile are swallowed. Only trusted clicks are held (Space and Enter on the button give one).
 * @param onOpened hears of each opened editor when the text area is entered, which comes before anything is typed; the
 *   dialog stands outside the part of the page that is observed
 */
export function onTrustedSave(
  document: Document,
  handler: SaveHandler,
  signal: AbortSignal,
  onOpened: (editor: OpenedEditor) => void = () => {},
): void {
  let openedFor: SummaryId | null = null;
  const rememberMenu = ({ target }: Event) => {
    if (!(target instanceof Element) || !findAround('statusMenu', target)) return;
    openedFor = summaryAround(target) ?? openedFor;
  };
  // The menu's items have no address: from the keyboard they answer to the key and give no click.
  document.addEventListener('click', rememberMenu, { capture: true, signal });
  document.addEventListener('keydown', rememberMenu, { capture: true, signal });

  const known = new WeakSet<Element>();
  document.addEventListener(
    'focusin',
    ({ target }) => {
      if (!(target instanceof Element) || known.has(target)) return;
      const textarea = findAround('notesEditor', target) as HTMLTextAreaElement | null;
      if (!textarea) return;
      known.add(textarea);
      const form = textarea.closest('form');
      onOpened({
        summaryId: openedFor,
        text: textarea.value,
        // the page enables Save as soon as the text is another one
        untouched: form !== null && findOne<HTMLButtonElement>('notesSave', form)?.disabled === true,
        isOpen: () => textarea.isConnected,
      });
    },
    { capture: true, signal },
  );

  let held = false;
  document.addEventListener(
    'click',
    (event) => {
      const { target } = event;
      const button = event.isTrusted && target instanceof Element ? findAround('notesSave', target) : null;
      const form = button?.closest('form');
      const textarea = form && findOne<HTMLTextAreaElement>('notesEditor', form);
      if (!form || !textarea) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (held) return;
      held = true;
      void release(form, textarea, openedFor, handler).finally(() => {
        held = false;
      });
    },
    { capture: true, signal },
  );
}

/** How often a text that was typed on while the handler was at work is handed over again. */
const MAX_LOOKS = 3;

async function release(
  form: HTMLFormElement,
  textarea: HTMLTextAreaElement,
  summaryId: SummaryId | null,
  handler: SaveHandler,
): Promise<void> {
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    const { value } = textarea;
    const text = await handler({ summaryId, text: value }).catch(() => null);
    if (textarea.value !== value) continue;
    if (text !== null && text !== value) {
      putIntoEditor(textarea, text);
      // React renders after this task, and the page saves what it has rendered.
      await new Promise<void>((resolve) => void after(0, resolve));
    }
    break;
  }
  if (form.isConnected) form.requestSubmit();
}
