import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SELECTORS } from '@/lib/host/selectors';
import { ROOT } from '../house/imports';

const sheet = readFileSync(join(ROOT, 'entrypoints/perfherder.content/page.css'), 'utf8');
const selectors = [...sheet.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{[^{}]*\}/g)].map(
  ([, selector = '']) => selector.trim(),
);

describe("the one rule that Deputy adds to the page's own style", () => {
  it('reaches the collapsed notes by the registered selector, in a block, beside their button', () => {
    const { main, block, collapsedNotes } = SELECTORS;
    // `>` because the footer is a child of the block: nested deeper it would be another part of the page
    expect(selectors).toEqual([`${main} ${block} > ${collapsedNotes}:has(+ button)`]);
  });
});
