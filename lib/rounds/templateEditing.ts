import type { CallBackground } from '@/lib/messages/background';
import { type BadTemplate, type NoteTemplate, readTemplates } from '@/lib/model/noteTemplate';
import type { TemplatesView } from '@/lib/model/views';
import {
  isTemplateName,
  printTemplateFile,
  readTemplateFile,
  templateText,
  withImported,
} from '@/lib/notes/notes';

/** The sheriffs' own templates while they are edited. They are stored by the background: the page writes no settings. */
export interface TemplateEditing {
  /** @param chosen the template that is chosen in the form */
  view(chosen: string): TemplatesView;
  open(isOpen: boolean): void;
  edit(templates: readonly NoteTemplate[]): void;
  /** Adds what a file holds; nothing is stored before `save`. */
  importFile(text: string): void;
  save(): Promise<void>;
}

export function createTemplateEditing(
  call: CallBackground,
  stored: { readonly templates: readonly NoteTemplate[]; readonly bad: readonly BadTemplate[] },
  onChange: () => void,
  onSaved: (templates: readonly NoteTemplate[]) => void,
): TemplateEditing {
  let templates = stored.templates;
  let faults: readonly string[] = stored.bad.map(inWords);
  let isSaved = false;
  let isOpen = stored.bad.length > 0;

  const set = (next: readonly NoteTemplate[], said: readonly string[], saved = false) => {
    templates = next;
    faults = said;
    isSaved = saved;
    onChange();
  };

  return {
    view: (chosen) => ({
      isOpen,
      templates,
      faults,
      isSaved,
      file: `data:application/json;charset=utf-8,${encodeURIComponent(printTemplateFile(templates))}`,
      changeable:
        isTemplateName(chosen) && !templates.some((t) => t.name === chosen)
          ? { name: chosen, text: templateText(chosen, []) }
          : null,
    }),
    open(next) {
      if (next === isOpen) return;
      isOpen = next;
      onChange();
    },
    edit: (next) => set(next, []),
    importFile(text) {
      const file = readTemplateFile(text);
      if (file.kind === 'not readable') set(templates, [file.why]);
      else set(withImported(templates, file.templates), file.bad.map(inWords));
    },
    async save() {
      // what is not right is said, and nothing is stored: a template that vanished by a slip would be missed later
      const { bad } = readTemplates(templates);
      if (bad.length > 0) return set(templates, bad.map(inWords));
      try {
        const now = await call('content-bg save templates', { templates: templates.map((t) => ({ ...t })) });
        set(now.templates, now.badTemplates.map(inWords), true);
        onSaved(now.templates);
      } catch {
        set(templates, ['Deputy was updated or reloaded: nothing was stored. Reload the page.']);
      }
    },
  };
}

const inWords = ({ name, fault }: BadTemplate) => `Template “${name}” cannot be used: ${fault}.`;
