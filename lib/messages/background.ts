import * as z from 'zod/mini';
import { NOTES_MESSAGES } from './notesMessages';
import {
  ActionTaskSchema,
  AlertSnapshot,
  AlertWish,
  AlertWrites,
  Beholder,
  PlanChoicesSchema,
  Problem,
  RenderedTriggerSchema,
  readOutcome,
  Subject,
  Summary,
} from './shapes';

/**
 * Messages from the content script to the background, each with its schema and that of its answer. The direction
 * stands in the name. The background answers nobody but this extension's own content scripts on the site.
 */
export const MESSAGES_VERSION = 1 as const;

export { type ActionTask, ActionTaskSchema, RenderedTriggerSchema } from './shapes';

/** Request and answer of each message. */
export const CONTENT_TO_BACKGROUND = {
  /** Asks for the lease of the summaries; all or none. */
  'content-bg lease take': {
    request: z.object({ summaries: z.array(z.int()), holder: z.string() }),
    answer: z.object({ granted: z.boolean() }),
  },
  /** Renews before each step; `held` false means that it was lost and nothing may be sent. */
  'content-bg lease renew': {
    request: z.object({ summaries: z.array(z.int()), holder: z.string() }),
    answer: z.object({ held: z.boolean() }),
  },
  'content-bg lease free': {
    request: z.object({ summaries: z.array(z.int()), holder: z.string() }),
    answer: z.object({}),
  },
  /**
   * Between a round's claim and its first post: decision tasks, labels, payloads and the look at what was asked for
   * meanwhile. All records are `JournalRecord`s.
   */
  'content-bg prepare round': {
    request: z.object({
      round: z.object({
        summaryId: z.int(),
        repository: z.string(),
        root: z.string(),
        number: z.int(),
        nonce: z.string(),
      }),
      requests: z.array(
        z.object({
          pushId: z.int(),
          revision: z.string(),
          labels: z.array(z.object({ label: z.string(), times: z.int() })),
        }),
      ),
      doubtful: z.array(z.object({ pushId: z.int(), label: z.string() })),
      promised: z.array(z.object({ pushId: z.int(), label: z.string(), runs: z.int() })),
      /** Pushes whose trigger left earlier with an unclear end, and when; milliseconds since 1970. */
      left: z.array(z.object({ pushId: z.int(), at: z.number() })),
    }),
    answer: readOutcome(
      z.object({
        triggers: z.array(
          z.object({ record: z.looseObject({ version: z.literal(1) }), trigger: RenderedTriggerSchema }),
        ),
        settled: z.array(z.looseObject({ version: z.literal(1) })),
      }),
    ),
  },
  /** Action tasks that carry the marker of a round; for a claim that this browser has no journal of. See `traceRound`. */
  'content-bg look for round': {
    request: z.object({
      repository: z.string(),
      root: z.string(),
      revisions: z.array(z.string()),
      nonce: z.string(),
      since: z.number(),
    }),
    answer: readOutcome(
      z.object({
        traces: z.array(
          z.object({ actionTask: z.string(), pushId: z.int(), revision: z.string(), jobs: z.int() }),
        ),
      }),
    ),
  },
  /** Which jobs of a round still wait, each with the trigger that cancels it. The answer is a `PreparedCancel`. */
  'content-bg prepare cancel': {
    request: z.object({
      summaryId: z.int(),
      root: z.string(),
      nonce: z.string(),
      at: z.number(),
      actionTasks: z.array(z.object({ taskId: z.string(), revision: z.string() })).check(z.maxLength(1000)),
    }),
    answer: readOutcome(
      z.object({
        targets: z.array(
          z.object({ target: z.looseObject({ taskId: z.string() }), trigger: RenderedTriggerSchema }),
        ),
        running: z.int(),
        ended: z.int(),
        underWay: z.int(),
        unmade: z.int(),
        problems: z.array(z.looseObject({ revision: z.string(), problem: Problem })),
      }),
    ),
  },
  /** Looks at once after all rounds that wait for their data, as the alarm does from time to time. */
  'content-bg check rounds now': {
    request: z.object({}),
    answer: z.object({
      /** Rounds of this browser that wait for their data. */
      waiting: z.int(),
      /** Rounds whose data is in, and that nobody has closed. */
      dataIn: z.int(),
      /** Rounds that could not be looked at. */
      failed: z.int(),
    }),
  },
  /** May the browser show a notification when data is in? With `ask`, by a person's click, it asks for that. */
  'content-bg may notify': {
    request: z.object({ ask: z.boolean() }),
    answer: z.object({ answer: z.enum(['allowed', 'not allowed', 'press the button']) }),
  },
  /** The action task that each `JournalRecord`'s request has made already, null where none is found. */
  'content-bg look for sent': {
    request: z.object({ records: z.array(z.looseObject({ version: z.literal(1) })) }),
    answer: readOutcome(z.object({ actionTasks: z.array(z.nullable(z.string())) })),
  },
  /** Action tasks that these hooks made since a time, and the named tasks, with their inputs. */
  'content-bg look for action tasks': {
    request: z.object({
      root: z.string(),
      hooks: z.array(z.object({ hookGroupId: z.string(), hookId: z.string() })),
      /** Resolved ones older than this are left out; milliseconds since 1970. */
      since: z.number(),
      taskIds: z.array(z.object({ taskId: z.string(), state: z.string() })),
    }),
    answer: readOutcome(z.object({ tasks: z.array(ActionTaskSchema) })),
  },
  /** The settings as far as they are valid. The answer is a `Settings`. */
  'content-bg settings': {
    request: z.object({}),
    answer: z.looseObject({ version: z.int(), graceSeconds: z.int(), claimSeconds: z.int() }),
  },
  /** The `Settings`, the one style sheet, the `NextSteps` and the `KeyTable`, once at the start: the page's script need not carry them. */
  'content-bg page texts': {
    request: z.object({}),
    answer: z.object({
      settings: z.looseObject({ version: z.int(), graceSeconds: z.int(), claimSeconds: z.int() }),
      css: z.string(),
      keys: z.array(z.object({ name: z.string(), key: z.string() })),
      /** The list of the keys, as `Drawn`. */
      help: z.array(z.unknown()),
      /** Each a `TourStep`. */
      tour: z.array(z.looseObject({ at: z.string() })),
      /** By their names: what the page says when something goes wrong. */
      sentences: z.record(z.string(), z.string()),
      nextSteps: z.record(z.string(), z.union([z.string(), z.looseObject({ kind: z.string() })])),
    }),
  },
  /**
   * The queues above the list, as a `DrawnStrip`; read once in some minutes for all tabs. What was pressed there goes along by its
   * name, '' when it is only looked at. Asked for by tabs that are seen.
   */
  'content-bg queue strip': {
    request: z.object({ press: z.string(), me: z.string() }),
    answer: z.object({ drawn: z.array(z.unknown()), next: z.array(z.int()), autoAdvance: z.boolean() }),
  },
  /** Journal records of a summary. Each is a `JournalRecord`. */
  'content-bg journal': {
    request: z.object({ summary: z.int() }),
    answer: z.object({ records: z.array(z.looseObject({ version: z.literal(1), nonce: z.string() })) }),
  },
  /** What bars and cells show; the answer holds a `SummaryViews` for each subject, in their order. */
  'content-bg views': {
    request: z.object({ subjects: z.array(Subject), ...Beholder }),
    answer: z.object({
      views: z.array(z.looseObject({ bar: z.looseObject({}), cells: z.array(z.looseObject({})) })),
    }),
  },
  ...NOTES_MESSAGES,
  /** Public reads of Treeherder. Summaries are `NotedSummary` records; `now` is the server's clock, ms since 1970. */
  'content-bg read summaries': {
    request: z.object({ search: z.string(), me: z.string() }),
    answer: z.object({
      now: z.number(),
      outcome: readOutcome(
        z.object({
          summaries: z.array(Summary),
          unreadable: z.array(z.tuple([z.int(), Problem])),
          more: z.boolean(),
        }),
      ),
    }),
  },
  'content-bg read summary': {
    request: z.object({ id: z.int() }),
    answer: z.object({ now: z.number(), outcome: readOutcome(Summary) }),
  },
  /** Plans a round of a summary; reads what that takes. The answer is a `PlanReport`. */
  'content-bg plan': {
    request: z.object({
      // the summary as the content script parsed it: its own kind of record, from the same extension
      summary: z.looseObject({
        id: z.int(),
        notes: z.string(),
        alerts: z.array(z.looseObject({ id: z.int() })),
      }),
      choices: PlanChoicesSchema,
      depth: z.enum(['rest', 'live', 'spend', 'send']),
      me: z.string(),
      now: z.number(),
    }),
    answer: readOutcome(z.looseObject({ plan: z.looseObject({ jobs: z.int() }) })),
  },
  /** What to write to alerts, and what became of it; nothing is written here. An `AlertQuestion` and its `AlertAnswer`. */
  'content-bg alert questions': {
    request: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('plan'), wish: AlertWish, fresh: z.array(Summary) }),
      z.object({
        kind: z.literal('judge'),
        wish: AlertWish,
        plan: AlertWrites,
        before: z.array(Summary),
        after: z.array(Summary),
        failures: z.array(z.object({ alert: z.int(), problem: Problem })),
      }),
      z.object({
        kind: z.literal('judge table'),
        rows: z.array(z.object({ target: z.int(), alerts: z.array(z.int()) })),
        told: z.array(z.object({ target: z.int(), outcome: z.looseObject({ kind: z.string() }) })),
      }),
      z.object({
        kind: z.literal('judge undo'),
        snapshot: AlertSnapshot,
        statuses: z.array(z.object({ id: z.int(), status: z.string() })),
        stale: z.array(z.object({ id: z.int(), problem: Problem })),
      }),
    ]),
    answer: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('ok'), value: z.looseObject({}) }),
      z.object({ kind: z.enum(['refused', 'failed', 'unclear']), problem: Problem }),
    ]),
  },
  /** What the other summaries say about those in view. The answers are `SuggestionReport`s. */
  'content-bg suggest': {
    request: z.object({
      summaries: z.array(Summary).check(z.maxLength(100)),
      front: z.nullable(z.int()),
      table: z.boolean(),
    }),
    answer: z.object({ reports: z.array(z.looseObject({ summaryId: z.int() })) }),
  },
  /** Both series of an alert around the pushes of its summary and of a suggested one. The answer is an `Evidence`. */
  'content-bg evidence': {
    request: z.object({ summary: Summary, target: z.int(), alert: z.int() }),
    answer: readOutcome(z.looseObject({ alertId: z.int(), name: z.string() })),
  },
  /** What is known about a `GraphChoice`; `fresh` reads all of it anew. The answer is a `DrawnPoint`. */
  'content-bg graph point': {
    request: z.object({
      choice: z.object({
        series: z.array(z.string()),
        timeRange: z.string(),
        selected: z.string(),
        revision: z.string(),
        tooltip: z.nullable(z.string()),
      }),
      fresh: z.boolean(),
    }),
    answer: readOutcome(z.looseObject({ name: z.string(), bar: z.nullable(z.int()) })),
  },
  /** What a round of a point without an alert writes in place of notes: it stays in this browser. */
  'content-bg keep point notes': {
    request: z.object({ id: z.int(), notes: z.string() }),
    answer: readOutcome(z.object({})),
  },
  /** Another summary on the push that one is to be moved to, as a `Suggestion` to reassign to it. */
  'content-bg sitting there': {
    request: z.object({ summary: Summary, revision: z.string() }),
    answer: readOutcome(
      z.object({ suggestion: z.nullable(z.looseObject({ kind: z.string(), sentence: z.string() })) }),
    ),
  },
  /** The last alerts of a series and how they ended. The answer is a `SeriesHistory`. */
  'content-bg series history': {
    request: z.object({ repository: z.string(), signature: z.int() }),
    answer: readOutcome(z.looseObject({ text: z.string() })),
  },
} as const;

type Messages = typeof CONTENT_TO_BACKGROUND;
export type MessageName = keyof Messages;
export type MessageRequest<N extends MessageName> = z.infer<Messages[N]['request']>;
export type MessageAnswer<N extends MessageName> = z.infer<Messages[N]['answer']>;

export const Envelope = z.object({
  deputy: z.literal(MESSAGES_VERSION),
  name: z.string(),
  request: z.unknown(),
});

export type BackgroundHandlers = {
  readonly [N in MessageName]: (
    request: MessageRequest<N>,
    sender: { readonly tabId: number },
  ) => Promise<MessageAnswer<N>>;
};

/**
 * How a content script calls the background. Rejects with a `BackgroundFailure` when the background could not do it, and with any
 * other error when the extension is gone.
 */
export type CallBackground = <N extends MessageName>(
  name: N,
  request: MessageRequest<N>,
) => Promise<MessageAnswer<N>>;

/** What is answered instead when a handler throws or a message does not fit its schema: a mistake of ours, or a full disk. */
export const FailureAnswer = z.object({ deputyFailed: z.string() });

/** Of a message from a content script. */
export const isMessageName = (name: string): name is MessageName =>
  Object.hasOwn(CONTENT_TO_BACKGROUND, name);
