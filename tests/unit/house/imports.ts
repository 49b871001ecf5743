import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export interface SourceFile {
  /** From the root of the checkout, with slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly file: string;
  /** A path from the root of the checkout for files of ours, else the package's name. */
  readonly target: string;
  readonly isOurs: boolean;
  /** Nothing of it is left after compiling. */
  readonly typeOnly: boolean;
}

/** The product's own sources: what is built into the extension. */
export function productFiles(): SourceFile[] {
  return ['lib', 'components', 'entrypoints'].flatMap((folder) => filesIn(folder));
}

function filesIn(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile() || !/\.tsx?$/.test(entry.name)) return [];
    const path = join(entry.parentPath, entry.name);
    return [{ path: relative(ROOT, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }];
  });
}

const STATEMENT =
  /^(?:import|export)\s+(type\s)?[^'"`;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

export function importsOf({ path, text }: SourceFile): Import[] {
  return [...text.matchAll(STATEMENT)].map((match) => {
    const specifier = match[2] ?? match[3] ?? match[4] ?? '';
    const named = /\{([^}]*)\}/.exec(match[0])?.[1] ?? '';
    const onlyTypes =
      named !== '' && named.split(',').every((n) => n.trim() === '' || n.trim().startsWith('type '));
    const isOurs = specifier.startsWith('.') || specifier.startsWith('@/');
    const target = !isOurs
      ? specifier
      : specifier.startsWith('@/')
        ? specifier.slice(2)
        : join(dirname(path), specifier).replaceAll('\\', '/');
    return { file: path, target, isOurs, typeOnly: match[1] !== undefined || onlyTypes };
  });
}

/** 'lib/rounds' of 'lib/rounds/desk.ts', 'components' of 'components/receipts.tsx'. */
export function roomOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'lib' ? `lib/${second}` : first;
}
