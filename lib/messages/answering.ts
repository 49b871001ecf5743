import * as z from 'zod/mini';
import {
  type BackgroundHandlers,
  CONTENT_TO_BACKGROUND,
  Envelope,
  type FailureAnswer,
  isMessageName,
  type MessageName,
} from './background';

/** Who asks: a content script in a tab of the site, or a page of the extension itself. */
export type Asker = { readonly kind: 'content'; readonly tabId: number } | { readonly kind: 'own page' };

/** What the extension's own pages may ask beside their own storage. */
const FOR_OWN_PAGES: readonly MessageName[] = ['content-bg check rounds now', 'content-bg settings'];

/** Own pages have no tab of the site: no lease is theirs. */
const NO_TAB = -1;
const WORDS_LENGTH = 300;

/**
 * Answers one message, both ways checked by its schema. Undefined for what is nobody's message: that gets no answer at all. A
 * handler that throws is answered with a failure, so that the page can tell it from an extension that is gone.
 * @param report told of each failure, for the console
 */
export function answerMessage(
  handlers: BackgroundHandlers,
  message: unknown,
  asker: Asker,
  report: (name: string, error: unknown) => void,
): Promise<unknown> | undefined {
  const envelope = z.safeParse(Envelope, message);
  if (!envelope.success || !isMessageName(envelope.data.name)) return undefined;
  const { name } = envelope.data;
  if (asker.kind === 'own page' && !FOR_OWN_PAGES.includes(name)) return undefined;
  const { request, answer } = CONTENT_TO_BACKGROUND[name];
  // the handler table is typed by name; the compiler cannot see that name and request belong together here
  const handle = handlers[name] as (r: unknown, s: { tabId: number }) => Promise<unknown>;
  const work = async () => {
    const asked = z.parse(request, envelope.data.request);
    return z.parse(answer, await handle(asked, { tabId: asker.kind === 'content' ? asker.tabId : NO_TAB }));
  };
  return work().catch((error: unknown): z.infer<typeof FailureAnswer> => {
    report(name, error);
    return { deputyFailed: String(error).slice(0, WORDS_LENGTH) };
  });
}
