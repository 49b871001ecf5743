import type { NoteTemplate } from '@/lib/model/noteTemplate';
import {
  asksReason,
  chooseTemplate,
  commentShown,
  EMPTY_FORM,
  fittingTemplate,
  missingIn,
  type NoteForm,
  type NoteMoment,
  type NoteWish,
  readDraft,
  wishesOf,
} from './noteForm';
import { previewNotes } from './previewNotes';
import { allTemplates, NEEDS_DATA_REASONS } from './templates';

/** What a form comes to in its moment. Plain JSON. */
export interface NoteReading {
  /** Names of all templates. */
  readonly templates: readonly string[];
  /** The comment as its field shows it. */
  readonly comment: string;
  /** Reasons to choose from; null when none is asked for. */
  readonly reasons: readonly string[] | null;
  /** What keeps it from being saved, each a sentence. */
  readonly missing: readonly string[];
  readonly wishes: readonly NoteWish[];
  readonly preview: {
    readonly comment: readonly string[];
    readonly facts: readonly string[];
    /** The first lines for people as they will be. */
    readonly top: readonly string[];
  };
}

/** @param own the sheriffs' own templates */
export function readNote(
  form: NoteForm,
  moment: NoteMoment,
  notes: string,
  own: readonly NoteTemplate[],
): NoteReading {
  const wishes = wishesOf(form, moment, own);
  const { top, comment, facts } = previewNotes(
    notes,
    wishes.map((wish) => ({ ...wish, by: moment.me, at: moment.now })),
  );
  return {
    templates: allTemplates(own).map((t) => t.name),
    comment: commentShown(form, moment, own),
    reasons: asksReason(form, moment, own) ? (form.state === 'needs data' ? NEEDS_DATA_REASONS : []) : null,
    missing: missingIn(form, moment, own),
    wishes,
    preview: { comment, facts, top },
  };
}

/**
 * The form that a dialog opens with.
 * @param start what the pressed button stands for; null preselects the template that fits the moment
 * @param kept the draft, as it was kept
 * @param waiting the draft of a note that is on its way: it is not begun a second time
 */
export function beginNote(
  moment: NoteMoment,
  start: Pick<NoteForm, 'template' | 'state'> | null,
  kept: string | null,
  waiting: string | null,
): NoteForm {
  const fitting = waiting === null ? chooseTemplate(fittingTemplate(moment)) : EMPTY_FORM;
  const preset = start ? { ...EMPTY_FORM, ...start } : fitting;
  const draft = kept === waiting ? null : readDraft(kept);
  if (!draft) return preset;
  // what was typed is kept, also when another button opened the dialog
  return start ? { ...preset, comment: draft.comment, reason: draft.reason } : draft;
}
