import { createCaller } from './caller';
import type { CallFromPage } from './pages';

/**
 * A page's way to the background.
 * @param send `browser.runtime.sendMessage`
 */
export const createPageCaller = (send: (message: unknown) => Promise<unknown>): CallFromPage =>
  // the same envelope and failures, other names
  createCaller(send) as unknown as CallFromPage;
