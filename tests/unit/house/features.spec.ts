import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFeature } from '../../../scripts/newFeature.mjs';
import { packageCommand } from '../../../scripts/processes.mjs';

const ROOT = resolve(import.meta.dirname, '../../..');

interface Row {
  readonly does: string;
  readonly rule: string;
  readonly view: string;
  readonly spec: string;
}

function rowsOf(readme: string): readonly Row[] {
  const table = readme.split('<!-- features start -->')[1]?.split('<!-- features end -->')[0] ?? '';
  return table.split('\n').flatMap((line) => {
    const [, does, rule, view, spec] = /^\| (.+?) \| `(\w+)` \| `(\w+)` \| `(\w+)` \|$/.exec(line) ?? [];
    return does && rule && view && spec ? [{ does, rule, view, spec }] : [];
  });
}

/** What the features share: pages, frames and small parts that carry no rule of their own. */
const SHARED: readonly string[] = [
  'alertCell', // the marks and strips of a row: lib/rounds/cellView.ts
  'chart',
  'dialog',
  'drawings',
  'evidence', // a part of the suggestions
  'guardedButton',
  'guidePage', // docs/guide
  'healthPage', // lib/health
  'importFile', // a part of the options
  'keysEditor',
  'keysHelp',
  'keysList',
  'notePreview',
  'notesDialog', // lib/notes
  'noticeLine',
  'optionsPage', // lib/settings
  'outlookWords',
  'planWords',
  'popup',
  'problemNotice',
  'problems',
  'receiptList',
  'receipts',
  'stripCells',
  'tableHead',
  'templatesEditor',
  'tick',
  'tour', // its words: lib/shift and the background
];

describe('the table of features in the README', () => {
  const rows = rowsOf(readFileSync(join(ROOT, 'README.md'), 'utf8'));

  it('has rows', () => expect(rows.length).toBeGreaterThan(10));

  it.each(rows)('$does: has its rule, its view and its spec', ({ rule, view, spec }) => {
    expect(existsSync(join(ROOT, 'lib/triage', `${rule}.ts`)), rule).toBe(true);
    expect(existsSync(join(ROOT, 'components', `${view}.tsx`)), view).toBe(true);
    const places = [
      `tests/unit/triage/${spec}.spec.ts`,
      `tests/unit/components/${spec}.spec.tsx`,
      `tests/e2e/${spec}.spec.ts`,
    ];
    expect(places.filter((path) => existsSync(join(ROOT, path))).length, spec).toBeGreaterThan(0);
  });

  it('names every view that is not shared', () => {
    const views = readdirSync(join(ROOT, 'components')).flatMap((f) => /^(\w+)\.tsx$/.exec(f)?.[1] ?? []);
    const known = new Set([...rows.map((r) => r.view), ...SHARED]);
    expect(views.filter((view) => !known.has(view))).toEqual([]);
    expect(SHARED.filter((view) => !views.includes(view))).toEqual([]);
  });
});

describe('npm run feature', () => {
  const folder = mkdtempSync(join(tmpdir(), 'feature-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('makes a feature that passes lint, types and tests as it is, and is in the table', () => {
    for (const file of ['README.md', 'biome.json', 'package.json', '.gitignore'])
      cpSync(join(ROOT, file), join(folder, file));
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const config = JSON.parse(readFileSync(join(ROOT, '.wxt/tsconfig.json'), 'utf8')) as {
      compilerOptions: object;
    };
    const own = JSON.parse(
      readFileSync(join(ROOT, 'tsconfig.json'), 'utf8').replace(/^\s*\/\/.*$/gm, ''),
    ) as {
      compilerOptions: object;
    };
    const options = { ...config.compilerOptions, ...own.compilerOptions, paths: { '@/*': ['./*'] } };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, include: ['lib', 'components', 'tests'] }, null, 2),
    );
    const made = makeFeature(folder, 'noisyTest', 'Says that the test is noisy');
    expect(made).toHaveLength(4);
    expect(rowsOf(readFileSync(join(folder, 'README.md'), 'utf8'))).toContainEqual({
      does: 'Says that the test is noisy',
      rule: 'noisyTest',
      view: 'noisyTest',
      spec: 'noisyTest',
    });
    const run = (command: readonly string[]) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, command, {
        cwd: folder,
        encoding: 'utf8',
      });
      expect(`${stdout}${stderr}`.slice(-2000) + status).toMatch(/0$/);
    };
    run([packageCommand('@biomejs/biome', 'biome'), 'check', ...made]);
    run([packageCommand('typescript', 'tsc'), '--noEmit', '-p', folder]);
    mkdirSync(join(folder, 'out'));
    writeFileSync(
      join(folder, 'vitest.config.ts'),
      `export default { oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } }, resolve: { alias: { '@': '${folder}' } } };\n`,
    );
    run([packageCommand('vitest', 'vitest'), 'run']);
  });

  it('refuses a name that is taken', () => {
    expect(() => makeFeature(folder, 'noisyTest', 'Says it again')).toThrow('is there already');
  });
});
