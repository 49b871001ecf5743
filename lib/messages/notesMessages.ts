import * as z from 'zod/mini';
import {
  Beholder,
  Conflict,
  Edits,
  Merged,
  Noted,
  NoteForm,
  NoteStart,
  OwnState,
  Subject,
  UndoRecord,
  Wish,
} from './shapes';

/** Messages about notes: merging and composing them, the form of a note, templates, drafts, and what can be undone. */
export const NOTES_MESSAGES = {
  /** The three-way merge of notes. */
  'content-bg merge notes': {
    request: z.object({ base: z.string(), theirs: z.string(), ours: z.string() }),
    answer: z.discriminatedUnion('kind', [Merged, Conflict]),
  },
  /** See `composeNotes`; `noted` is what the text says (a `NotesFacts`). */
  'content-bg compose notes': {
    request: z.object({ base: z.string(), fresh: z.string(), wish: Wish }),
    answer: z.object({
      composed: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('there') }),
        z.object({ kind: z.literal('read only') }),
        Merged,
        Conflict,
      ]),
      noted: Noted,
    }),
  },
  /** What the note of a `RoundReport` says; see `roundWords`. */
  'content-bg round words': {
    request: z.object({
      report: z.looseObject({
        claim: z.looseObject({ number: z.int() }),
        receipts: z.array(z.looseObject({ kind: z.string() })),
      }),
      now: z.number(),
    }),
    answer: z.object({ state: OwnState, text: z.string() }),
  },
  /** The form that the notes dialog opens with; see `beginNote`. */
  'content-bg begin note': {
    request: z.object({
      subject: Subject,
      ...Beholder,
      start: z.nullable(NoteStart),
      waiting: z.nullable(z.string()),
    }),
    answer: z.object({ form: NoteForm, faults: z.array(z.string()) }),
  },
  /** What a form comes to, before it is saved; see `readNote`. */
  'content-bg read note': {
    request: z.object({ form: NoteForm, subject: Subject, ...Beholder }),
    answer: z.object({
      templates: z.array(z.string()),
      comment: z.string(),
      reasons: z.nullable(z.array(z.string())),
      missing: z.array(z.string()),
      wishes: Edits,
      // with its drawing
      preview: z.looseObject({
        comment: z.array(z.string()),
        facts: z.array(z.string()),
        top: z.array(z.string()),
      }),
      states: z.array(z.string()),
      beforehand: z.array(z.string()),
    }),
  },
  /** Shows the options, or the health page, in a tab of their own. */
  'content-bg open options': {
    request: z.object({ health: z.boolean() }),
    answer: z.object({}),
  },
  /** See `wishHolds`. */
  'content-bg notes hold': {
    request: z.object({ text: z.string(), wish: Wish }),
    answer: z.object({ holds: z.boolean() }),
  },
  /** What can be taken back in this browser session, oldest first. Each is an `UndoRecord`. */
  'content-bg undo list': {
    request: z.object({}),
    answer: z.object({ records: z.array(UndoRecord) }),
  },
  'content-bg undo add': { request: z.object({ record: UndoRecord }), answer: z.object({}) },
  'content-bg undo drop': { request: z.object({ id: z.string() }), answer: z.object({}) },
  /** A comment that was typed and not saved; the text is the dialog's own. */
  'content-bg draft': {
    request: z.object({ summary: z.int() }),
    answer: z.object({ draft: z.nullable(z.string()) }),
  },
  'content-bg keep draft': {
    request: z.object({ summary: z.int(), draft: z.nullable(z.string()) }),
    answer: z.object({}),
  },
} as const;
