import type { CallBackground } from '@/lib/messages/background';
import type { Instant, SummaryId } from '@/lib/model/ids';
import type { NoteTemplate } from '@/lib/model/noteTemplate';
import type { NotesView } from '@/lib/model/views';
import { OWN_STATES } from '@/lib/model/workflow';
import {
  allTemplates,
  asksReason,
  chooseTemplate,
  commentShown,
  EMPTY_FORM,
  fittingTemplate,
  missingIn,
  NEEDS_DATA_REASONS,
  type NoteForm,
  type NoteWish,
  readDraft,
  wishesOf,
} from '@/lib/notes/notes';
import type { Settings } from '@/lib/settings/settings';
import type { SummaryStore } from '@/lib/store/summaryStore';
import { takesOwnStates } from '@/lib/triage/workflowSteps';
import type { Desk } from './desk';
import { freshSettings } from './freshSettings';
import { noteMoment } from './noteMoment';
import { createTemplateEditing, type TemplateEditing } from './templateEditing';
import { beforehand } from './workView';

export interface NoteSheetDeps {
  readonly call: CallBackground;
  readonly store: Pick<SummaryStore, 'get'>;
  readonly settings: Settings;
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
  /** Asks for the preview anew when what it shows has changed. */
  view(): NotesView;
  choose(template: string): void;
  change(part: Partial<Omit<NoteForm, 'template'>>): void;
  /** False when something is missing; the view then says what. */
  save(): boolean;
  /** The sheriffs' own templates; null until they are read. */
  templates(): TemplateEditing | null;
  close(): void;
}

/** Typing pauses for this long before the preview is worked out anew. */
const PREVIEW_AFTER_MS = 150;
/** Lines of the notes-to-be that are shown. */
const TOP_LINES = 6;

/** @param start null preselects the template that fits the moment */
export function createNoteSheet(
  deps: NoteSheetDeps,
  id: SummaryId,
  start: NoteStart | null,
  onChange: () => void,
): NoteSheet {
  const closed = new AbortController();
  let own: readonly NoteTemplate[] = [];
  let editing: TemplateEditing | null = null;
  let form: NoteForm = EMPTY_FORM;
  let problem: string | null = null;
  let preview: { readonly of: string; readonly shown: NotesView['preview'] } = { of: '', shown: null };

  const changed = () => {
    if (!closed.signal.aborted) onChange();
  };
  const summary = () => deps.store.get(id)?.summary ?? null;
  function momentNow() {
    const s = summary();
    if (!s) return null;
    const { settings, desk } = deps;
    return noteMoment(s, {
      desk: desk.state(),
      rules: settings.rules,
      me: deps.username(),
      now: deps.now(),
    });
  }

  async function begin(): Promise<void> {
    const [settings, kept] = await Promise.all([
      freshSettings(deps),
      deps.call('content-bg draft', { summary: id }).then(
        ({ draft }) => draft,
        () => null,
      ),
    ]);
    own = settings.templates;
    const moment = momentNow();
    const waiting = deps.desk.savedDraft();
    const preset = start
      ? { ...EMPTY_FORM, ...start }
      : moment && waiting === null
        ? chooseTemplate(fittingTemplate(moment))
        : EMPTY_FORM;
    // the draft of a note that is on its way is not begun a second time
    const draft = kept === waiting ? null : readDraft(kept);
    if (!draft) form = preset;
    // what was typed is kept, also when another button opened the dialog
    else form = start ? { ...preset, comment: draft.comment, reason: draft.reason } : draft;
    editing = createTemplateEditing(
      deps.call,
      { templates: settings.templates, bad: settings.badTemplates },
      changed,
      (templates) => {
        own = templates;
        changed();
      },
    );
    changed();
  }

  function set(next: NoteForm): void {
    form = next;
    keepDraft();
    changed();
  }

  function keepDraft(): void {
    deps.call('content-bg keep draft', { summary: id, draft: JSON.stringify(form) }).catch(() => {
      problem = 'Deputy was updated or reloaded: what you type is not kept. Copy it, then reload the page.';
      changed();
    });
  }

  /** Worked out by the background, once typing pauses. */
  function askPreview(notes: string, wishes: readonly NoteWish[], by: string): void {
    const of = JSON.stringify([notes, wishes]);
    if (of === preview.of) return;
    preview = { of, shown: null };
    void (async () => {
      await deps.wait(PREVIEW_AFTER_MS, closed.signal);
      if (closed.signal.aborted || preview.of !== of) return;
      const at = deps.now();
      const edits = wishes.map((wish) => ({ ...wish, by, at }));
      try {
        const { text, comment, facts } = await deps.call('content-bg preview notes', { notes, edits });
        if (preview.of !== of) return;
        preview = { of, shown: { comment, facts, top: text.split(/\r?\n/).slice(0, TOP_LINES) } };
      } catch {
        problem = 'Deputy was updated or reloaded: nothing can be saved from here. Reload the page.';
      }
      changed();
    })();
  }

  void begin();

  return {
    view() {
      const s = summary();
      const moment = momentNow();
      const editor = editing?.view(form.template) ?? CLOSED_EDITOR;
      const empty: NotesView = {
        id,
        current: s?.notes ?? '',
        closedBecause: 'Reading…',
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
        editor,
      };
      if (!s || !moment || !editing) return empty;
      if (s.noted.readOnly) return { ...empty, closedBecause: NEWER_DEPUTY };
      const wishes = wishesOf(form, moment, own);
      askPreview(s.notes, wishes, moment.me);
      return {
        ...empty,
        closedBecause: null,
        templates: allTemplates(own).map((t) => t.name),
        template: form.template,
        comment: commentShown(form, moment, own),
        state: form.state,
        states: takesOwnStates(moment.state)
          ? OWN_STATES.filter((state) => state !== moment.state || state === form.state)
          : [],
        reason: asksReason(form, moment, own)
          ? { text: form.reason, suggestions: form.state === 'needs data' ? NEEDS_DATA_REASONS : [] }
          : null,
        missing: missingIn(form, moment, own),
        preview: preview.shown,
        beforehand: beforehand(s, deps.username()),
      };
    },
    choose: (template) => set(chooseTemplate(template)),
    change: (part) => set({ ...form, ...part }),
    save() {
      const moment = momentNow();
      if (!moment || !editing || summary()?.noted.readOnly) return false;
      if (missingIn(form, moment, own).length > 0) return false;
      keepDraft();
      deps.desk.saveNote(wishesOf(form, moment, own), JSON.stringify(form));
      return true;
    },
    templates: () => editing,
    close: () => closed.abort(),
  };
}

const NEWER_DEPUTY =
  'These notes were written by a newer Deputy. They can be read here and not changed: update yours.';
const CLOSED_EDITOR = {
  isOpen: false,
  templates: [],
  faults: [],
  isSaved: false,
  file: '',
  changeable: null,
};

/** The hand-over in one click; null when the note cannot be filled in, or the cover rule asks for a reason first. */
export async function handOverWishes(
  deps: Omit<NoteSheetDeps, 'wait'>,
  id: SummaryId,
): Promise<readonly NoteWish[] | null> {
  const summary = deps.store.get(id)?.summary;
  if (!summary) return null;
  const { templates } = await freshSettings(deps);
  const moment = noteMoment(summary, {
    desk: deps.desk.state(),
    rules: deps.settings.rules,
    me: deps.username(),
    now: deps.now(),
  });
  const form = chooseTemplate('handed over');
  return missingIn(form, moment, templates).length > 0 ? null : wishesOf(form, moment, templates);
}
