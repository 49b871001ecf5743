// The packages to hand out, and the proof that anybody gets the same: npm run zip [-- --check]
// With --check the extension is built twice more, from the packed sources in two other folders, and every byte is compared.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explain, nodeProgram, packageCommand, ROOT, say, Trouble, tail } from './processes.mjs';
import { unzip } from './unzip.mjs';

const digest = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** Packs both extensions and the sources in a checkout. @returns digests by file name */
function pack(folder) {
  const output = join(folder, '.output');
  if (existsSync(output))
    for (const name of readdirSync(output)) if (name.endsWith('.zip')) rmSync(join(output, name));
  for (const browser of ['chrome', 'firefox']) {
    const { status, stdout, stderr } = spawnSync(
      nodeProgram(),
      [packageCommand('wxt', 'wxt'), 'zip', '-b', browser],
      { cwd: folder, encoding: 'utf8' },
    );
    if (status !== 0) throw new Trouble(`wxt zip failed:\n${tail(stdout + stderr)}`, 'run npm run build');
  }
  const names = readdirSync(output).filter((name) => name.endsWith('.zip'));
  return new Map(names.map((name) => [name, digest(join(output, name))]));
}

function main() {
  const made = pack(ROOT);
  for (const [name, hash] of made) say(`${hash}  .output/${name}`);
  if (!process.argv.includes('--check')) return 0;
  const sources = [...made.keys()].find((name) => name.endsWith('-sources.zip'));
  let differences = 0;
  for (const turn of [1, 2]) {
    const folder = mkdtempSync(join(tmpdir(), 'deputy-sources-'));
    try {
      unzip(join(ROOT, '.output', sources), folder);
      symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
      for (const [name, hash] of pack(folder)) {
        const isSame = made.get(name) === hash;
        differences += isSame ? 0 : 1;
        say(`${isSame ? 'the same' : 'DIFFERENT'}, build ${turn} from the packed sources: ${name}`);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  say(JSON.stringify({ zips: Object.fromEntries(made), differences }));
  return differences === 0 ? 0 : 1;
}

try {
  process.exit(main());
} catch (error) {
  explain(error);
  process.exit(1);
}
