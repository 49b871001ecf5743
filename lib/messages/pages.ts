import * as z from 'zod/mini';
import { FEATURE_NAMES } from '@/lib/model/features';

/**
 * Messages from the extension's own pages to the background, with their answers. Content scripts may send none of these, and
 * pages none of a content script's: the background asks who sends, and the direction stands in the name.
 */
export const PAGE_TO_BACKGROUND = {
  /** Rounds that this browser has sent and that nobody has closed, and the day's jobs. Asks no server. */
  'page-bg rounds': {
    request: z.object({}),
    answer: z.object({
      rounds: z.array(
        z.object({
          nonce: z.string(),
          summary: z.int(),
          round: z.int(),
          state: z.enum(['waiting', 'complete', 'impossible']),
          have: z.int(),
          /** Null while nothing was read. */
          want: z.nullable(z.int()),
          /** Jobs asked for. */
          jobs: z.int(),
          /** When its last trigger left, on Treeherder's clock; milliseconds since 1970. */
          sentAt: z.number(),
        }),
      ),
      /** Jobs that this browser has asked for in the last 24 hours, and how many the settings allow a person. */
      spent: z.object({ jobs: z.int(), of: z.int(), deviceJobs: z.int(), devicesOf: z.int() }),
      /** Treeherder's clock. */
      now: z.number(),
    }),
  },
  /** Looks at once after all rounds that wait for their data, as the alarm does from time to time. */
  'page-bg check rounds now': {
    request: z.object({}),
    answer: z.object({
      waiting: z.int(),
      dataIn: z.int(),
      /** Rounds that could not be looked at. */
      failed: z.int(),
    }),
  },
  /** By feature: when the background last had a good answer for it, and its last error; milliseconds since 1970. */
  'page-bg answers': {
    request: z.object({}),
    answer: z.object({
      answers: z.array(
        z.object({
          feature: z.enum(FEATURE_NAMES),
          answeredAt: z.nullable(z.number()),
          lastError: z.nullable(z.object({ at: z.number(), words: z.string() })),
        }),
      ),
      now: z.number(),
    }),
  },
} as const;

type Messages = typeof PAGE_TO_BACKGROUND;
export type PageMessageName = keyof Messages;
export type PageMessageAnswer<N extends PageMessageName> = z.infer<Messages[N]['answer']>;

export type PageHandlers = {
  readonly [N in PageMessageName]: (
    request: z.infer<Messages[N]['request']>,
  ) => Promise<PageMessageAnswer<N>>;
};

/** How a page of the extension calls the background. Rejects when there is no answer, or a failure. */
export type CallFromPage = <N extends PageMessageName>(
  name: N,
  request: z.infer<Messages[N]['request']>,
) => Promise<PageMessageAnswer<N>>;

/** Of a message from one of the extension's own pages. */
export const isPageMessageName = (name: string): name is PageMessageName =>
  Object.hasOwn(PAGE_TO_BACKGROUND, name);
