import { INSTANCE_ATTRIBUTE, type InstanceId } from './instance';

/** What a person does in our views and the page has handlers for. Those that never leave a shadow root need no keeping. */
const KEPT_EVENTS = [
  'click',
  'dblclick',
  'auxclick',
  'contextmenu',
  'mousedown',
  'mouseup',
  'pointerdown',
  'pointerup',
  'touchstart',
  'touchend',
  'keydown',
  'keypress',
  'keyup',
  'beforeinput',
  'input',
  'cut',
  'copy',
  'paste',
] as const;

/**
 * Keeps what a person does in our views from the page: React listens at #root and at the body, and would hand the event to
 * its rows, menus and single-key shortcuts. The event ends at our host, in the bubble phase, after our own handlers.
 *
 * A page has hundreds of hosts, and twenty listeners on each are slow to add: the listener is put on the host while the
 * event is still on its way down.
 */
export function keepEvents(document: Document, instance: InstanceId, signal: AbortSignal): void {
  const isOwn = (node: EventTarget) =>
    node instanceof Element && node.getAttribute(INSTANCE_ATTRIBUTE) === instance;
  const onTheWayDown = (event: Event) => {
    const node = event.composedPath().find(isOwn);
    node?.addEventListener(event.type, stop, { once: true, passive: true });
  };
  for (const type of KEPT_EVENTS)
    document.addEventListener(type, onTheWayDown, { capture: true, passive: true, signal });
}

const stop = (event: Event) => event.stopPropagation();
