import { describe, expect, it } from 'vitest';
import { importsOf, productFiles, roomOf } from './imports';

interface Rule {
  /** Rooms of ours, beside the own one. */
  readonly rooms: readonly string[];
  /** Rooms of which only types are used: nothing of them gets into the bundle. */
  readonly typesOf?: readonly string[];
  /** Packages. */
  readonly packages: readonly string[];
}

const MODEL = 'lib/model';
const TIMERS = 'lib/timers';

/** The "may import" column of the design, section 2. */
const MAY_IMPORT: Readonly<Record<string, Rule>> = {
  'lib/model': { rooms: [], packages: [] },
  'lib/triage': { rooms: [MODEL], packages: [] },
  'lib/notes': { rooms: [MODEL], typesOf: ['lib/triage'], packages: ['node-diff3'] },
  'lib/timers': { rooms: [], packages: [] },
  'lib/treeherder': { rooms: [MODEL, TIMERS], packages: ['zod/mini'] },
  'lib/taskcluster': { rooms: [MODEL, TIMERS], packages: ['zod/mini', 'json-e', '@cfworker/json-schema'] },
  'lib/host': { rooms: [MODEL, TIMERS, 'lib/messages'], packages: [] },
  'lib/settings': { rooms: [MODEL], packages: ['zod/mini'] },
  'lib/messages': { rooms: [MODEL], packages: ['zod/mini'] },
  'lib/store': { rooms: [MODEL], typesOf: ['lib/notes'], packages: [] },
  // zod: the leases' table is read back from storage, in the background
  'lib/actions': {
    rooms: [MODEL, 'lib/triage', 'lib/notes', 'lib/treeherder', 'lib/store', 'lib/messages'],
    packages: ['zod/mini'],
  },
  'lib/suggestions': {
    rooms: [
      MODEL,
      'lib/triage',
      'lib/notes',
      'lib/treeherder',
      'lib/settings',
      'lib/messages',
      'lib/store',
      'lib/actions',
    ],
    packages: [],
  },
  'lib/rounds': {
    rooms: [
      'lib/suggestions',
      'lib/health',
      MODEL,
      TIMERS,
      'lib/triage',
      'lib/notes',
      'lib/treeherder',
      'lib/taskcluster',
      'lib/settings',
      'lib/messages',
      'lib/store',
      'lib/actions',
    ],
    packages: ['zod/mini'],
  },
  'lib/health': { rooms: [MODEL, 'lib/host'], packages: [] },
  'lib/shift': {
    rooms: [MODEL, 'lib/triage', 'lib/notes', 'lib/treeherder'],
    packages: [],
  },
  components: {
    rooms: [MODEL, 'lib/settings'],
    typesOf: ['lib/triage', 'lib/notes'],
    packages: ['preact', 'preact/hooks', 'uplot'],
  },
};

const files = productFiles();
const imports = files.flatMap(importsOf);

describe('the house', () => {
  it('is read whole', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(300);
    // every room is either in the table or free to import everything
    const rooms = new Set(files.map((f) => roomOf(f.path)));
    expect([...rooms].filter((r) => r !== 'entrypoints' && !MAY_IMPORT[r])).toEqual([]);
  });

  it.each(Object.entries(MAY_IMPORT))('%s imports only what it may', (room, rule) => {
    const against = imports
      .filter((i) => roomOf(i.file) === room)
      .filter((i) => {
        if (!i.isOurs) return !rule.packages.includes(i.target);
        const to = roomOf(i.target);
        return !(to === room || rule.rooms.includes(to) || (i.typeOnly && rule.typesOf?.includes(to)));
      });
    expect(against.map((i) => `${i.file} → ${i.target}${i.typeOnly ? ' (types)' : ''}`)).toEqual([]);
  });

  it('has nothing that imports an entrypoint', () => {
    const against = imports.filter(
      (i) => roomOf(i.target) === 'entrypoints' && roomOf(i.file) !== 'entrypoints',
    );
    expect(against).toEqual([]);
  });

  it.each(['lib/triage', 'lib/notes', 'lib/model'])(
    'keeps %s pure: no clock, chance, fetch or page',
    (room) => {
      const impure =
        /\b(Date\.now|new Date\(\)|Math\.random|performance\.|fetch\(|document\.|globalThis|localStorage|setTimeout|crypto\.|browser\.)/;
      const against = files
        .filter((f) => roomOf(f.path) === room)
        .flatMap((f) =>
          code(f.text)
            .split('\n')
            .flatMap((line, n) => (impure.test(line) ? [`${f.path}:${n + 1} ${line.trim()}`] : [])),
        );
      expect(against).toEqual([]);
    },
  );

  it('writes no markup', () => {
    const against = files.filter((f) =>
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write/.test(code(f.text)),
    );
    expect(against.map((f) => f.path)).toEqual([]);
  });

  it('keeps every file within 400 lines', () => {
    const long = files.filter((f) => f.text.split('\n').length > 401);
    expect(long.map((f) => f.path)).toEqual([]);
  });
});

/** Without comments, which may talk about anything. */
const code = (text: string) =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|\s)\/\/.*$/gm, '$1');
