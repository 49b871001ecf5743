import { type ComponentChild, render } from 'preact';

/** Time that drawing may take of a frame, ms: with placing (lib/host/mounts.ts) it stays well below a long task of 50 ms. */
const DRAW_MS = 10;

/** What a look at the page and the drawing behind it may take together, ms. */
const LOOK_AND_DRAW_MS = 28;

/** Frames in a row that may pass without drawing, because others took them. */
const MOST_WAITED = 2;

/** Takes what is due out of the set and does it, one after the other and at least one, as long as there is room. */
export function take<T>(due: Set<T>, hasRoom: () => boolean, work: (one: T) => void): void {
  // what is put in on the way has its turn the next time
  for (const one of [...due]) {
    due.delete(one);
    work(one);
    if (!hasRoom()) return;
  }
}

export interface Frames {
  /** Draws in one of the next frames. */
  soon(): void;
  /** Draws what is due in the same frame as the look that began then, if there is room: the page lays both out at once. */
  now(since: number): void;
}

/** @param drawUntil draws what is due, until then on the page's steady clock; asks for another frame if something is left */
export function createFrames(drawUntil: (end: number) => void): Frames {
  let frame = 0;
  let waited = 0;
  const begin = (end: number) => {
    frame = 0;
    waited = 0;
    drawUntil(end);
  };
  const later = (frameStart: number) => {
    // what was placed, or the page itself, may have taken this frame already; but no page keeps us waiting for good
    if (performance.now() - frameStart > DRAW_MS && waited++ < MOST_WAITED)
      frame = requestAnimationFrame(later);
    else begin(performance.now() + DRAW_MS);
  };
  return {
    soon() {
      if (frame === 0) frame = requestAnimationFrame(later);
    },
    now(since) {
      const end = since + LOOK_AND_DRAW_MS;
      if (frame === 0 || performance.now() > end - DRAW_MS) return;
      cancelAnimationFrame(frame);
      begin(end);
    },
  };
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
