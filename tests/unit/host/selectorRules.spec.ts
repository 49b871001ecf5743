// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { SELECTOR_RULES } from '@/lib/host/selectorRules';
import { SELECTORS } from '@/lib/host/selectors';

describe('the selector registry', () => {
  it('can say of every selector what is lost without it, and of nothing else', () => {
    expect(Object.keys(SELECTOR_RULES).sort()).toEqual(Object.keys(SELECTORS).sort());
    for (const { feature } of Object.values(SELECTOR_RULES)) expect(feature).toMatch(/^[a-z].{5,}[^.]$/);
  });

  it.each(Object.entries(SELECTORS))('%s is a selector that the browser takes', (_, selector) => {
    expect(() => document.createElement('div').querySelector(selector)).not.toThrow();
  });
});
