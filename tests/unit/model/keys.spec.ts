import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS, DEFAULT_KEYS, faultOfKey, readKeys } from '@/lib/model/keys';
import { readSettings } from '@/lib/settings/settings';

describe('the keys', () => {
  it('give every command a key of its own that nobody else uses', () => {
    for (const { name, key } of COMMANDS) expect(faultOfKey(key, name, DEFAULT_KEYS), name).toBeNull();
    expect(new Set(COMMANDS.map((c) => c.key)).size).toBe(COMMANDS.length);
  });

  it.each([
    ['/', 'Browsers'],
    ["'", 'Browsers'],
    [' ', 'Browsers'],
    ['1', 'Browsers'],
    ['Enter', 'one character'],
    ['M', 'small one'],
    ['j', 'next alert summary'],
  ])('refuse %j for the mark', (key, reason) => {
    expect(faultOfKey(key, 'mark', DEFAULT_KEYS)).toContain(reason);
  });

  it('can be changed and switched off', () => {
    const keys = readKeys({ mark: 'x', plan: '' });
    expect(keys.mark).toBe('x');
    expect(keys.plan).toBe('');
    expect(keys.send).toBe('s');
  });

  it('let two commands change places', () => {
    const keys = readKeys({ ...DEFAULT_KEYS, mark: 'p', plan: 'm' });
    expect([keys.mark, keys.plan]).toEqual(['p', 'm']);
  });

  it('whatever is stored, come out complete, single and free of faults', () => {
    const stored = fc.oneof(
      fc.anything(),
      fc.dictionary(
        fc.constantFrom(...COMMANDS.map((c) => c.name)),
        fc.oneof(fc.string({ maxLength: 2 }), fc.anything()),
      ),
    );
    fc.assert(
      fc.property(stored, (value) => {
        const keys = readKeys(value);
        for (const { name } of COMMANDS) expect(faultOfKey(keys[name], name, keys)).toBeNull();
      }),
      { numRuns: 200 },
    );
  });

  it('are a part of the settings', () => {
    expect(readSettings({ keys: { mark: 'x' } }).keys.mark).toBe('x');
    expect(readSettings(undefined).keys).toEqual(DEFAULT_KEYS);
  });
});
