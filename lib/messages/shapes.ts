import * as z from 'zod/mini';
import { MOST_ALERTS_BY_HAND, MOST_POINTS_BY_HAND } from '@/lib/model/rules';
import { OWN_STATES } from '@/lib/model/workflow';

/* Records that messages carry, as far as the background looks at them. */

export const Marker = z.object({
  version: z.literal(1),
  summary: z.int(),
  round: z.int(),
  nonce: z.string(),
});

export const Problem = z.object({
  kind: z.string(),
  message: z.string(),
  status: z.optional(z.number()),
  detail: z.optional(z.string()),
});

/** Outcomes of reads: an answer or a problem. */
export const readOutcome = <T extends z.ZodMiniType>(value: T) =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('ok'), value }),
    z.object({ kind: z.literal('failed'), problem: Problem }),
  ]);

export const RenderedTriggerSchema = z.object({
  hookGroupId: z.string(),
  hookId: z.string(),
  payload: z.unknown(),
});

export const ActionTaskSchema = z.object({
  taskId: z.string(),
  /** unscheduled, pending, running, completed, failed, exception, or unknown */
  state: z.string(),
  /** The decision task of its push. */
  taskGroupId: z.string(),
  action: z.string(),
  /** What it asks for: runs by label; empty for actions that promise nothing. */
  runs: z.array(z.tuple([z.string(), z.int()])),
  /** Deputy's own marker, null on everybody else's. */
  marker: z.nullable(Marker),
  /** The task that the action is about; null for actions on a whole push. */
  target: z.nullable(z.string()),
  /** Milliseconds since 1970. */
  created: z.number(),
});
export type ActionTask = z.infer<typeof ActionTaskSchema>;

/** A `NotedSummary` record: made by this extension from a schema of the API; here only its outline is looked at. */
export const Summary = z.looseObject({
  id: z.int(),
  notes: z.string(),
  alerts: z.array(z.looseObject({ id: z.int() })),
});

export const Merged = z.object({ kind: z.literal('merged'), text: z.string() });
export const Conflict = z.object({
  kind: z.literal('conflict'),
  text: z.string(),
  conflicts: z.array(z.object({ what: z.string(), theirs: z.string(), ours: z.string() })),
});

/** `NotesEdit`s, looked at by their kind; what they hold is printed by the grammar, which escapes it. */
export const Edits = z.array(
  z.looseObject({
    kind: z.enum(['state', 'mark', 'taker', 'declined', 'line', 'round', 'claim', 'withdraw claim']),
  }),
);

/** A `ViewSubject`, in outline: a summary, and what is known of it at its desk. */
export const Subject = z.object({
  summary: Summary,
  desk: z.looseObject({ planState: z.looseObject({ kind: z.string() }) }),
});
/** Whose eyes and when. */
export const Beholder = { me: z.string(), now: z.number() };
export const OwnState = z.nullable(z.enum(OWN_STATES));
export const NoteStart = z.object({ template: z.string(), state: OwnState });
export const NoteForm = z.object({
  template: z.string(),
  comment: z.nullable(z.string()),
  state: OwnState,
  reason: z.string(),
});
export const Template = z.object({ name: z.string(), text: z.string() });
export const Templates = z.array(Template);

/** A `NotesWish`. */
export const Wish = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('edits'),
    seen: z.string(),
    edits: Edits,
    again: z.optional(z.literal(true)),
  }),
  z.object({ kind: z.literal('text'), before: z.string(), after: z.string() }),
  z.object({ kind: z.literal('undo'), before: z.string(), after: z.string() }),
]);

/** A `NotesFacts`, in outline. */
export const Noted = z.looseObject({
  readOnly: z.boolean(),
  rounds: z.array(z.looseObject({ number: z.int() })),
});

/** Of an `AlertQuestion`: a wish, alerts with what is to be written, and an `AlertSnapshot`, in outline. */
export const AlertWish = z.looseObject({ kind: z.enum(['relate', 'star', 'undo']) });
export const AlertWrites = z.object({
  there: z.array(z.int()),
  writes: z.array(z.object({ alert: z.looseObject({ id: z.int() }), fields: z.looseObject({}) })),
});
export const AlertSnapshot = z.looseObject({ version: z.literal(1), changed: z.array(z.int()) });

export const UndoRecord = z.looseObject({
  id: z.string(),
  summary: z.int(),
  what: z.string(),
  at: z.number(),
});

/** `PlanChoices`: what a sheriff changed in a plan; the numbers are kept within what the dialog offers. */
export const PlanChoicesSchema = z.object({
  form: z.enum(['auto', 'full', 'thrifty']),
  dropped: z.array(z.int()),
  droppedPushes: z.array(z.int()),
  points: z.array(
    z.object({
      pushId: z.int(),
      alertId: z.nullable(z.int()),
      points: z.int().check(z.minimum(0), z.maximum(MOST_POINTS_BY_HAND)),
    }),
  ),
  alertLimit: z.nullable(z.int().check(z.minimum(1), z.maximum(MOST_ALERTS_BY_HAND))),
  unsure: z.array(z.object({ suite: z.string(), platform: z.string() })),
});
