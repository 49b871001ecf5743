import type { PageQuery, Pressable, Step } from './pageQuery.ts';

/** What became of a mouse click: `gone` means the document was left, so the click did its work. */
export type ClickVerdict = 'hit' | 'nothing' | 'gone' | { missed: string };

interface Guarded {
  deputyClickGuard?: (() => ClickVerdict) | undefined;
}

/**
 * Runs inside the page, right before a mouse click: makes sure that the click meets the wanted element or nothing at all.
 * A page that re-renders between looking and pressing would otherwise let the click land on whatever moved there.
 * The element must still be where it was seen (`box`).
 */
export function armClick(q: PageQuery, wanted: { path: readonly Step[]; box: string }): Pressable {
  const [element] = q.find(wanted.path);
  if (element === undefined) return { problem: 'it went away' };
  const place = q.pressable(element);
  if ('problem' in place) return place;
  if (place.box !== wanted.box) return { problem: 'it is moving' };
  const kinds = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'dblclick'];
  let verdict: ClickVerdict = 'nothing';
  const judge = (event: Event) => {
    if (!event.isTrusted) return;
    const path = event.composedPath();
    // what is drawn anew between press and release gets no click, though it was pressed
    if (!path.includes(element) && verdict === 'nothing') verdict = { missed: q.describe(path[0]) };
    else if (event.type === 'click' && verdict === 'nothing') verdict = 'hit';
    if (typeof verdict === 'object') {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  };
  for (const kind of kinds) window.addEventListener(kind, judge, { capture: true });
  (window as Guarded).deputyClickGuard = () => {
    for (const kind of kinds) window.removeEventListener(kind, judge, { capture: true });
    delete (window as Guarded).deputyClickGuard;
    return verdict;
  };
  return place;
}

/** Runs inside the page, right after the click: takes the guard off and tells what it saw. */
export function judgeClick(): ClickVerdict {
  return (window as Guarded).deputyClickGuard?.() ?? 'gone';
}
