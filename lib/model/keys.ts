/**
 * The keys of the alerts page: one table for what a key does, for the tooltips and for the help. A key is a single character
 * without Ctrl, Alt or Meta, as `KeyboardEvent.key` names it, so that a layout where it needs Shift works too.
 *
 * Why single characters: browsers keep nearly everything with a modifier for themselves or for their users, screen readers
 * keep Ctrl+Alt and Insert. A screen reader that reads takes the letters for its own moving about and the page never
 * sees them: nothing happens twice, and each of these commands is a button too. Whoever dictates, or types by accident,
 * changes a key or switches them all off (WCAG 2.1.4).
 */
export const COMMANDS = [
  { name: 'next summary', key: 'j', group: 'Move', does: 'Go to the next alert summary' },
  { name: 'previous summary', key: 'k', group: 'Move', does: 'Go to the previous alert summary' },
  { name: 'next one', key: 'n', group: 'Move', does: 'Go to the next summary that waits for your role' },
  { name: 'next alert', key: '.', group: 'Move', does: 'Go to the next alert of this summary' },
  { name: 'previous alert', key: ',', group: 'Move', does: 'Go to the previous alert of this summary' },
  { name: 'graph', key: 'g', group: 'Move', does: 'Open the graph of this alert' },
  { name: 'mark', key: 'm', group: 'Work', does: 'Mark this alert as retriggered, or take the mark away' },
  { name: 'plan', key: 'p', group: 'Work', does: 'Open the plan of the next round' },
  { name: 'send', key: 's', group: 'Work', does: 'Send the round, or resume it' },
  { name: 'cancel', key: 'c', group: 'Work', does: 'Cancel what is about to be sent or written' },
  { name: 'relate', key: 'd', group: 'Work', does: 'Mark downstream, as suggested' },
  { name: 'notes', key: 'e', group: 'Work', does: 'Open the notes' },
  { name: 'hand over', key: 'h', group: 'Work', does: 'Hand over as data ready' },
  { name: 'undo', key: 'z', group: 'Work', does: 'Undo the last write of this summary' },
  { name: 'help', key: '?', group: 'Help', does: 'Show or hide this list' },
] as const satisfies readonly Command[];

interface Command {
  readonly name: string;
  readonly key: string;
  readonly group: 'Move' | 'Work' | 'Help';
  /** What it does, as the help and the options say it. */
  readonly does: string;
}

export type CommandName = (typeof COMMANDS)[number]['name'];

/** The key of each command; an empty one is switched off. */
export type Keys = Readonly<Record<CommandName, string>>;

/** The commands with the keys that they have now: what tooltips, help and the handler of keys go by. */
export type KeyTable = readonly { readonly name: CommandName; readonly key: string; readonly does: string }[];

/** All commands in their order; a key that is switched off is empty. */
export const keyTable = (keys: Keys): KeyTable =>
  COMMANDS.map(({ name, does }) => ({ name, key: keys[name], does }));

export const DEFAULT_KEYS = Object.fromEntries(COMMANDS.map((c) => [c.name, c.key])) as Keys;

/**
 * Never a command: Firefox's find in page (' and /), what moves or presses in any page (Space, digits of a list box), and the
 * keys with names (Enter, Escape, Tab, arrows, F1), which are longer than one character and so none anyway.
 */
const TAKEN = /^['/\s\d]$/;

/** Why a key cannot be one, in words; null when it can. @param of the command that is to have it */
export function faultOfKey(key: string, of: CommandName, keys: Keys): string | null {
  if (key === '') return null;
  if ([...key].length !== 1) return 'A key is one character.';
  if (TAKEN.test(key)) return 'Browsers and pages use this key themselves.';
  if (key !== key.toLowerCase()) return 'Capital letters would need Shift: take the small one.';
  const other = COMMANDS.find((c) => c.name !== of && keys[c.name] === key);
  return other ? `“${other.does}” has this key.` : null;
}

/** Stored keys, each that is faulty or doubled replaced: by its default if that is free, else by none. */
export function readKeys(stored: unknown): Keys {
  const given = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {};
  const none = Object.fromEntries(COMMANDS.map((c) => [c.name, ''])) as Record<CommandName, string>;
  const open: CommandName[] = [];
  for (const { name } of COMMANDS) {
    const key = Object.hasOwn(given, name) ? given[name] : undefined;
    if (typeof key === 'string' && faultOfKey(key, name, none) === null) none[name] = key;
    else open.push(name);
  }
  for (const name of open) {
    if (faultOfKey(DEFAULT_KEYS[name], name, none) === null) none[name] = DEFAULT_KEYS[name];
  }
  return none;
}
