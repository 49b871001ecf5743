/** Fifty of the longest templates fit into it; a file beyond that is another one, taken by mistake. In characters. */
export const LONGEST_FILE = 500_000;

/** A kind of file that Deputy exports. */
export interface FileKind<C> {
  readonly holds: 'templates' | 'settings';
  /** Of the file's form. */
  readonly version: number;
  readonly fits: (content: unknown) => content is C;
}

/** Why a file was not taken, a sentence for people. */
export interface NotReadable {
  readonly kind: 'not readable';
  readonly why: string;
}

/** What stands at the head of an exported file, so that another JSON file is told from it. */
const HEADS = { templates: 'deputy note templates', settings: 'deputy settings' } as const;

/** The file as JSON, laid out for people. */
export const printFile = <C>({ holds, version }: FileKind<C>, content: C): string =>
  `${JSON.stringify({ kind: HEADS[holds], version, [holds]: content }, null, 2)}\n`;

/** Reads what `printFile` wrote, or says why it is no such file. */
export function readFile<C>(
  text: string,
  { holds, version, fits }: FileKind<C>,
): { readonly kind: 'read'; readonly content: C } | NotReadable {
  if (text.length > LONGEST_FILE) return notReadable(`This file is too large for a file of ${holds}.`);
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return notReadable('This file is no JSON: it was cut off, or is something else.');
  }
  const { kind, version: written, [holds]: content } = (file ?? {}) as Partial<Record<string, unknown>>;
  if (kind !== HEADS[holds] || !fits(content)) return notReadable(`This file holds no ${holds} of Deputy.`);
  return written === version
    ? { kind: 'read', content }
    : notReadable(`This file was written by another Deputy (version ${String(written).slice(0, 10)}).`);
}

const notReadable = (why: string): NotReadable => ({ kind: 'not readable', why });
