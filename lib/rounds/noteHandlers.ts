import type { BackgroundHandlers } from '@/lib/messages/background';
import { fromMessage, toMessage } from '@/lib/messages/records';
import { type BadTemplate, type NoteTemplate, readTemplates } from '@/lib/model/noteTemplate';
import {
  beginNote,
  type NoteForm,
  type NoteMoment,
  readNote,
  readTemplateFile,
  withImported,
} from '@/lib/notes/notes';
import type { Settings } from '@/lib/settings/settings';

type Handlers = Pick<
  BackgroundHandlers,
  | 'content-bg begin note'
  | 'content-bg read note'
  | 'content-bg read template file'
  | 'content-bg save templates'
>;

/** What the notes dialog asks of the background, where templates, forms and files of templates are read. */
export function createNoteHandlers(deps: {
  readonly settings: () => Promise<Settings>;
  readonly draft: (summary: number) => Promise<string | null>;
  readonly storeTemplates: (templates: readonly NoteTemplate[]) => Promise<void>;
}): Handlers {
  return {
    async 'content-bg begin note'({ moment, start, waiting }) {
      const read = fromMessage<NoteMoment>(moment);
      const { templates, badTemplates } = await deps.settings();
      const kept = await deps.draft(read.summary);
      return toMessage({
        form: beginNote(read, fromMessage<NoteForm | null>(start), kept, waiting),
        templates,
        faults: badTemplates.map(inWords),
      });
    },
    async 'content-bg read note'({ form, moment, notes }) {
      const { templates } = await deps.settings();
      return toMessage(
        readNote(fromMessage<NoteForm>(form), fromMessage<NoteMoment>(moment), notes, templates),
      );
    },
    async 'content-bg read template file'({ text, templates }) {
      const file = readTemplateFile(text);
      if (file.kind === 'not readable') return { templates, faults: [file.why] };
      return toMessage({
        templates: withImported(templates, file.templates),
        faults: file.bad.map(inWords),
      });
    },
    async 'content-bg save templates'({ templates }) {
      // what is not right is said, and nothing is stored: a template that vanished by a slip would be missed later
      const { bad, templates: good } = readTemplates(templates);
      if (bad.length > 0) return { templates, faults: bad.map(inWords) };
      await deps.storeTemplates(good);
      return toMessage({ templates: (await deps.settings()).templates, faults: [] });
    },
  };
}

const inWords = ({ name, fault }: BadTemplate) => `Template “${name}” cannot be used: ${fault}.`;
