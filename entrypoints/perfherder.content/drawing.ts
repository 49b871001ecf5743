import { type ComponentChild, render } from 'preact';

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
