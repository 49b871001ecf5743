import * as z from 'zod/mini';

/**
 * Messages from the content script to the background, each with its schema and that of its answer. The direction
 * stands in the name. The background answers nobody but this extension's own content scripts on the site.
 */
export const MESSAGES_VERSION = 1;

const Marker = z.object({ version: z.literal(1), summary: z.int(), round: z.int(), nonce: z.string() });

const RetriggerInput = z.object({
  requests: z.array(z.object({ tasks: z.array(z.string()), times: z.int() })),
  deputy: z.optional(Marker),
});

const Problem = z.object({
  kind: z.string(),
  message: z.string(),
  status: z.optional(z.number()),
  detail: z.optional(z.string()),
});

/** Outcomes of reads: an answer or a problem. */
const readOutcome = <T extends z.ZodMiniType>(value: T) =>
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
  input: z.unknown(),
  clientId: z.string(),
  /** Milliseconds since 1970. */
  created: z.number(),
});
export type ActionTask = z.infer<typeof ActionTaskSchema>;

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
  /** Renders the trigger of each push from its own actions.json, after checking hook, scopes and schema. */
  'content-bg render triggers': {
    request: z.object({
      root: z.string(),
      pushes: z.array(z.object({ pushId: z.int(), decisionTask: z.string(), input: RetriggerInput })),
    }),
    answer: z.object({
      triggers: z.array(z.object({ pushId: z.int(), outcome: readOutcome(RenderedTriggerSchema) })),
    }),
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
  /** Plans a round of a summary; reads what that takes. The answer is a `PlanReport`. */
  'content-bg plan': {
    request: z.object({
      // the summary as the content script parsed it: its own kind of record, from the same extension
      summary: z.looseObject({
        id: z.int(),
        notes: z.string(),
        alerts: z.array(z.looseObject({ id: z.int() })),
      }),
      choices: z.object({ form: z.enum(['auto', 'full', 'thrifty']), dropped: z.array(z.int()) }),
      depth: z.enum(['rest', 'live', 'spend', 'send']),
      me: z.string(),
      now: z.number(),
    }),
    answer: readOutcome(z.looseObject({ plan: z.looseObject({ jobs: z.int() }) })),
  },
  /** Which of the labels the push's full graph knows. */
  'content-bg check labels': {
    request: z.object({ root: z.string(), decisionTask: z.string(), labels: z.array(z.string()) }),
    answer: readOutcome(z.object({ known: z.array(z.string()) })),
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

/** How a content script calls the background. Rejects only when the extension is gone or the answer is malformed. */
export type CallBackground = <N extends MessageName>(
  name: N,
  request: MessageRequest<N>,
) => Promise<MessageAnswer<N>>;

export const isMessageName = (name: string): name is MessageName =>
  Object.hasOwn(CONTENT_TO_BACKGROUND, name);

/** @param send `browser.runtime.sendMessage` */
export function createCaller(send: (message: unknown) => Promise<unknown>): CallBackground {
  return async (name, request) => {
    const answer = await send({ deputy: MESSAGES_VERSION, name, request });
    return z.parse(CONTENT_TO_BACKGROUND[name].answer, answer) as MessageAnswer<typeof name>;
  };
}
