// @vitest-environment happy-dom
import { render } from 'preact';
import { beforeEach, describe, expect, it } from 'vitest';
import { createDrawings } from '@/components/drawings';
import { NotesDialog, type NotesDialogActions } from '@/components/notesDialog';
import { summaryId } from '@/lib/model/ids';
import type { NotesView } from '@/lib/model/views';

const preview = {
  comment: ['[jdoe] hi'],
  facts: ['state needs-data jdoe'],
  top: ['[jdoe] hi', '[amy] <b>hello</b>'],
};
const VIEW: NotesView = {
  id: summaryId(49_001),
  current: '[amy] <b>hello</b>',
  closedBecause: null,
  templates: ['needs data', 'lunch'],
  template: 'needs data',
  comment: 'needs data: {reason}',
  state: 'needs data',
  states: ['needs data', 'needs bug'],
  reason: { text: '', suggestions: ['broken build', 'CI errors'] },
  missing: ['Say why more data is needed.'],
  preview: { ...preview, drawn: createDrawings(() => '').note(preview) },
  beforehand: ['Assigned to amy.'],
  problem: null,
  faults: ['Template “x” cannot be used: it has no text.'],
};

describe('the notes dialog', () => {
  let box: HTMLElement;
  let did: unknown[][];
  const told =
    (name: string) =>
    (...args: unknown[]) =>
      void did.push([name, ...args]);
  const actions: NotesDialogActions = {
    choose: told('choose'),
    change: told('change'),
    save: told('save'),
    close: told('close'),
    editTemplates: told('edit templates'),
  };
  const draw = (view: Partial<NotesView> = {}) =>
    render(<NotesDialog view={{ ...VIEW, ...view }} actions={actions} />, box);
  const find = (css: string) => {
    const found = box.querySelector(css);
    if (!found) throw new Error(`no ${css}`);
    return found;
  };
  const button = (text: string) => {
    const found = [...box.querySelectorAll('button')].find((b) => b.textContent === text);
    if (!found) throw new Error(`no button ${text}`);
    return found;
  };
  /** As a person presses: script of the page cannot make such an event. */
  const trusted = (element: Element, event: Event) => {
    Object.defineProperty(event, 'isTrusted', { value: true });
    element.dispatchEvent(event);
  };
  const click = (element: Element) => trusted(element, new MouseEvent('click', { bubbles: true }));

  beforeEach(() => {
    box = document.createElement('div');
    document.body.replaceChildren(box);
    did = [];
    draw();
    did = [];
  });

  it('has the names that keys and screen readers go by', () => {
    expect(find('dialog').getAttribute('aria-label')).toBe('Notes of alert #49001');
    expect([...box.querySelectorAll('label')].map((l) => l.textContent?.trim().split(/\s/)[0])).toEqual(
      expect.arrayContaining(['Template', 'State', 'Comment', 'Reason']),
    );
  });

  it('shows notes as text, whatever stands in them', () => {
    expect(box.querySelector('b')).toBeNull();
    expect(find('section.notes-text').textContent).toBe('[amy] <b>hello</b>');
  });

  it('shows what comes in apart from what is there', () => {
    expect([...box.querySelectorAll('.added')].map((e) => e.textContent)).toEqual([
      '[jdoe] hi',
      'state needs-data jdoe',
    ]);
  });

  it('says what is missing, and what should be known before', () => {
    expect(find('.missing').textContent).toBe('Say why more data is needed.');
    expect(button('Save notes').getAttribute('aria-disabled')).toBe('true');
    expect(box.textContent).toContain('Assigned to amy.');
    draw({ missing: [] });
    expect(button('Save notes').getAttribute('aria-disabled')).toBe('false');
  });

  it('saves with Control and Enter, and with the button; not for a script of the page', () => {
    button('Save notes').click();
    find('textarea').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }),
    );
    expect(did).toEqual([]);
    trusted(find('textarea'), new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }));
    click(button('Save notes'));
    expect(did).toEqual([['save'], ['save']]);
  });

  it('tells each change, and the state that is left alone as none', () => {
    const type = (css: string, value: string, event: string) => {
      const field = find(css) as HTMLInputElement;
      field.value = value;
      field.dispatchEvent(new Event(event, { bubbles: true }));
    };
    type('textarea', 'more', 'input');
    type('input[list]', 'CI errors', 'input');
    const [template, state] = [...box.querySelectorAll('select')];
    if (template && state) {
      template.value = 'lunch';
      template.dispatchEvent(new Event('change'));
      state.value = '';
      state.dispatchEvent(new Event('change'));
    }
    expect(did).toEqual([
      ['change', { comment: 'more' }],
      ['change', { reason: 'CI errors' }],
      ['choose', 'lunch'],
      ['change', { state: null }],
    ]);
  });

  it('has no form for notes that cannot be changed, and says why', () => {
    draw({ closedBecause: 'These notes were written by a newer Deputy.' });
    expect(box.querySelector('textarea')).toBeNull();
    expect(box.textContent).toContain('newer Deputy');
    expect(find('section.notes-text').textContent).toBe('[amy] <b>hello</b>');
    expect(() => button('Save notes')).toThrow();
  });

  it('leads to where the sheriffs’ own templates are edited, and says which cannot be used', () => {
    click(button('Edit templates…'));
    expect(did).toEqual([['edit templates']]);
    expect(box.textContent).toContain('Template “x” cannot be used: it has no text.');
  });
});
