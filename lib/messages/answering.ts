import * as z from 'zod/mini';
import {
  type BackgroundHandlers,
  CONTENT_TO_BACKGROUND,
  Envelope,
  type FailureAnswer,
  isMessageName,
} from './background';
import { isPageMessageName, PAGE_TO_BACKGROUND, type PageHandlers } from './pages';

/** Who asks: a content script in a tab of the site, or a page of the extension itself. */
export type Asker = { readonly kind: 'content'; readonly tabId: number } | { readonly kind: 'own page' };

/** Told of each failure, for the console. */
type Report = (name: string, error: unknown) => void;

const WORDS_LENGTH = 300;

/**
 * Answers one message of a content script. Undefined for what is none: that gets no answer at all, also when a page of the
 * extension itself sends it.
 */
export function answerMessage(
  handlers: BackgroundHandlers,
  message: unknown,
  asker: Asker,
  report: Report,
): Promise<unknown> | undefined {
  const envelope = z.safeParse(Envelope, message);
  if (asker.kind !== 'content' || !envelope.success || !isMessageName(envelope.data.name)) return undefined;
  const { name, request } = envelope.data;
  // the handler table is typed by name; the compiler cannot see that name and request belong together here
  const handle = handlers[name] as (r: unknown, s: { tabId: number }) => Promise<unknown>;
  const { tabId } = asker;
  return answered(name, CONTENT_TO_BACKGROUND[name], request, (asked) => handle(asked, { tabId }), report);
}

/** The same for a message of the extension's own pages; a content script gets no answer to one. */
export function answerPageMessage(
  handlers: PageHandlers,
  message: unknown,
  asker: Asker,
  report: Report,
): Promise<unknown> | undefined {
  const envelope = z.safeParse(Envelope, message);
  if (asker.kind !== 'own page' || !envelope.success || !isPageMessageName(envelope.data.name))
    return undefined;
  const { name, request } = envelope.data;
  const handle = handlers[name] as (r: unknown) => Promise<unknown>;
  return answered(name, PAGE_TO_BACKGROUND[name], request, handle, report);
}

/**
 * Both ways are checked by the schema. A handler that throws is answered with a failure, so that whoever asked can tell it from
 * an extension that is gone.
 */
function answered(
  name: string,
  schema: { readonly request: z.ZodMiniType; readonly answer: z.ZodMiniType },
  request: unknown,
  handle: (asked: unknown) => Promise<unknown>,
  report: Report,
): Promise<unknown> {
  const work = async () => z.parse(schema.answer, await handle(z.parse(schema.request, request)));
  return work().catch((error: unknown): z.infer<typeof FailureAnswer> => {
    report(name, error);
    return { deputyFailed: String(error).slice(0, WORDS_LENGTH) };
  });
}
