import type { Problem } from '@/lib/model/outcome';
import { say } from '@/lib/model/say';
import type { CallBackground, MESSAGES_VERSION } from './background';

/** Kept in step with MESSAGES_VERSION by its type; the schemas themselves stay in the background, which checks both ways. */
const VERSION: typeof MESSAGES_VERSION = 1;

/** The background is there and could not do what was asked. */
export class BackgroundFailure extends Error {
  readonly problem: Problem;

  constructor(name: string, words: string) {
    super(`${name}: ${words}`);
    this.name = 'BackgroundFailure';
    this.problem = {
      kind: 'internal',
      message: say('failed here'),
      detail: words,
    };
  }
}

/**
 * The content script's way to the background. The background checks each request when it comes in and each answer before
 * it leaves, so that no schema library has to be loaded into the page.
 * @param send `browser.runtime.sendMessage`
 */
export function createCaller(send: (message: unknown) => Promise<unknown>): CallBackground {
  return async (name, request) => {
    const answer = await send({ deputy: VERSION, name, request });
    if (typeof answer !== 'object' || answer === null) throw new Error(`no answer to "${name}"`);
    if ('deputyFailed' in answer) throw new BackgroundFailure(name, String(answer.deputyFailed));
    return answer as Awaited<ReturnType<CallBackground>> as never;
  };
}
