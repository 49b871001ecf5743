// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type HeldSave, onTrustedSave, putIntoEditor, type SaveHandler } from '@/lib/host/notesEditor';
import { AlertsPage, openNotesEditor } from './alertsPage.fixture';

/** Several timers in a row and not one long one: on a busy machine what was due before has run before each of them. */
async function turn() {
  for (let i = 0; i < 4; i++) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe("the page's own notes editor", () => {
  let page = new AlertsPage();
  let stop = new AbortController();
  const saved: string[] = [];

  beforeEach(() => {
    page = new AlertsPage([
      { id: 501, alerts: [1] },
      { id: 502, alerts: [2] },
    ]);
    stop = new AbortController();
    saved.length = 0;
  });
  afterEach(() => stop.abort());

  function open(text: string, handler: SaveHandler) {
    onTrustedSave(document, handler, stop.signal);
    const { form, textarea } = openNotesEditor(text);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      saved.push(textarea.value);
    });
    return { form, textarea };
  }
  const press = (target: Element | null | undefined, trusted = true, type = 'click') => {
    const event = new MouseEvent(type, { bubbles: true, cancelable: true });
    Object.defineProperty(event, 'isTrusted', { value: trusted });
    target?.dispatchEvent(event);
  };
  const saveButton = (form: HTMLElement) => form.querySelector('button');

  it('holds a save until the merged text is in, then lets it go', async () => {
    let release: (text: string) => void = () => {};
    const handler = vi.fn(
      (_: HeldSave) =>
        new Promise<string>((resolve) => {
          release = resolve;
        }),
    );
    const { form, textarea } = open('old notes', handler);
    const heard = vi.fn();
    textarea.addEventListener('input', heard);
    press(page.form(502).querySelector('.status-drop-down-container button'));
    press(saveButton(form));
    press(saveButton(form));
    await turn();
    expect(saved).toEqual([]);
    expect(handler).toHaveBeenCalledExactlyOnceWith({ summaryId: 502, text: 'old notes' });
    release('merged notes');
    await turn();
    expect(heard).toHaveBeenCalledOnce();
    expect(saved).toEqual(['merged notes']);
  });

  it('lets the text go as it is when the handler has none, or fails', async () => {
    const { form } = open(
      'mine',
      vi.fn<SaveHandler>().mockResolvedValueOnce(null).mockRejectedValueOnce('x'),
    );
    press(saveButton(form));
    await turn();
    press(saveButton(form));
    await turn();
    expect(saved).toEqual(['mine', 'mine']);
  });

  it('hands the text over again when it was typed on meanwhile: no word is lost', async () => {
    const { form, textarea } = open('one', async ({ text }) => {
      if (text === 'one') textarea.value = 'one two';
      return `merged ${text}`;
    });
    press(saveButton(form));
    await turn();
    expect(saved).toEqual(['merged one two']);
  });

  it('knows the summary also when its menu was used by key, and says so when it was not seen', async () => {
    const handler = vi.fn<SaveHandler>().mockResolvedValue(null);
    const { form } = open('x', handler);
    press(saveButton(form));
    await turn();
    expect(handler).toHaveBeenLastCalledWith({ summaryId: null, text: 'x' });
    press(page.form(501).querySelector('.status-drop-down-container button'), true, 'keydown');
    press(saveButton(form));
    await turn();
    expect(handler).toHaveBeenLastCalledWith({ summaryId: 501, text: 'x' });
  });

  it('holds neither clicks of scripts nor other buttons', async () => {
    const handler = vi.fn<SaveHandler>().mockResolvedValue(null);
    const { form } = open('x', handler);
    press(saveButton(form), false);
    const other = document.createElement('form');
    other.innerHTML = '<input name="taskId"><button type="submit">Assign</button>';
    document.body.append(other);
    press(other.querySelector('button'));
    await turn();
    expect(handler).not.toHaveBeenCalled();
  });

  it("goes past React's own property on the element", () => {
    const { textarea } = openNotesEditor('');
    const tracked = vi.fn();
    Object.defineProperty(textarea, 'value', { set: tracked, get: () => 'tracked', configurable: true });
    putIntoEditor(textarea, 'new');
    expect(tracked).not.toHaveBeenCalled();
    Reflect.deleteProperty(textarea, 'value');
    expect(textarea.value).toBe('new');
  });
});
