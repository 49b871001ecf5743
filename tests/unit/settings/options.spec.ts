import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PAIRS } from '@/lib/model/pairs';
import { DEFAULT_RULES } from '@/lib/model/rules';
import { createOptionsEditing } from '@/lib/settings/editing';
import { readManaged } from '@/lib/settings/managed';
import { managedSchema } from '@/lib/settings/managedSchema';
import { faultOf, OPTIONS, printOption, readOption } from '@/lib/settings/options';
import {
  DEFAULT_SETTINGS,
  faultyPaths,
  NUMBER_LIMITS,
  readSettings,
  SETTINGS_PATHS,
  storedAt,
  valueAt,
  withStored,
} from '@/lib/settings/settings';
import { printSettingsFile, readSettingsFile } from '@/lib/settings/settingsFile';

const option = (path: string) => {
  const found = OPTIONS.find((o) => o.path === path);
  if (!found) throw new Error(`no option ${path}`);
  return found;
};

describe('the options', () => {
  it('offer every setting once, each with a name and the reason for its default', () => {
    const offered = OPTIONS.map((o) => o.path);
    expect([...offered, 'pairs', 'templates', 'keys'].sort()).toEqual([...SETTINGS_PATHS].sort());
    for (const { label, why } of OPTIONS) expect(label.length * why.length).toBeGreaterThan(20);
  });

  it.each(OPTIONS.map((o) => [o.path, o] as const))('take the default of %s as it is shown', (path, o) => {
    const value = valueAt(DEFAULT_SETTINGS, path);
    expect(readOption(o, printOption(value))).toEqual(value);
    expect(faultOf(o, value)).toBeNull();
  });

  it.each(Object.entries(NUMBER_LIMITS))(
    'say what is wrong exactly where the schema would not take it: %s',
    (path, [least, most]) => {
      for (const typed of [least, most, least - 1, most + 1, least + 0.5, '', 'ten']) {
        const value = readOption(option(path), String(typed));
        const stored = withStored({}, option(path).path, value);
        expect([typed, faultOf(option(path), value) === null]).toEqual([
          typed,
          faultyPaths(stored).length === 0,
        ]);
      }
    },
  );

  it('have the form that policies are checked by', () => {
    const file = readFileSync(join(import.meta.dirname, '../../../public/managed_schema.json'), 'utf8');
    expect(JSON.parse(file)).toEqual(managedSchema());
  });
});

describe('settings of a team', () => {
  const managed = { rules: { jobsPerRound: 40, cutPoints: 2 }, role: 'perf sheriff', pairs: [] };

  it('stand in place of the defaults, and below what the sheriff has chosen', () => {
    const read = readSettings({ rules: { cutPoints: 4 } }, managed);
    expect(read.rules).toEqual({ ...DEFAULT_RULES, jobsPerRound: 40, cutPoints: 4 });
    expect([read.role, read.pairs]).toEqual(['perf sheriff', []]);
  });

  it('come back where an own value cannot be used, and cannot be faulty themselves', () => {
    const own = { rules: { jobsPerRound: 4000 }, pairs: 'none' };
    expect(readSettings(own, managed).rules.jobsPerRound).toBe(40);
    expect(readSettings(own, managed).pairs).toEqual([]);
    expect(readSettings({}, { rules: { jobsPerRound: 4000 }, pairs: 7 })).toEqual(DEFAULT_SETTINGS);
  });

  it('are none without a policy, whatever the browser does then', async () => {
    expect(await readManaged(undefined)).toEqual({});
    expect(
      await readManaged({ get: () => Promise.reject(new Error('Managed storage manifest not found')) }),
    ).toEqual({});
  });
});

describe('a file of settings', () => {
  it('holds what differs from the defaults, and gives it back', () => {
    const stored = { version: 1, role: 'perf sheriff', rules: { cutPoints: 4 }, mood: 'good' };
    expect(readSettingsFile(printSettingsFile(stored))).toEqual({
      kind: 'read',
      stored: { version: 1, role: 'perf sheriff', rules: { cutPoints: 4 } },
      leftOut: [],
    });
  });

  it('loses what does not fit, by name, and nothing else', () => {
    const text = JSON.stringify({
      kind: 'deputy settings',
      version: 1,
      settings: { graceSeconds: 1, rules: { cutPoints: 4, jobsPerRound: 6000 }, keys: { undo: 'Z' } },
    });
    const read = readSettingsFile(text);
    expect(read).toMatchObject({ kind: 'read', stored: { rules: { cutPoints: 4 } } });
    expect(read.kind === 'read' && read.leftOut).toEqual([
      'A press can be taken back for',
      'Jobs a round',
      'keys',
    ]);
  });

  it.each([
    ['', /no JSON/],
    ['{"kind":"deputy note templates","version":1}', /no settings/],
    ['{"kind":"deputy settings","version":2,"settings":{}}', /another Deputy \(version 2\)/],
    ['x'.repeat(500_001), /too large/],
  ])('of another kind is not taken: %.30s', (text, why) => {
    const read = readSettingsFile(text);
    expect(read.kind === 'not readable' && read.why).toMatch(why);
  });
});

describe('editing the options', () => {
  function page(stored: unknown = {}, managed: unknown = {}) {
    const shelf = { stored, managed, writes: 0 };
    const editing = createOptionsEditing(
      {
        read: async () => ({ stored: shelf.stored, managed: shelf.managed }),
        write: async (next) => {
          shelf.stored = next;
          shelf.writes++;
        },
      },
      () => {},
    );
    const shown = (path: string) => editing.view().options.get(option(path).path);
    return { shelf, editing, shown };
  }

  it('stores what fits at once, and a default by storing nothing', async () => {
    const { shelf, editing, shown } = page();
    await editing.type(option('rules.jobsPerRound'), '30');
    expect(shelf.stored).toEqual({ version: 1, rules: { jobsPerRound: 30 } });
    expect(shown('rules.jobsPerRound')).toMatchObject({
      text: '30',
      origin: 'own',
      fallback: '60',
      fault: null,
    });
    await editing.type(option('rules.jobsPerRound'), '60');
    expect(shelf.stored).toEqual({ version: 1, rules: {} });
    expect(shown('rules.jobsPerRound')?.origin).toBe('default');
  });

  it('keeps what does not fit in its field, with the reason, and stores nothing', async () => {
    const { shelf, editing, shown } = page();
    await editing.type(option('rules.jobsPerRound'), '3000');
    expect(shown('rules.jobsPerRound')).toMatchObject({
      text: '3000',
      fault: 'A whole number from 0 to 300.',
    });
    expect(shelf.writes).toBe(0);
    await editing.reset('rules.jobsPerRound');
    expect(shown('rules.jobsPerRound')).toMatchObject({ text: '60', fault: null });
  });

  it('goes back to what the team has set, and says whose it is', async () => {
    const { editing, shown } = page({ role: 'code sheriff' }, { role: 'perf sheriff' });
    await editing.reload();
    expect(shown('role')).toMatchObject({ text: 'code sheriff', origin: 'own', fallback: 'perf sheriff' });
    await editing.reset('role');
    expect(shown('role')).toMatchObject({ text: 'perf sheriff', origin: 'team' });
  });

  it('loses nothing that another window has stored meanwhile', async () => {
    const { shelf, editing } = page();
    await editing.reload();
    shelf.stored = { version: 1, handOver: 'when complete' };
    await Promise.all([
      editing.type(option('graceSeconds'), '8'),
      editing.type(option('claimSeconds'), '4'),
      editing.typeKey('undo', 'u'),
    ]);
    expect(shelf.stored).toMatchObject({ handOver: 'when complete', graceSeconds: 8, claimSeconds: 4 });
    expect(storedAt(shelf.stored, 'keys')).toMatchObject({ undo: 'u' });
  });

  it('takes pairs when all of them are whole', async () => {
    const { shelf, editing } = page();
    const rows = editing.view().pairs.rows;
    await editing.editPairs([...rows, { downstream: 'mozilla-esr', upstream: '', windowHours: '24' }]);
    expect(editing.view().pairs.fault).toContain('Not stored yet');
    expect(shelf.writes).toBe(0);
    await editing.editPairs([
      ...rows,
      { downstream: 'mozilla-esr', upstream: 'autoland', windowHours: '24' },
    ]);
    expect(readSettings(shelf.stored).pairs).toEqual([
      ...DEFAULT_PAIRS,
      { downstream: 'mozilla-esr', upstream: 'autoland', windowHours: 24 },
    ]);
    await editing.editPairs([]);
    expect(readSettings(shelf.stored).pairs).toEqual([]);
  });

  it('refuses a key that is taken, and a template that cannot be used', async () => {
    const { shelf, editing } = page();
    await editing.typeKey('undo', 'j');
    expect(editing.view().keys.rows.find((k) => k.name === 'undo')).toMatchObject({
      key: 'j',
      fault: '“Go to the next alert summary” has this key.',
    });
    editing.editTemplates([{ name: 'typo', text: '{alert}' }]);
    await editing.saveTemplates();
    expect(editing.view().templates.faults).toEqual(['“typo”: {alert} is no variable.']);
    expect(shelf.writes).toBe(0);
    editing.editTemplates([{ name: 'lunch', text: 'back at {eta}' }]);
    await editing.saveTemplates();
    expect(editing.view().templates).toMatchObject({ isSaved: true, origin: 'own', faults: [] });
  });

  it('takes a file as a whole, and leaves all as it is when it cannot be read', async () => {
    const { shelf, editing } = page({ version: 1, role: 'perf sheriff' });
    await editing.importFile('{}');
    expect(editing.view().imported).toEqual(['This file holds no settings of Deputy. Nothing was changed.']);
    await editing.importFile(printSettingsFile({ version: 1, graceSeconds: 9 }));
    expect(shelf.stored).toEqual({ version: 1, graceSeconds: 9 });
    expect(editing.view().imported).toEqual(['The settings of the file are stored.']);
  });
});
