import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { productFiles, ROOT } from './imports';

const TIMER = /\bset(?:Timeout|Interval)\b|\brequestIdleCallback\b|AbortSignal\.timeout\b|\bsetImmediate\b/;
const MODULE = 'lib/timers/timers.ts';

describe('timers', () => {
  it('are all set in one module', () => {
    const setters = productFiles()
      .filter(({ path }) => TIMER.test(readFileSync(join(ROOT, path), 'utf8')))
      .map(({ path }) => path);
    expect(setters).toEqual([MODULE]);
  });
});
