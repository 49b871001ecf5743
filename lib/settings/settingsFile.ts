import { OPTIONS } from './options';
import {
  faultyPaths,
  SETTINGS_PATHS,
  SETTINGS_VERSION,
  type SettingsPath,
  storedAt,
  withStored,
} from './settings';

/** What stands at the head of an exported file, so that another JSON file is told from it. */
const KIND = 'deputy settings';
/** Fifty long templates fit into it. */
const LONGEST_FILE = 500_000;

export type ReadSettingsFile =
  | {
      readonly kind: 'read';
      /** What is to be stored in place of what is there. */
      readonly stored: Record<string, unknown>;
      /** Values that were left out, by what they are called. */
      readonly leftOut: readonly string[];
    }
  /** A sentence for people. */
  | { readonly kind: 'not readable'; readonly why: string };

/** The sheriff's own settings, what differs from the defaults and no more. The part "settings" is also what a policy holds. */
export function printSettingsFile(stored: unknown): string {
  const settings = known(stored);
  return `${JSON.stringify({ kind: KIND, version: SETTINGS_VERSION, settings }, null, 2)}\n`;
}

/** Reads what `printSettingsFile` wrote. What would not be taken as it stands is left out and named. */
export function readSettingsFile(text: string): ReadSettingsFile {
  if (text.length > LONGEST_FILE) return notReadable('This file is too large for settings.');
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return notReadable('This file is no JSON: it was cut off, or is something else.');
  }
  const { kind, version, settings } = (file ?? {}) as Partial<Record<string, unknown>>;
  if (kind !== KIND || typeof settings !== 'object' || settings === null) {
    return notReadable('This file holds no settings of Deputy.');
  }
  if (version !== SETTINGS_VERSION) {
    return notReadable(`This file was written by another Deputy (version ${String(version).slice(0, 10)}).`);
  }
  const faulty = faultyPaths(settings);
  const stored = faulty.reduce<unknown>((left, path) => withStored(left, path, undefined), settings);
  return { kind: 'read', stored: known(stored), leftOut: faulty.map(nameOf) };
}

/** Only what this version knows. */
const known = (stored: unknown): Record<string, unknown> =>
  SETTINGS_PATHS.reduce<Record<string, unknown>>((kept, path) => {
    const value = storedAt(stored, path);
    return value === undefined ? kept : withStored(kept, path, value);
  }, {});

const nameOf = (path: SettingsPath) => OPTIONS.find((o) => o.path === path)?.label ?? path;

const notReadable = (why: string): ReadSettingsFile => ({ kind: 'not readable', why });
