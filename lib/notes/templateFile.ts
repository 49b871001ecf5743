import { type BadTemplate, type NoteTemplate, readTemplates } from '@/lib/model/noteTemplate';

/** What stands at the head of an exported file, so that another JSON file is told from it. */
const KIND = 'deputy note templates';
const VERSION = 1;

/** Larger than fifty of the longest templates; a file beyond that is another one, taken by mistake. */
export const LONGEST_FILE = 500_000;

export type ReadTemplateFile =
  | {
      readonly kind: 'read';
      readonly templates: readonly NoteTemplate[];
      readonly bad: readonly BadTemplate[];
    }
  /** A sentence for people. */
  | { readonly kind: 'not readable'; readonly why: string };

/** The sheriffs' own templates as a JSON file, one template after another as in their list. */
export const printTemplateFile = (templates: readonly NoteTemplate[]): string =>
  `${JSON.stringify(
    { kind: KIND, version: VERSION, templates: templates.map(({ name, text }) => ({ name, text })) },
    null,
    2,
  )}\n`;

/** Reads what `printTemplateFile` wrote, by whatever release. Templates that cannot be used are named and left out. */
export function readTemplateFile(text: string): ReadTemplateFile {
  if (text.length > LONGEST_FILE) return notReadable('This file is too large for a file of templates.');
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return notReadable('This file is no JSON: it was cut off, or is something else.');
  }
  const { kind, version, templates: list } = (file ?? {}) as Partial<Record<string, unknown>>;
  if (kind !== KIND || !Array.isArray(list)) {
    return notReadable('This file holds no templates of Deputy.');
  }
  if (version !== VERSION) {
    return notReadable(`This file was written by another Deputy (version ${String(version).slice(0, 10)}).`);
  }
  return { kind: 'read', ...readTemplates(list) };
}

const notReadable = (why: string): ReadTemplateFile => ({ kind: 'not readable', why });

/** Templates that came from a file beside those that are there: one of the same name takes its place. */
export function withImported(
  there: readonly NoteTemplate[],
  imported: readonly NoteTemplate[],
): readonly NoteTemplate[] {
  const byName = new Map([...there, ...imported].map((t) => [t.name, t]));
  return [...byName.values()];
}
