import { type ComponentChild, render } from 'preact';

/** Time that drawing may take of a frame, ms: with placing (lib/host/mounts.ts) it stays well below a long task of 50 ms. */
export const DRAW_MS = 10;

/** Frames in a row that may pass without drawing, because others took them. */
export const MOST_WAITED = 2;

/** Takes what is due out of the set and does it, one after the other and at least one, as long as there is room. */
export function take<T>(due: Set<T>, hasRoom: () => boolean, work: (one: T) => void): void {
  // what is put in on the way has its turn the next time
  for (const one of [...due]) {
    due.delete(one);
    work(one);
    if (!hasRoom()) return;
  }
}

/** Draws into a shadow root. The fallback style sheet of older browsers stands there too: views have a box of their own. */
export function draw(shadow: ShadowRoot, view: ComponentChild): void {
  let box = shadow.querySelector<HTMLElement>('div.views');
  if (!box) {
    box = document.createElement('div');
    box.className = 'views';
    shadow.append(box);
  }
  render(view, box);
}

/** Takes what was drawn away, so that its effects end. */
export function erase(shadow: ShadowRoot): void {
  const box = shadow.querySelector('div.views');
  if (box) render(null, box);
}
