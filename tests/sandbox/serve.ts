/** `node tests/sandbox/serve.ts --scenario quiet --port 0 --ui DIR`: the sandbox by hand. Ctrl-C ends it. */
import { parseArgs } from 'node:util';
import { SCENARIOS } from './scenarios/index.ts';
import { startSandbox } from './server.ts';

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: 'quiet' },
    seed: { type: 'string' },
    port: { type: 'string', default: '0' },
    ui: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log('Usage: node tests/sandbox/serve.ts [--scenario NAME] [--seed TEXT] [--port N] [--ui DIR]\n');
  for (const { name, about } of SCENARIOS) console.log(`  ${name.padEnd(14)} ${about}`);
} else {
  const server = await startSandbox({
    scenario: values.scenario,
    port: Number(values.port),
    ...(values.seed ? { seed: values.seed } : {}),
    ...(values.ui ? { ui: values.ui } : {}),
  });
  console.log(`Scenario "${server.scenario}" on https://localhost:${server.port}`);
  console.log(
    `Log in at https://localhost:${server.port}/__sandbox/login?next=/perfherder/alerts?framework=13`,
  );
  const stop = () => void server.close().then(() => process.exit(0));
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
