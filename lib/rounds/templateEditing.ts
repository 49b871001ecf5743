import type { CallBackground } from '@/lib/messages/background';
import type { NoteTemplate } from '@/lib/model/noteTemplate';
import { urlPart } from '@/lib/model/urlPart';
import type { TemplatesView } from '@/lib/model/views';
import { printTemplateFile } from '@/lib/notes/notes';

/** The sheriffs' own templates while they are edited. They are stored by the background: the page writes no settings. */
export interface TemplateEditing {
  /** @param shipped the template that is chosen in the form, as it is shipped */
  view(shipped: NoteTemplate | null): TemplatesView;
  open(isOpen: boolean): void;
  edit(templates: readonly NoteTemplate[]): void;
  /** Adds what a file holds; nothing is stored before `save`. */
  importFile(text: string): Promise<void>;
  save(): Promise<void>;
}

/** @param onChange told whether what is stored has changed */
export function createTemplateEditing(
  call: CallBackground,
  stored: { readonly templates: readonly NoteTemplate[]; readonly faults: readonly string[] },
  onChange: (isStored: boolean) => void,
): TemplateEditing {
  let { templates, faults } = stored;
  let isSaved = false;
  let isOpen = faults.length > 0;

  const set = (next: typeof stored, saved = false) => {
    ({ templates, faults } = next);
    isSaved = saved;
    onChange(saved);
  };
  const asked = async (ask: () => Promise<typeof stored>, saves: boolean) => {
    try {
      const next = await ask();
      set(next, saves && next.faults.length === 0);
    } catch {
      set({ templates, faults: ['Deputy was updated or reloaded: nothing was stored. Reload the page.'] });
    }
  };
  const list = () => templates.map((t) => ({ ...t }));

  return {
    view: (shipped) => ({
      isOpen,
      templates,
      faults,
      isSaved,
      file: `data:application/json;charset=utf-8,${urlPart(printTemplateFile(templates))}`,
      changeable: shipped && !templates.some((t) => t.name === shipped.name) ? shipped : null,
    }),
    open(next) {
      if (next === isOpen) return;
      isOpen = next;
      onChange(false);
    },
    edit: (next) => set({ templates: next, faults: [] }),
    importFile: (text) =>
      asked(() => call('content-bg read template file', { text, templates: list() }), false),
    save: () => asked(() => call('content-bg save templates', { templates: list() }), true),
  };
}
