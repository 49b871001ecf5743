import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReason, reasonTests } from '@/lib/triage/roundReason';
import { alert } from './fixtures';

const of = (suite: string, platform: string, extraOptions: readonly string[]) => {
  const made = alert(1);
  return { ...made, signature: { ...made.signature, suite, platform, extraOptions } };
};

describe('the reason of a later round', () => {
  it('names each test once, with platform and options', () => {
    const tests = reasonTests([
      of('amazon', 'windows11-64', ['fission', 'webrender']),
      of('amazon', 'windows11-64', ['fission', 'webrender']),
      of('ts_paint', 'linux64', []),
    ]);
    expect(tests).toBe(' | amazon windows11-64 fission+webrender | ts_paint linux64');
    expect(readReason(`too noisy${tests}`)).toEqual({
      reason: 'too noisy',
      tests: [
        { suite: 'amazon', platform: 'windows11-64', options: ['fission', 'webrender'] },
        { suite: 'ts_paint', platform: 'linux64', options: [] },
      ],
    });
  });

  it('that was typed into the notes by hand has no tests', () => {
    expect(readReason('the levels lie too close')).toEqual({ reason: 'the levels lie too close', tests: [] });
  });

  it('keeps tests apart whatever they are called', () => {
    const name = fc.string({ minLength: 1 }).filter((s) => s.trim() !== '');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, name, fc.array(name)), { maxLength: 4 }), (tests) => {
        const text = reasonTests(tests.map(([suite, platform, options]) => of(suite, platform, options)));
        const read = readReason(`why${text}`);
        expect(read.reason).toBe('why');
        expect(reasonTests(read.tests.map((t) => of(t.suite, t.platform, t.options)))).toBe(text);
      }),
      { numRuns: 200 },
    );
  });
});
