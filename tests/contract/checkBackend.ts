/**
 * `npm run check:backend -- URL`: asks a real Treeherder the questions of the contract that only read and need no login,
 * and says where its answers differ from what Deputy (and the sandbox) take for granted. Sends no write.
 */
import { CONTRACT } from './contract.ts';
import { runCase, takeSample } from './runContract.ts';

const BROWSERTIME = 13;

const [address] = process.argv.slice(2);
if (!address || !URL.canParse(address)) {
  console.error('Usage: npm run check:backend -- https://treeherder.example [framework id]');
  process.exit(2);
}
const origin = new URL(address).origin;
const ask = (path: string, init?: RequestInit) => fetch(new URL(path, origin), init);
const reading = CONTRACT.filter(
  (c) =>
    c.body === undefined &&
    (c.method ?? 'GET') === 'GET' &&
    c.as === undefined &&
    c.path.startsWith('/') &&
    !c.fact.startsWith('taskcluster'),
);
const sample = await takeSample(ask, Number(process.argv[3] ?? BROWSERTIME));
let failed = 0;
for (const one of reading) {
  const wrong = await runCase(one, sample, ask, null).catch((error: unknown) => String(error));
  if (wrong === null) continue;
  failed += 1;
  console.log(`${one.fact}: ${one.name}\n  ${wrong}`);
}
console.log(`${reading.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
