import { type FileKind, type NotReadable, printFile, readFile } from '@/lib/model/exportedFile';
import { type BadTemplate, type NoteTemplate, readTemplates } from '@/lib/model/noteTemplate';

const KIND: FileKind<readonly unknown[]> = { holds: 'templates', version: 1, fits: Array.isArray };

export type ReadTemplateFile =
  | {
      readonly kind: 'read';
      readonly templates: readonly NoteTemplate[];
      readonly bad: readonly BadTemplate[];
    }
  | NotReadable;

/** The sheriffs' own templates as a JSON file, one template after another as in their list. */
export const printTemplateFile = (templates: readonly NoteTemplate[]): string =>
  printFile(
    KIND,
    templates.map(({ name, text }) => ({ name, text })),
  );

/** Reads what `printTemplateFile` wrote, by whatever release. Templates that cannot be used are named and left out. */
export function readTemplateFile(text: string): ReadTemplateFile {
  const file = readFile(text, KIND);
  return file.kind === 'read' ? { kind: 'read', ...readTemplates(file.content) } : file;
}

/** Templates that came from a file beside those that are there: one of the same name takes its place. */
export function withImported(
  there: readonly NoteTemplate[],
  imported: readonly NoteTemplate[],
): readonly NoteTemplate[] {
  const byName = new Map([...there, ...imported].map((t) => [t.name, t]));
  return [...byName.values()];
}
