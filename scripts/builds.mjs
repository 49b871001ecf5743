// Building the extension, and knowing when that can be skipped. No dependencies.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packageCommand, ROOT, runNode, Trouble, tail, withProgress } from './processes.mjs';

/** What the built extension depends on. */
const SOURCES = [
  'entrypoints',
  'components',
  'lib',
  'assets',
  'public',
  'docs/guide',
  'scripts/guidePages.ts',
  'wxt.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

/** WXT's own names of the two browsers. */
const WXT_NAMES = { chromium: 'chrome', firefox: 'firefox' };

/** The folder of the extension built for a browser. */
export function extensionFolder(kind) {
  return join(ROOT, '.output', `${WXT_NAMES[kind]}-mv3`);
}

/** The arguments of Node that build the extension for a browser. */
export function buildCommand(kind) {
  return [packageCommand('wxt', 'wxt'), ['build', '-b', WXT_NAMES[kind]]];
}

/**
 * Builds the extension for a browser unless its sources are those of the last build.
 * @returns the folder of the built extension.
 */
export async function ensureBuilt(kind) {
  const folder = extensionFolder(kind);
  const stamp = `${folder}.sources`;
  const sources = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === stampOf(folder, sources)) return folder;
  await withProgress(`Building the extension for ${kind}`, async () => {
    const [file, args] = buildCommand(kind);
    const { code, output } = await runNode(file, args);
    if (code === 0) return;
    throw new Trouble(`the extension does not build:\n${tail(output)}`, 'mend the sources named above');
  });
  writeFileSync(stamp, stampOf(folder, sources));
  return folder;
}

/** Names the sources and the very build that was made of them: somebody else may have built in between. */
function stampOf(folder, sources) {
  const manifest = join(folder, 'manifest.json');
  return existsSync(manifest) ? `${sources} ${statSync(manifest).mtimeMs}\n` : '';
}

/** A digest of all sources, names and contents. */
function fingerprint() {
  const digest = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesOf(join(ROOT, source))) {
      digest
        .update(`${relative(ROOT, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  return digest.digest('hex');
}

function filesOf(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}
