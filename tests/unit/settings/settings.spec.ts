import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PAIRS } from '@/lib/model/pairs';
import { DEFAULT_RULES } from '@/lib/model/rules';
import { DEFAULT_SETTINGS, readSettings, SETTINGS_VERSION } from '@/lib/settings/settings';

describe('the settings', () => {
  it.each([undefined, null, 'text', 7, [], {}])('are the defaults where %j is stored', (stored) => {
    expect(readSettings(stored)).toEqual(DEFAULT_SETTINGS);
  });

  it('keep what was chosen', () => {
    const stored = { version: 1, graceSeconds: 8, rules: { ...DEFAULT_RULES, jobsPerRound: 30 } };
    expect(readSettings(stored)).toEqual({
      ...DEFAULT_SETTINGS,
      graceSeconds: 8,
      rules: { ...DEFAULT_RULES, jobsPerRound: 30 },
    });
  });

  it('lose one bad entry and none of the others', () => {
    const rules = { jobsPerRound: 'many', cutPoints: 2, frameworks: ['talos', 7], fillGapUpTo: -1 };
    expect(readSettings({ graceSeconds: null, claimSeconds: 9, rules })).toEqual({
      ...DEFAULT_SETTINGS,
      claimSeconds: 9,
      rules: { ...DEFAULT_RULES, cutPoints: 2 },
    });
  });

  it('keep the pairs of branches that make sense, each for itself', () => {
    const day = { downstream: 'autoland', upstream: 'mozilla-inbound', windowHours: 36 };
    const pairs = [
      day,
      { downstream: 'mozilla-beta', upstream: 'autoland', windowHours: -1 },
      { downstream: 'mine', upstream: 'theirs', windowHours: 1e9 },
      { downstream: '../try', upstream: 'autoland', windowHours: 24 },
      { downstream: 'autoland', upstream: 'autoland', windowHours: 24 },
      'autoland',
      null,
    ];
    const shipped = DEFAULT_PAIRS.find((p) => p.downstream === 'mozilla-beta');
    expect(readSettings({ pairs }).pairs).toEqual([day, shipped]);
    expect(readSettings({ pairs: [] }).pairs).toEqual([]);
    expect(readSettings({ pairs: {} }).pairs).toEqual(DEFAULT_PAIRS);
  });

  it('name the templates that cannot be used, and keep the others', () => {
    const lunch = { name: 'lunch', text: 'back at {eta}' };
    const read = readSettings({ templates: [lunch, { name: 'typo', text: '{alert}' }], handOver: 'never' });
    expect(read.templates).toEqual([lunch]);
    expect(read.badTemplates).toEqual([{ name: 'typo', fault: '{alert} is no variable' }]);
    expect(read.handOver).toBe('when sent');
    expect(readSettings({ handOver: 'when complete' }).handOver).toBe('when complete');
  });

  it('set stars with marks only where that was chosen', () => {
    expect(readSettings({}).starMarked).toBe(false);
    expect(readSettings({ starMarked: true }).starMarked).toBe(true);
    for (const slip of ['yes', 1, null]) expect(readSettings({ starMarked: slip }).starMarked).toBe(false);
  });

  it.each([
    ['jobsPerRound', 6000],
    ['buildsPerRound', 600],
    ['jobsPerTeamPerDay', 1e9],
    ['pointsPerRevision', 40],
    ['alertsPerRound', 2.5],
    ['jobsPerPersonPerDay', Number.POSITIVE_INFINITY],
  ] as const)('take no slip of the hand: %s of %d', (name, value) => {
    expect(readSettings({ rules: { [name]: value } }).rules[name]).toBe(DEFAULT_RULES[name]);
  });

  it.each([
    ['graceSeconds', 1, 5],
    ['graceSeconds', 2, 2],
    ['claimSeconds', 2, 3],
    ['claimSeconds', 61, 3],
  ] as const)('keep the pauses long enough to be of use: %s of %d is %d', (name, stored, taken) => {
    expect(readSettings({ [name]: stored })[name]).toBe(taken);
  });

  it('of a later version are read as far as they are known', () => {
    const later = { version: 9, graceSeconds: 6, theme: 'dark', rules: { cutPoints: 4, mood: 'good' } };
    const read = readSettings(later);
    expect(read).toMatchObject({ version: SETTINGS_VERSION, graceSeconds: 6, rules: { cutPoints: 4 } });
    expect(read).not.toHaveProperty('theme');
  });

  it('come out whole whatever is stored, and the same when read again', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.record({ rules: fc.anything(), graceSeconds: fc.anything() })),
        (stored) => {
          const read = readSettings(stored);
          expect(Object.keys(read).sort()).toEqual(Object.keys(DEFAULT_SETTINGS).sort());
          expect(Object.keys(read.rules).sort()).toEqual(Object.keys(DEFAULT_RULES).sort());
          expect(readSettings(JSON.parse(JSON.stringify(read)))).toEqual(read);
        },
      ),
      { numRuns: 300 },
    );
  });
});
