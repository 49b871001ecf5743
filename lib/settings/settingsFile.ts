import { type FileKind, type NotReadable, printFile, readFile } from '@/lib/model/exportedFile';
import { OPTIONS } from './options';
import {
  faultyPaths,
  SETTINGS_PATHS,
  SETTINGS_VERSION,
  type SettingsPath,
  storedAt,
  withStored,
} from './settings';

const KIND: FileKind<object> = {
  holds: 'settings',
  version: SETTINGS_VERSION,
  fits: (content) => typeof content === 'object' && content !== null,
};

export type ReadSettingsFile =
  | {
      readonly kind: 'read';
      /** What is to be stored in place of what is there. */
      readonly stored: Record<string, unknown>;
      /** Values that were left out, by what they are called. */
      readonly leftOut: readonly string[];
    }
  | NotReadable;

/** The sheriff's own settings, what differs from the defaults and no more. The part "settings" is also what a policy holds. */
export const printSettingsFile = (stored: unknown): string => printFile(KIND, known(stored));

/** Reads what `printSettingsFile` wrote. What would not be taken as it stands is left out and named. */
export function readSettingsFile(text: string): ReadSettingsFile {
  const file = readFile(text, KIND);
  if (file.kind !== 'read') return file;
  const faulty = faultyPaths(file.content);
  const stored = faulty.reduce<unknown>((left, path) => withStored(left, path, undefined), file.content);
  return { kind: 'read', stored: known(stored), leftOut: faulty.map(nameOf) };
}

/** Only what this version knows. */
const known = (stored: unknown): Record<string, unknown> =>
  SETTINGS_PATHS.reduce<Record<string, unknown>>((kept, path) => {
    const value = storedAt(stored, path);
    return value === undefined ? kept : withStored(kept, path, value);
  }, {});

const nameOf = (path: SettingsPath) => OPTIONS.find((o) => o.path === path)?.label ?? path;
