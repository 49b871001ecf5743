import type { CommandName, KeyTable } from '@/lib/model/keys';

/**
 * What a key may press: the handlers of the buttons that are drawn, by their elements. The page's script can reach the buttons
 * (the shadow roots are open) but not this, and a handler still wants a trusted event: that of the key.
 */
const handlers = new WeakMap<Element, (event: Event) => void>();
let table: KeyTable = [];

/** Called once, before anything is drawn. */
export function knowKeys(keys: KeyTable): void {
  table = keys;
}

/** The attributes of a button that a key presses too. */
export function command(name: CommandName, onClick: (event: Event) => void) {
  const key = table.find((c) => c.name === name)?.key;
  return {
    'data-command': name,
    onClick,
    ref: (button: Element | null) => {
      if (button) handlers.set(button, onClick);
    },
    ...(key && { 'aria-keyshortcuts': key, title: `Key: ${key}` }),
  };
}

/** Does what a click on the command's button in this root would do; false when there is no such button now. */
export function press(root: ParentNode | null | undefined, name: CommandName, event: Event): boolean {
  const button = root?.querySelector(`[data-command="${name}"]`);
  const handler = button && handlers.get(button);
  handler?.(event);
  return Boolean(handler);
}
