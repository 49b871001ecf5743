import type { BackgroundHandlers } from '@/lib/messages/background';
import { fromMessage, toMessage } from '@/lib/messages/records';
import type { Drawn } from '@/lib/model/drawn';
import { instant } from '@/lib/model/ids';
import type { BadTemplate } from '@/lib/model/noteTemplate';
import type { RoundRules } from '@/lib/model/rules';
import type { NotePreview } from '@/lib/model/views';
import { OWN_STATES } from '@/lib/model/workflow';
import { beginNote, type NoteForm, readNote } from '@/lib/notes/notes';
import type { Settings } from '@/lib/settings/settings';
import { takesOwnStates } from '@/lib/triage/workflowSteps';
import { noteMoment } from './noteMoment';
import { roundWords } from './roundWords';
import type { ViewSubject } from './viewSubject';
import { beforehand } from './workView';

type Handlers = Pick<
  BackgroundHandlers,
  'content-bg round words' | 'content-bg begin note' | 'content-bg read note'
>;

/** What notes are made of: in the background, where templates, forms and files of templates are read. */
export function createNoteHandlers(deps: {
  readonly settings: () => Promise<Settings>;
  readonly draft: (summary: number) => Promise<string | null>;
  /** Draws what will be written; left out where nothing is drawn. */
  readonly draw?: (preview: NotePreview) => readonly Drawn[];
}): Handlers {
  return {
    async 'content-bg round words'({ report, now }) {
      return roundWords(fromMessage(report), await deps.settings(), instant(now));
    },
    async 'content-bg begin note'({ start, waiting, ...asked }) {
      const { badTemplates, rules } = await deps.settings();
      const read = momentOf(asked, rules);
      const kept = await deps.draft(read.summary);
      return toMessage({
        form: beginNote(read, fromMessage<NoteForm | null>(start), kept, waiting),
        faults: badTemplates.map(inWords),
      });
    },
    async 'content-bg read note'({ form, ...asked }) {
      const { templates, rules } = await deps.settings();
      const moment = momentOf(asked, rules);
      const { summary } = fromMessage<ViewSubject>(asked.subject);
      const written = fromMessage<NoteForm>(form);
      const takes = takesOwnStates(moment.state);
      const { preview, ...read } = readNote(written, moment, summary.notes, templates);
      const drawn: unknown = deps.draw?.(preview);
      return {
        ...toMessage(read),
        preview: { ...toMessage(preview), ...(deps.draw && { drawn }) },
        states: takes ? OWN_STATES.filter((own) => own !== moment.state || own === written.state) : [],
        beforehand: [...beforehand(summary, asked.me)],
      };
    },
  };
}

const momentOf = (
  { subject, me, now }: { readonly subject: unknown; readonly me: string; readonly now: number },
  rules: RoundRules,
) => {
  const { summary, desk } = fromMessage<ViewSubject>(subject);
  return noteMoment(summary, { desk, rules, me, now: instant(now) });
};

const inWords = ({ name, fault }: BadTemplate) => `Template “${name}” cannot be used: ${fault}.`;
