import type { Tab } from './tab.ts';
import { done, not, until } from './until.ts';

/** Waits for a tab whose address fits. */
export function waitForTab(tabs: () => Promise<Tab[]>, url: RegExp): Promise<Tab> {
  return until(`a tab at ${url}`, async () => {
    const open = await tabs();
    const found = open.find((tab) => url.test(tab.url()));
    return found ? done(found) : not(`open are ${open.map((tab) => tab.url()).join(', ')}`);
  });
}
