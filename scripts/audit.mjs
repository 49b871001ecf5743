// npm run audit: known weaknesses of the packages, as the registry knows them. A report, never a gate: it ends with 0.
import { run, say } from './processes.mjs';

const [program, args, shell] = process.env.npm_execpath?.match(/npm-cli\.c?js$/)
  ? [process.execPath, [process.env.npm_execpath, 'audit', '--json'], false]
  : ['npm', ['audit', '--json'], process.platform === 'win32'];
const { output } = await run(program, args, { shell });
let report = null;
try {
  report = JSON.parse(output.slice(output.indexOf('{')));
} catch {
  // told below
}
if (!report?.metadata) {
  say(`The registry gives no audit here: ${report?.message ?? report?.error?.summary ?? 'no answer'}.`);
} else {
  for (const { name, severity, range, via } of Object.values(report.vulnerabilities ?? {})) {
    const titles = via.map((one) => (typeof one === 'string' ? `through ${one}` : one.title));
    say(`${severity}: ${name} ${range}: ${titles.join('; ')}`);
  }
  const { vulnerabilities, dependencies } = report.metadata;
  say(JSON.stringify({ packages: dependencies?.total ?? 0, ...vulnerabilities }));
}
