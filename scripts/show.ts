/** Opens a browser window with Deputy on the sandbox's alerts page, and keeps it until the person closes it. */
import { createInterface } from 'node:readline';
import { launch } from '../tests/e2e/driver/driver.ts';
import { scoreInWords, scoreOfShift } from '../tests/sandbox/score.ts';
import { startSandbox } from '../tests/sandbox/server.ts';
import { ALERTS_PAGE, startArguments, TRAINING_PAGE } from './arguments.ts';

const STEP_MINUTES = 30;

const { browser, executable, extension, sandbox: options } = startArguments();
const sandbox = await startSandbox(options);
const starting = launch(browser, { executable, extension, port: sandbox.port, headless: false });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void starting.then((open) => open.close()));
}
const session = await starting;

const [first] = await session.tabs();
const tab = first ?? (await session.newTab());
const isTraining = options.scenario === 'training';
await tab.login({ next: isTraining ? `${TRAINING_PAGE}&page=1` : ALERTS_PAGE });

console.log(`
The alerts page is open, logged in as a code sheriff. Everything in it is made up: nothing leaves this machine.
${
  isTraining
    ? `Twelve summaries wait, each with one right thing to do: docs/guide/first-shift.md goes through them.
Type "score" and press Enter here to see how you are doing; it is told at the end as well.`
    : 'Find a summary with "Send round 1" or "Plan round 1" in its bar.'
}
Its jobs run on the sandbox's clock: press Enter here to let ${STEP_MINUTES} minutes pass.
Close the browser or press Ctrl-C to end.`);

/** How the training shift stands; nothing for other scenarios. */
function tellScore(): void {
  const score = scoreOfShift(sandbox.world);
  if (score) console.log(`\n${scoreInWords(score)}\n`);
}

const lines = createInterface({ input: process.stdin });
let passed = 0;
lines.on('line', (line) => {
  if (isTraining && /^s(core)?$/i.test(line.trim())) return tellScore();
  sandbox.clock.advance(STEP_MINUTES * 60);
  passed += STEP_MINUTES;
  console.log(`${passed} minutes have passed.`);
});

await session.closed;
tellScore();
lines.close();
await sandbox.close();
process.exit(0);
