// Installs what a fresh checkout lacks: npm packages, WXT's generated types, browsers. Used by `npm start` and `npm test`.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageCommand, ROOT, run, runNode, Trouble, tail, withProgress } from './processes.mjs';

const LOCK = join(ROOT, 'package-lock.json');
const MODULES = join(ROOT, 'node_modules');
/** Written by npm when an installation is complete. */
const NPM_MARK = join(MODULES, '.package-lock.json');
/** Ours: the digest of the lock file that was installed, so that a touched but equal lock file costs nothing. */
const OWN_MARK = join(MODULES, '.deputy-installed');

/** Installs npm packages and WXT's generated files where they are missing or older than what they come from. */
export async function prepareCheckout() {
  if (!packagesAreCurrent()) await installPackages();
  if (!typesAreCurrent()) await prepareTypes();
}

function packagesAreCurrent() {
  if (!existsSync(NPM_MARK)) return false;
  if (existsSync(OWN_MARK)) return readFileSync(OWN_MARK, 'utf8') === lockDigest();
  const current = statSync(NPM_MARK).mtimeMs >= statSync(LOCK).mtimeMs;
  if (current) writeFileSync(OWN_MARK, lockDigest()); // whoever ran npm ci by hand is done
  return current;
}

function lockDigest() {
  return createHash('sha256').update(readFileSync(LOCK)).digest('hex');
}

async function installPackages() {
  const [program, args, shell] = npm(['ci', '--loglevel=error', '--no-audit', '--no-fund']);
  await withProgress('Installing npm packages (a minute or so)', async () => {
    const { code, output } = await run(program, args, { shell });
    if (code === 0) return;
    throw new Trouble(
      `npm packages could not be installed:\n${tail(output)}`,
      'check the connection to the npm registry, then run the command again; "npm ci" shows more',
    );
  });
  writeFileSync(OWN_MARK, lockDigest());
}

/** The npm that started this command, else the one on the PATH. */
function npm(args) {
  const cli = process.env.npm_execpath;
  if (cli && /npm-cli\.c?js$/.test(cli)) return [process.execPath, [cli, ...args], false];
  return ['npm', args, process.platform === 'win32']; // a .cmd file starts only in a shell
}

const TYPES = join(ROOT, '.wxt', 'tsconfig.json');

/** npm's postinstall makes them too, but not after --ignore-scripts. Without the paths in them no import resolves. */
function typesAreCurrent() {
  return (
    existsSync(TYPES) &&
    readFileSync(TYPES, 'utf8').includes('"paths"') &&
    statSync(TYPES).mtimeMs >= statSync(join(ROOT, 'wxt.config.ts')).mtimeMs
  );
}

async function prepareTypes() {
  await withProgress('Preparing WXT', async () => {
    const { code, output } = await runNode(packageCommand('wxt', 'wxt'), ['prepare']);
    if (code !== 0)
      throw new Trouble(`wxt prepare failed:\n${tail(output)}`, 'mend wxt.config.ts or run "npm ci"');
  });
  const now = new Date(); // WXT leaves a file with equal content untouched
  if (existsSync(TYPES)) utimesSync(TYPES, now, now);
}
