import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer, { type Browser, type BrowserContext, type KeyInput, type Page } from 'puppeteer-core';
import { startConnectProxy } from './connectProxy.ts';
import type { LaunchOptions, Session } from './driver.ts';
import { resetExtensionStorage } from './extensionStorage.ts';
import { type PagePort, VIEWPORT } from './port.ts';
import { problemList } from './problems.ts';
import { Tab } from './tab.ts';
import { done, not, until } from './until.ts';
import { waitForTab } from './waitForTab.ts';

/** Firefox makes up an origin for each extension; a fixed one lets tests open the extension's own pages. */
const EXTENSION_UUID = '5a6f1c1e-3b52-4c5d-9d0a-7f3f3c9d2b10';
const EXTENSION_ORIGIN = `moz-extension://${EXTENSION_UUID}`;

/** Firefox through WebDriver BiDi, a fresh profile in a temporary folder, the extension installed for this run only. */
export async function launchFirefox(options: LaunchOptions): Promise<Session> {
  const headless = options.headless ?? true;
  const proxy = await startConnectProxy(options.port);
  try {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: options.executable,
      headless,
      acceptInsecureCerts: true,
      defaultViewport: headless ? VIEWPORT : null,
      args: ['--remote-allow-system-access'], // without it the extension's own pages cannot be opened
      extraPrefsFirefox: preferences(options.extension, proxy.port),
      // Ctrl-C is handled by whoever launches, who also has a sandbox to close.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    if (options.extension !== undefined) await browser.installExtension(options.extension);
    return await firefoxSession(browser, options.extension, proxy.close);
  } catch (error) {
    proxy.close();
    throw error;
  }
}

function preferences(
  extension: string | undefined,
  proxyPort: number,
): Record<string, string | number | boolean> {
  const uuids = extension === undefined ? {} : { [geckoId(extension)]: EXTENSION_UUID };
  return {
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': proxyPort,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': proxyPort,
    'extensions.webextensions.uuids': JSON.stringify(uuids),
    'devtools.jsonview.enabled': false, // manifest.json then opens as a document of the extension
    'datareporting.policy.dataSubmissionEnabled': false,
    'browser.aboutwelcome.enabled': false,
    'extensions.webextOptionalPermissionPrompts': false,
  };
}

/** Each reset moves into a new container, whose cookies and page storage are empty; the extension's storage is emptied beside it. */
async function firefoxSession(
  browser: Browser,
  extension: string | undefined,
  closeProxy: () => void,
): Promise<Session> {
  const known = new WeakMap<Page, Tab>();
  const tabOf = (page: Page): Tab => {
    const tab = known.get(page) ?? new Tab(firefoxPort(page));
    known.set(page, tab);
    return tab;
  };
  let container = await browser.createBrowserContext();
  browser.on('targetcreated', (target) => {
    target.page().then(
      (page) => page && tabOf(page),
      () => undefined,
    );
  });
  const closed = new Promise<void>((resolve) => browser.once('disconnected', () => resolve()));
  void closed.then(closeProxy);
  const tabs = async () => (await browser.pages()).map(tabOf);
  const newTab = async () => tabOf(await container.newPage());
  const extensionTab = async (path: string) => {
    const tab = await newTab();
    await tab.open(`${EXTENSION_ORIGIN}/${path}`);
    return tab;
  };
  return {
    kind: 'firefox',
    newTab,
    tabs,
    waitForTab: (url) => waitForTab(tabs, url),
    extensionTab,
    pressNotice: null,
    updateExtension: async () => {
      if (extension !== undefined) await browser.installExtension(extension);
    },
    reset: async (kept) => {
      const left: BrowserContext = container;
      container = await browser.createBrowserContext();
      const [fresh] = await Promise.all([extensionTab('manifest.json'), left.close()]);
      await resetExtensionStorage(fresh, kept);
      await fresh.close();
    },
    closed,
    close: async () => {
      await browser.close();
      await closed;
    },
  };
}

function firefoxPort(page: Page): PagePort {
  const problems = problemList();
  page.on('pageerror', problems.exception);
  page.on('console', problems.console);
  // the library does not learn of such a page's address either
  let isUnseen = false;
  return {
    goto: (url) => {
      isUnseen = url.startsWith('moz-extension:');
      return isUnseen ? gotoUnseen(page, url) : gotoSeen(page, url);
    },
    reload: async () => {
      if (isUnseen) await reloadUnseen(page);
      else await page.reload({ waitUntil: 'load' });
    },
    back: async () => {
      // a document that comes back as it was left makes no event that the library waits for, and a page may go on by itself to where
      // it was: an entry was left when the address or the document is another, or when the page was told
      await page.evaluate(`
        window.isBeforeBack = location.href;
        addEventListener('popstate', () => { window.isBeforeBack = 'told'; }, { once: true });
        setTimeout(() => history.back());
      `);
      await until('the entry before', async () =>
        (await page.evaluate('window.isBeforeBack === location.href'))
          ? not('this one is not left yet')
          : done(undefined),
      );
    },
    url: () => page.url(),
    evaluate: (expression) => page.evaluate(expression),
    mouseMove: (x, y) => inFront(page, () => page.mouse.move(x, y)),
    mouseClick: (x, y) => inFront(page, () => page.mouse.click(x, y)),
    press: (keys) => inFront(page, () => pressKeys(page, keys)),
    type: (text) => inFront(page, () => page.keyboard.type(text)),
    screenshot: async ({ path, fullPage }) => {
      await page.screenshot({ path: path as `${string}.png`, ...(fullPage && { fullPage }) });
    },
    resize: (width, height) => page.setViewport({ width, height }),
    front: () => page.bringToFront(),
    close: () => page.close(),
    isClosed: () => page.isClosed(),
    problems: () => problems.list,
  };
}

async function gotoSeen(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'load' });
}

/**
 * Firefox changes the process on the way to an extension page and never reports the end of that navigation. A page may change
 * the query of its own address as soon as it runs.
 */
async function gotoUnseen(page: Page, url: string): Promise<void> {
  page.goto(url).catch(() => undefined); // its time-out says nothing; the look below does
  await until(`the extension page ${url}`, async () => {
    const at = await page.evaluate('document.readyState === "complete" ? location.href : "still loading"');
    return String(at).split('?')[0] === url.split('?')[0] ? done(undefined) : not(`it is at ${at}`);
  });
}

/** Nor does it report that such a page was loaded again. */
async function reloadUnseen(page: Page): Promise<void> {
  await page.evaluate('void (window.isBeforeReload = true, setTimeout(() => location.reload()))');
  await until('the extension page to be loaded again', async () => {
    const at = await page.evaluate('window.isBeforeReload ? "not yet" : document.readyState');
    return at === 'complete' ? done(undefined) : not(String(at));
  });
}

/** Real Firefox drops mouse and keyboard input to a tab in the background. */
async function inFront(page: Page, act: () => Promise<void>): Promise<void> {
  const hidden = await page.evaluate('document.visibilityState === "hidden"');
  if (hidden === true) await page.bringToFront();
  await act();
}

async function pressKeys(page: Page, keys: string): Promise<void> {
  const all = keys.split(/(?<=.)\+/) as KeyInput[];
  const modifiers = all.slice(0, -1);
  for (const modifier of modifiers) await page.keyboard.down(modifier);
  await page.keyboard.press(all.at(-1) as KeyInput);
  for (const modifier of modifiers.reverse()) await page.keyboard.up(modifier);
}

function geckoId(extension: string): string {
  const manifest = JSON.parse(readFileSync(join(extension, 'manifest.json'), 'utf8')) as {
    browser_specific_settings?: { gecko?: { id?: string } };
  };
  const id = manifest.browser_specific_settings?.gecko?.id;
  if (id === undefined)
    throw new Error(`${extension} is not a Firefox build: its manifest names no gecko id`);
  return id;
}
