// Finding a browser that can load an unpacked extension, and getting one when there is none. No dependencies.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import {
  packageCommand,
  plain,
  programOutput,
  run,
  runNode,
  say,
  Trouble,
  tail,
  withProgress,
} from './processes.mjs';

const PLATFORM = process.platform;
const HOME = homedir();
const LOCAL = process.env.LOCALAPPDATA ?? join(HOME, 'AppData', 'Local');
const PROGRAMS = [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], LOCAL].filter(Boolean);

/** The oldest Firefox that the extension runs in (strict_min_version of its manifest). */
const OLDEST_FIREFOX = 142;

const NAMES = { chromium: 'Chromium or Chrome for Testing', firefox: 'Firefox' };

/** Commands by which a browser may be on the PATH, best first. Branded Chrome is not among them: it ignores --load-extension. */
const COMMANDS = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome-for-testing', 'chrome-for-testing'],
  firefox: ['firefox-esr', 'firefox', 'firefox-developer-edition'],
};

/** Where installers put it when it is not on the PATH. */
const PLACES = {
  chromium: {
    linux: ['/usr/lib/chromium/chromium', '/snap/bin/chromium'],
    darwin: applications(
      'Chromium.app/Contents/MacOS/Chromium',
      'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    ),
    win32: PROGRAMS.map((folder) => join(folder, 'Chromium', 'Application', 'chrome.exe')),
  },
  firefox: {
    linux: [
      '/usr/lib/firefox-esr/firefox-esr',
      '/usr/lib/firefox/firefox',
      '/opt/firefox/firefox',
      '/snap/bin/firefox',
    ],
    darwin: applications(
      'Firefox.app/Contents/MacOS/firefox',
      'Firefox Developer Edition.app/Contents/MacOS/firefox',
      'Firefox Nightly.app/Contents/MacOS/firefox',
    ),
    win32: PROGRAMS.flatMap((folder) =>
      ['Mozilla Firefox', 'Firefox Developer Edition'].map((name) => join(folder, name, 'firefox.exe')),
    ),
  },
};

function applications(...names) {
  return names.flatMap((name) => [join('/Applications', name), join(HOME, 'Applications', name)]);
}

/** The cache folder of a tool: Playwright's and Puppeteer's differ per system. */
const PLAYWRIGHT_CACHE =
  process.env.PLAYWRIGHT_BROWSERS_PATH ??
  { darwin: join(HOME, 'Library', 'Caches', 'ms-playwright'), win32: join(LOCAL, 'ms-playwright') }[
    PLATFORM
  ] ??
  join(process.env.XDG_CACHE_HOME ?? join(HOME, '.cache'), 'ms-playwright');
const PUPPETEER_CACHE = process.env.PUPPETEER_CACHE_DIR ?? join(HOME, '.cache', 'puppeteer');

const MAC_CHROMES = [
  'Chromium.app/Contents/MacOS/Chromium',
  'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
];

/** Programs in the caches, newest first. Playwright's Firefox is patched and speaks no WebDriver BiDi, so it does not count. */
function cached(kind) {
  if (kind === 'firefox') {
    const program = { darwin: ['*.app/Contents/MacOS/firefox'], win32: ['firefox.exe'] }[PLATFORM] ?? [
      'firefox',
    ];
    return below(PUPPETEER_CACHE, ['firefox', '*', '*'], program).concat(
      below(PUPPETEER_CACHE, ['firefox', '*'], program),
    );
  }
  const program = { darwin: MAC_CHROMES, win32: ['chrome.exe'] }[PLATFORM] ?? ['chrome'];
  return [
    ...below(PLAYWRIGHT_CACHE, ['chromium-*', 'chrome-*'], program),
    ...below(PUPPETEER_CACHE, ['chrome', '*', 'chrome-*'], program),
    ...below(PUPPETEER_CACHE, ['chromium', '*', 'chrome-*'], program),
  ];
}

/** Files under a folder; `*` in a pattern stands for any characters of one name. */
function below(folder, patterns, programs) {
  let folders = [folder];
  for (const pattern of patterns) folders = folders.flatMap((at) => entries(at, pattern));
  return folders.flatMap((at) =>
    programs.flatMap((program) => {
      const [first = '', ...rest] = program.split('/');
      return entries(at, first).map((entry) => join(entry, ...rest));
    }),
  );
}

function entries(folder, pattern) {
  const shape = new RegExp(`^${pattern.replace(/[.+]/g, '\\$&').replaceAll('*', '.*')}$`);
  try {
    const names = readdirSync(folder).filter((name) => shape.test(name));
    return names
      .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function onPath(command) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const endings = PLATFORM === 'win32' ? ['.exe'] : [''];
  return folders.flatMap((folder) => endings.map((ending) => join(folder, command + ending)));
}

/** The environment variable that names a browser's program. */
export function variableFor(kind) {
  return `DEPUTY_${kind.toUpperCase()}`;
}

/**
 * The program of a browser that can load the extension, or undefined. A program named in DEPUTY_CHROMIUM or DEPUTY_FIREFOX is
 * taken as it is.
 */
export function findBrowser(kind) {
  const named = process.env[variableFor(kind)];
  if (named) {
    if (existsSync(named)) return named;
    throw new Trouble(`${variableFor(kind)} names ${named}, which is not there`, 'correct or unset it');
  }
  const candidates = [...COMMANDS[kind].flatMap(onPath), ...(PLACES[kind][PLATFORM] ?? []), ...cached(kind)];
  return candidates.find((program) => isFile(program) && suits(kind, program));
}

function isFile(path) {
  return existsSync(path) && statSync(path).isFile();
}

/** Judges by what the program says of itself (a wrapper without its browser says nothing), on Windows by the file beside it. */
function suits(kind, program) {
  if (PLATFORM === 'win32') return kind === 'chromium' || firefoxOnWindows(program) >= OLDEST_FIREFOX;
  const version = programOutput(program, ['--version']);
  if (kind === 'chromium') return /^(?:Chromium|Google Chrome for Testing) \d/m.test(version);
  return Number(/^Mozilla Firefox (\d+)/m.exec(version)?.[1] ?? 0) >= OLDEST_FIREFOX;
}

/** A windowed program prints nothing on Windows; its application.ini has the version. */
function firefoxOnWindows(program) {
  try {
    const ini = readFileSync(join(dirname(program), 'application.ini'), 'utf8');
    return Number(/^Version=(\d+)/m.exec(ini)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/**
 * The program of a browser, installed first when there is none: a download by the tools of node_modules, else Debian's package
 * when this is root on Debian.
 * @throws Trouble with what to do by hand.
 */
export async function ensureBrowser(kind) {
  const found = findBrowser(kind);
  if (found) return found;
  say(`${NAMES[kind]} was not found on this machine.`);
  const tried = [];
  for (const [what, install] of ways(kind)) {
    try {
      const { code, output } = await withProgress(`Installing ${kind} by ${what}`, install);
      if (code !== 0) tried.push(`${what} failed: ${reason(output)}`);
      else if (findBrowser(kind)) return findBrowser(kind);
      else tried.push(`${what} installed a browser that does not start here`);
    } catch (error) {
      tried.push(`${what}: ${error.message}`);
    }
    say(`  ${tried.at(-1)}`);
  }
  throw new Trouble(
    `there is no ${NAMES[kind]} here, and it could not be installed`,
    `${byHand(kind)}, or name its program in the environment variable ${variableFor(kind)}`,
  );
}

/** The line of an output that most likely says why. */
function reason(output) {
  const lines = plain(output).split('\n');
  return (
    lines.find((line) => /error|cannot|unable|ENOTFOUND|EAI_AGAIN/i.test(line)) ?? tail(output, 1)
  ).trim();
}

function ways(kind) {
  const download = {
    chromium: [
      'download',
      () =>
        runNode(packageCommand('playwright-core', 'playwright-core'), ['install', 'chromium', '--no-shell'], {
          env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000' },
        }),
    ],
    firefox: [
      'download',
      () =>
        runNode(packageCommand('@puppeteer/browsers', 'browsers'), [
          'install',
          'firefox@stable',
          '--path',
          PUPPETEER_CACHE,
        ]),
    ],
  }[kind];
  const debian = PLATFORM === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version');
  return debian
    ? [download, ['apt-get', () => aptInstall({ chromium: 'chromium', firefox: 'firefox-esr' }[kind])]]
    : [download];
}

let lastInstall = Promise.resolve();

/** One after the other: a second apt-get beside the first finds the package lists locked and gives up at once. */
function aptInstall(name) {
  const install = lastInstall.then(() => aptInstallNow(name));
  lastInstall = install.catch(() => {});
  return install;
}

async function aptInstallNow(name) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const update = await run('apt-get', ['update', '-qq'], { env });
  if (update.code !== 0) return update;
  return run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], { env });
}

function byHand(kind) {
  if (kind === 'chromium') {
    return (
      {
        darwin: 'install it by "brew install --cask chromium"',
        win32: 'run "npx playwright install chromium" with access to the internet',
      }[PLATFORM] ??
      'install Chromium ("apt install chromium", "dnf install chromium"; branded Google Chrome cannot load it)'
    );
  }
  return (
    { linux: `install Firefox ${OLDEST_FIREFOX} or newer ("apt install firefox-esr")` }[PLATFORM] ??
    'install Firefox from https://www.mozilla.org/firefox/'
  );
}
