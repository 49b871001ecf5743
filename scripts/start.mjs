// npm start: installs what is missing, builds, starts the sandbox and opens a browser with Deputy on the alerts page.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBrowser, findBrowser } from './browsers.mjs';
import { ensureBuilt } from './builds.mjs';
import { ROOT, runAsCommand, runNode, say, Trouble } from './processes.mjs';
import { prepareCheckout } from './setup.mjs';

const HELP = `npm start -- [options]

Opens the sandbox (a stand-in for Treeherder and Taskcluster) in a browser with Deputy, in a fresh profile.
Without a display it plays the main job itself and leaves numbered pictures and a text summary.

  --scenario NAME            the sandbox's scenario (default: quiet); training is a shift to practise on
  --browser chromium|firefox the browser (default: Chromium, else Firefox)
  --ui DIR                   a built Perfherder UI to serve in place of the sandbox's own page
  --headless                 as if there were no display
  --help                     this text

A browser's program can be named in the environment variables DEPUTY_CHROMIUM and DEPUTY_FIREFOX.`;

function options() {
  try {
    const { values } = parseArgs({
      options: {
        scenario: { type: 'string', default: 'quiet' },
        browser: { type: 'string' },
        ui: { type: 'string' },
        headless: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.browser && !['chromium', 'firefox'].includes(values.browser)) {
      throw new Error(`--browser is chromium or firefox, not ${values.browser}`);
    }
    return values;
  } catch (error) {
    throw new Trouble(error.message, 'npm start -- --help lists the options');
  }
}

/** The folder of --ui, from where the person stands (npm changes to the project's folder, and remembers). */
function uiFolder(given) {
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), given);
  if (existsSync(join(folder, 'index.html'))) return folder;
  throw new Trouble(`${folder} has no index.html`, 'give --ui the folder of a built Perfherder UI');
}

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

async function chooseBrowser(wanted) {
  if (wanted) return { kind: wanted, program: await ensureBrowser(wanted) };
  for (const kind of ['chromium', 'firefox']) {
    const program = findBrowser(kind);
    if (program) return { kind, program };
  }
  return { kind: 'chromium', program: await ensureBrowser('chromium') };
}

async function main() {
  const { scenario, browser, ui, headless, help } = options();
  if (help) return say(HELP);
  const uiArguments = ui ? ['--ui', uiFolder(ui)] : [];
  await prepareCheckout();
  const { kind, program } = await chooseBrowser(browser);
  const extension = await ensureBuilt(kind);
  const plays = headless || !hasDisplay();
  const script = join(ROOT, 'scripts', plays ? 'play.ts' : 'show.ts');
  const passed = [
    '--browser',
    kind,
    '--executable',
    program,
    '--extension',
    extension,
    '--scenario',
    scenario,
  ];
  say(plays ? `No display: playing the main job in headless ${kind} …` : `Opening ${kind} …`);
  const { code } = await runNode(script, [...passed, ...uiArguments], {
    onLine: say,
    ...(process.stdin.isTTY && !plays && { input: process.stdin }),
  });
  process.stdin.unref?.();
  return code;
}

runAsCommand(main);
