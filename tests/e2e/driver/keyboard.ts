import type { Tab } from './tab.ts';
import { done, not, until } from './until.ts';

/** More stops than any part of the page has. */
const MOST_STOPS = 80;
const DRAWN_MS = 500;

/** The name of what has the focus, also inside shadow roots. */
export const focusedName = (tab: Tab): Promise<string> =>
  tab.evaluate(() => {
    let node = document.activeElement;
    while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    // a label around its field begins with its words
    const label = (node as HTMLInputElement | null)?.labels?.[0];
    const words = label?.firstChild?.textContent?.trim() || label?.textContent;
    return (node?.getAttribute('aria-label') ?? words ?? node?.textContent ?? '').trim();
  });

/**
 * Presses a key until it has worked: what writes is dead for half a second after the page has moved. A press has that long to be
 * drawn before the next one, for a second press may take back what the first has done.
 */
export const pressUntil = (tab: Tab, key: string, holds: () => Promise<boolean>): Promise<void> =>
  until(`"${key}" to work`, async () => {
    const look = async () =>
      (await holds()) ? done(undefined) : not(`the focus is on "${await focusedName(tab)}"`);
    const now = await look();
    if (now.done) return now;
    await tab.press(key);
    return until(`"${key}" to be drawn`, look, DRAWN_MS).then(done, (vain: unknown) => not(String(vain)));
  });

/** Goes on with a key (Tab as a rule) until the focus is on what has that name. */
export async function goOnTo(tab: Tab, name: string | RegExp, key = 'Tab'): Promise<void> {
  const seen: string[] = [];
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    const now = await focusedName(tab);
    if (typeof name === 'string' ? now === name : name.test(now)) return;
    seen.push(now.slice(0, 40));
    await tab.press(key);
  }
  throw new Error(`"${key}" does not lead to ${name}; it leads to ${seen.join(', ')}`);
}
