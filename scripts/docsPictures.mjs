// npm run docs:pictures: makes every picture of the README, the guide and the store listing anew, into docs/pictures.
import { join } from 'node:path';
import { ensureBrowser } from './browsers.mjs';
import { ensureBuilt } from './builds.mjs';
import { ROOT, runAsCommand, runNode, say } from './processes.mjs';
import { prepareCheckout } from './setup.mjs';

async function main() {
  await prepareCheckout();
  const program = await ensureBrowser('chromium');
  const extension = await ensureBuilt('chromium');
  const script = join(ROOT, 'scripts', 'takePictures.ts');
  const { code } = await runNode(script, ['--executable', program, '--extension', extension], {
    onLine: say,
  });
  return code;
}

runAsCommand(main);
