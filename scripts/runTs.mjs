// Runs a TypeScript program that uses the project's own code ('@/…' and imports without extension), which Node alone
// cannot resolve: node scripts/runTs.mjs tests/bench/evalVerdict.ts [its options]
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const [program, ...options] = process.argv.slice(2);
if (!program) {
  process.stderr.write('node scripts/runTs.mjs <program.ts> [its options]\n');
  process.exit(2);
}
const file = resolve(program);
process.argv = [process.argv[0] ?? 'node', file, ...options];
await runnerImport(file, {
  root: ROOT,
  configFile: false,
  logLevel: 'error',
  resolve: { alias: { '@': ROOT } },
});
