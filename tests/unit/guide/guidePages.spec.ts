import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readGuide } from '../../../scripts/guidePages';

const GUIDE = join(import.meta.dirname, '../../../docs/guide');

it('has every page of docs/guide, the first one first, and its steps with their numbers', () => {
  const pages = readGuide(GUIDE);
  expect(pages).toHaveLength(readdirSync(GUIDE).length);
  expect(pages[0]?.name).toBe('README');
  const all = JSON.stringify(pages.find((p) => p.name === 'first-shift'));
  expect(all).toContain('{"start":9}');
  expect(all).toContain('{"href":"#downstream"}');
  expect(all).not.toContain('.md"');
});

it('takes markup for text, and fails for markdown that it does not know', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guide-'));
  try {
    writeFileSync(join(folder, 'README.md'), '# A <b>title</b> & more\n\n<script>alert(1)</script>\n');
    const [page] = readGuide(folder);
    expect(page?.drawn).toEqual([
      ['h1', {}, ['A ', '<b>', 'title', '</b>', ' & more']],
      '<script>alert(1)</script>\n',
    ]);
    writeFileSync(join(folder, 'README.md'), '> quoted\n');
    expect(() => readGuide(folder)).toThrow('does not know: blockquote');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
