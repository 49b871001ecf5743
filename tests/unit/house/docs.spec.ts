import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PICTURES } from '../../../scripts/pictures.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const PICTURES_DIR = join('docs', 'pictures');

/** Every page of the documentation, from the root. */
function pages(folder = 'docs'): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return pages(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** Without code, in which brackets are no links. */
const prose = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

const linksIn = (text: string) =>
  [...prose(text).matchAll(/(!?)\[[^\]]*\]\(([^)\s]+)\)/g)].map(([, bang, to = '']) => ({
    isPicture: bang === '!',
    to,
  }));

/** The anchors of a page's headings, as GitHub makes them. */
const anchorsOf = (text: string) =>
  [...prose(text).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

const ALL = ['README.md', 'CONTRIBUTING.md', ...pages()];

describe.each(ALL)('%s', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');

  it('leads to pages, files and headings that exist', () => {
    const broken = linksIn(text).filter(({ to }) => {
      if (/^[a-z]+:/.test(to)) return false;
      const [path = '', anchor] = to.split('#');
      const file = path === '' ? join(ROOT, page) : resolve(ROOT, dirname(page), path);
      if (!existsSync(file)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(file, 'utf8')).includes(anchor);
    });
    expect(broken.map((l) => l.to)).toEqual([]);
  });

  it('names no file of the tree that is not there', () => {
    const named = [...text.matchAll(/`((?:lib|components|entrypoints|tests|scripts|docs)\/[\w./-]+)`/g)];
    const paths = named.map(([, path = '']) => path);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('shows no picture but those that npm run docs:pictures makes', () => {
    const shown = linksIn(text)
      .filter((l) => l.isPicture)
      .map(({ to }) => relative(join(ROOT, PICTURES_DIR), resolve(ROOT, dirname(page), to)));
    expect(shown.filter((name) => !PICTURES.some((p) => `${p.name}.png` === name))).toEqual([]);
  });
});

it('every picture that the command makes is there, and none beside them', () => {
  const there = readdirSync(join(ROOT, PICTURES_DIR)).sort();
  expect(there).toEqual(PICTURES.map((p) => `${p.name}.png`).sort());
  for (const name of there) expect(statSync(join(ROOT, PICTURES_DIR, name)).size).toBeGreaterThan(1000);
});

it('every page of the guide can be reached from its first page', () => {
  const first = readFileSync(join(ROOT, 'docs/guide/README.md'), 'utf8');
  const reached = linksIn(first).map((l) => l.to);
  const written = readdirSync(join(ROOT, 'docs/guide')).filter((name) => name !== 'README.md');
  expect(written.filter((name) => !reached.includes(name))).toEqual([]);
});
