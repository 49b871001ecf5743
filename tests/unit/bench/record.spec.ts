import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { overLimits, type PageRecord } from '../../bench/page/limits.ts';

const ROOT = join(import.meta.dirname, '../../..');
const { known, ...record } = JSON.parse(
  readFileSync(join(ROOT, 'tests', 'bench', 'record.json'), 'utf8'),
) as PageRecord & { known: string[] };
const SCRIPTS = join(ROOT, '.output', 'chrome-mv3', 'content-scripts');
/** So much more than in the record the scripts may weigh before somebody has to look. */
const MOST_RATIO = 1.05;

describe('the record of the bench', () => {
  it('is within the limits but for what it names itself', () => {
    expect(overLimits(record as PageRecord).map((line) => line.split(':')[0])).toEqual(known);
  });

  it('tells a figure that is over its limit', () => {
    const good = { lastBarAfterRows: 1, longestOwnTask: 1, sort: 1 };
    const bytes = { raw: 1, gzip: 1 };
    expect(overLimits({ '10x50': good, bytes })).toEqual([]);
    expect(overLimits({ '10x50': { ...good, longestOwnTask: 51 }, bytes })).toEqual([
      'longest own task, ms: 51.00, at most 50',
    ]);
    expect(overLimits({ evaluation: { deputy: 2.1, floor: 1 }, bytes })).toHaveLength(1);
    expect(overLimits({ bytes, hidden: { requests: 1, timers: 0 } })).toHaveLength(1);
  });

  // without a build there is nothing to weigh; `npm test` builds first
  it.skipIf(!existsSync(SCRIPTS))('is not left behind by the content scripts', () => {
    const files = readdirSync(SCRIPTS).map((name) => readFileSync(join(SCRIPTS, name)));
    const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
    expect(sum(files.map((f) => f.length)) / record.bytes.raw).toBeLessThan(MOST_RATIO);
    expect(sum(files.map((f) => gzipSync(f).length)) / record.bytes.gzip).toBeLessThan(MOST_RATIO);
  });
});
