import type { CallBackground } from '@/lib/messages/background';
import { fromMessage, toMessage } from '@/lib/messages/records';
import type { Instant, SummaryId } from '@/lib/model/ids';
import { say } from '@/lib/model/say';
import type { NotesView } from '@/lib/model/views';
import type { OwnState } from '@/lib/model/workflow';
import {
  chooseTemplate,
  type NotedSummary,
  type NoteForm,
  type NoteReading,
  type NoteWish,
} from '@/lib/notes/notes';
import type { SummaryStore } from '@/lib/store/summaryStore';
import { sightOf } from './askViews';
import type { Desk } from './desk';

export interface NoteSheetDeps {
  readonly call: CallBackground;
  readonly store: Pick<SummaryStore, 'get'>;
  readonly desk: Pick<Desk, 'state'> & {
    /** By the way out that all notes take; the draft is dropped once the server has taken it. */
    saveNote(wishes: readonly NoteWish[], draft: string): void;
    /** The draft of the note that is on its way; null when none is. */
    savedDraft(): string | null;
  };
  readonly username: () => string;
  readonly now: () => Instant;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** What the pressed button stands for. */
export type NoteStart = Pick<NoteForm, 'template' | 'state'>;

/** A note being written in its dialog. It writes nothing itself: what is saved goes the way of all notes. */
export interface NoteSheet {
  /** Has the form read anew when what it goes by has changed. */
  view(): NotesView;
  choose(template: string): void;
  change(part: Partial<Omit<NoteForm, 'template'>>): void;
  /** False when something is missing; the view then says what. */
  save(): Promise<boolean>;
  close(): void;
}

/** Typing pauses for this long before the form is read anew. */
const READ_AFTER_MS = 150;

/** @param start null preselects the template that fits the moment */
export function createNoteSheet(
  deps: NoteSheetDeps,
  id: SummaryId,
  start: NoteStart | null,
  onChange: () => void,
): NoteSheet {
  const closed = new AbortController();
  let faults: readonly string[] = [];
  let form: NoteForm | null = null;
  let problem: string | null = null;
  /** The last reading, and what the next one is of. */
  let reading: SheetReading | null = null;
  let readingOf: readonly unknown[] = [];
  let isRead = false;
  let hasBegun = false;

  const changed = () => {
    if (!closed.signal.aborted) onChange();
  };
  const lost = () => {
    problem = say('orphaned notes');
    changed();
  };
  const summary = () => deps.store.get(id)?.summary ?? null;

  /** Once the summary is known: a bar stands before its summary is read. */
  async function begin(): Promise<void> {
    const s = summary();
    if (!s || hasBegun) return;
    hasBegun = true;
    try {
      const begun = await deps.call('content-bg begin note', {
        ...askedOf(deps, s),
        start,
        waiting: deps.desk.savedDraft(),
      });
      form = begun.form;
      faults = begun.faults;
      changed();
    } catch {
      lost();
    }
  }

  function set(next: NoteForm): void {
    form = next;
    keepDraft(next);
    changed();
  }
  const keepDraft = (draft: NoteForm) =>
    deps.call('content-bg keep draft', { summary: id, draft: JSON.stringify(draft) }).catch(lost);

  /** Once typing pauses, and at once after a choice. */
  function readSoon(s: NotedSummary, of: NoteForm): void {
    const key = [of, s, deps.username(), deps.desk.state().planState];
    if (key.every((part, n) => part === readingOf[n])) return;
    const typed = reading !== null && of.comment !== null;
    readingOf = key;
    isRead = false;
    void (async () => {
      if (typed) await deps.wait(READ_AFTER_MS, closed.signal);
      if (closed.signal.aborted || readingOf !== key) return;
      try {
        const next = await askReading(deps, s, of);
        if (readingOf !== key) return;
        reading = next;
        isRead = true;
        changed();
      } catch {
        lost();
      }
    })();
  }

  void begin();

  return {
    view() {
      void begin();
      const s = summary();
      const empty: NotesView = {
        id,
        current: s?.notes ?? '',
        closedBecause: s?.noted.readOnly ? say('newer notes') : 'Reading…',
        templates: [],
        template: '',
        comment: '',
        state: null,
        states: [],
        reason: null,
        missing: [],
        preview: null,
        beforehand: [],
        problem,
        faults,
      };
      if (!s || !form || s.noted.readOnly) return empty;
      readSoon(s, form);
      if (!reading) return empty;
      const { template, comment, reason } = form;
      return {
        ...empty,
        closedBecause: null,
        templates: reading.templates,
        template,
        comment: comment ?? reading.comment,
        state: form.state,
        states: reading.states,
        reason: reading.reasons && { text: reason, suggestions: reading.reasons },
        missing: reading.missing,
        preview: isRead ? reading.preview : null,
        beforehand: reading.beforehand,
      };
    },
    choose: (template) => set(chooseTemplate(template)),
    change: (part) => {
      if (form) set({ ...form, ...part });
    },
    async save() {
      const s = summary();
      if (!s || !form || s.noted.readOnly) return false;
      const saved = form;
      try {
        const { missing, wishes } = await askReading(deps, s, saved);
        if (missing.length > 0) return false;
        await keepDraft(saved);
        deps.desk.saveNote(wishes, JSON.stringify(saved));
        return true;
      } catch {
        lost();
        return false;
      }
    },
    close: () => closed.abort(),
  };
}

type MomentDeps = Pick<NoteSheetDeps, 'desk' | 'username' | 'now'>;

/** What a form comes to, and what its dialog says beside it. */
interface SheetReading extends NoteReading {
  /** The own states that it can give. */
  readonly states: readonly OwnState[];
  readonly beforehand: readonly string[];
}

const askedOf = ({ desk, username, now }: MomentDeps, summary: NotedSummary) =>
  toMessage({ subject: { summary, desk: sightOf(desk.state()) }, me: username(), now: now() });

const askReading = async (
  deps: MomentDeps & Pick<NoteSheetDeps, 'call'>,
  s: NotedSummary,
  form: NoteForm,
): Promise<SheetReading> =>
  fromMessage(await deps.call('content-bg read note', { form: { ...form }, ...askedOf(deps, s) }));

/** The hand-over in one click; null when the note cannot be filled in, or the cover rule asks for a reason first. */
export async function handOverWishes(
  deps: Omit<NoteSheetDeps, 'wait'>,
  id: SummaryId,
): Promise<readonly NoteWish[] | null> {
  const summary = deps.store.get(id)?.summary;
  if (!summary) return null;
  const answer = await askReading(deps, summary, chooseTemplate('handed over')).catch(() => null);
  return answer === null || answer.missing.length > 0 ? null : answer.wishes;
}
