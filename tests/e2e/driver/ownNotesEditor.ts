import type { Tab } from './tab.ts';
import type { Target } from './target.ts';

/** The page's own notes editor, and the way to it: "Add notes" or "Edit notes" in a summary's menu. */
export function ownNotesEditor(tab: Tab, summaryId: number) {
  const block = `form:has([data-testid="alert summary ${summaryId} title"])`;
  const menu = tab.byCss(`${block} .status-drop-down-container`);
  const text: Target = tab.byCss('textarea#editableNotes');
  return {
    text,
    async open(): Promise<void> {
      await menu.byCss('button.dropdown-toggle').click();
      await menu.byCss('.dropdown-item', { text: /^(Add|Edit) notes$/ }).click();
      await text.wait();
    },
    /** Puts the caret at the very start, as a person does who writes above the rest, and types. */
    async typeOnTop(words: string): Promise<void> {
      await text.press(process.platform === 'darwin' ? 'Meta+ArrowUp' : 'Control+Home');
      await tab.type(words);
    },
    async save(): Promise<void> {
      await tab.byCss('form:has(textarea#editableNotes) button[type="submit"]').click();
      await text.gone();
    },
  };
}
