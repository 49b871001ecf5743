import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import type { LaunchOptions, Session } from './driver.ts';
import { resetExtensionStorage } from './extensionStorage.ts';
import { STAND_IN_HOSTS } from './hosts.ts';
import { type PagePort, VIEWPORT } from './port.ts';
import { problemList } from './problems.ts';
import { Tab } from './tab.ts';
import { waitForTab } from './waitForTab.ts';

/** Chromium through Playwright, a persistent profile in a temporary folder; the build must not be branded Chrome. */
export async function launchChromium(options: LaunchOptions): Promise<Session> {
  const headless = options.headless ?? true;
  const extension = options.allowed ? withAllPermissions(options.extension) : options.extension;
  const mapping = STAND_IN_HOSTS.map((host) => `MAP ${host}:443 127.0.0.1:${options.port}`);
  const context = await chromium.launchPersistentContext('', {
    executablePath: options.executable,
    headless,
    ignoreHTTPSErrors: true,
    viewport: headless ? VIEWPORT : null,
    args: [
      ...(extension === undefined
        ? []
        : [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`]),
      `--host-resolver-rules=${[...mapping, 'MAP * ~NOTFOUND'].join(',')}`,
      '--ignore-certificate-errors', // the service worker's own requests do not heed ignoreHTTPSErrors
    ],
    // Ctrl-C is handled by whoever launches, who also has a sandbox to close.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  if (options.fixedTime !== undefined) await context.clock.setFixedTime(options.fixedTime);
  const id = extension === undefined ? 'none' : unpackedId(extension);
  if (options.allowed && extension !== undefined)
    context.once('close', () => rmSync(extension, { recursive: true, force: true }));
  return chromiumSession(context, `chrome-extension://${id}`);
}

function chromiumSession(context: BrowserContext, origin: string): Session {
  const known = new WeakMap<Page, Tab>();
  const tabOf = (page: Page): Tab => {
    const tab = known.get(page) ?? new Tab(chromiumPort(page));
    known.set(page, tab);
    return tab;
  };
  context.on('page', tabOf); // from its first moment on, so that no problem is missed
  for (const page of context.pages()) tabOf(page);
  const tabs = async () => context.pages().map(tabOf);
  const newTab = async () => tabOf(await context.newPage());
  const extensionTab = async (path: string) => {
    const tab = await newTab();
    await tab.open(`${origin}/${path}`);
    return tab;
  };
  return {
    kind: 'chromium',
    newTab,
    tabs,
    waitForTab: (url) => waitForTab(tabs, url),
    extensionTab,
    updateExtension: async () => {
      const page = await extensionTab('manifest.json');
      await page
        .evaluate(() =>
          (globalThis as unknown as { chrome: { runtime: { reload(): void } } }).chrome.runtime.reload(),
        )
        .catch(() => undefined); // the document goes with its extension
    },
    reset: async (kept) => {
      const left = context.pages();
      const page = await context.newPage();
      const fresh = tabOf(page);
      await Promise.all([fresh.open(`${origin}/manifest.json`), ...left.map((old) => old.close())]);
      const cdp = await context.newCDPSession(page);
      const clear = (host: string) =>
        cdp.send('Storage.clearDataForOrigin', { origin: `https://${host}`, storageTypes: 'all' });
      // only now, when no page is left that could store anything
      await Promise.all([
        resetExtensionStorage(fresh, kept),
        context.clearCookies(),
        ...STAND_IN_HOSTS.map(clear),
      ]);
      await cdp.detach();
      await fresh.open('about:blank');
    },
    pressNotice: async (notice) => {
      const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
      await worker.evaluate((id) => {
        const { chrome } = globalThis as unknown as {
          chrome: { notifications: { onClicked: { dispatch(id: string): void } } };
        };
        chrome.notifications.onClicked.dispatch(id);
      }, notice);
    },
    closed: new Promise((resolve) => context.once('close', () => resolve())),
    close: () => context.close(),
  };
}

function chromiumPort(page: Page): PagePort {
  const problems = problemList();
  page.on('pageerror', problems.exception);
  page.on('console', problems.console);
  return {
    goto: async (url) => {
      await page.goto(url, { waitUntil: 'load' });
    },
    reload: async () => {
      await page.reload({ waitUntil: 'load' });
    },
    back: async () => {
      await page.goBack({ waitUntil: 'load' });
    },
    url: () => page.url(),
    evaluate: (expression) => page.evaluate(expression),
    mouseMove: (x, y) => page.mouse.move(x, y),
    mouseClick: (x, y) => page.mouse.click(x, y),
    press: (keys) => page.keyboard.press(keys),
    type: (text) => page.keyboard.type(text),
    screenshot: async (options) => {
      await page.screenshot({ ...options, animations: 'disabled' });
    },
    resize: (width, height) => page.setViewportSize({ width, height }),
    front: () => page.bringToFront(),
    close: () => page.close(),
    isClosed: () => page.isClosed(),
    problems: () => problems.list,
  };
}

/** A copy of the build whose optional permissions are given: to be removed when the browser is closed. */
function withAllPermissions(build: string | undefined): string | undefined {
  if (build === undefined) return undefined;
  const copy = mkdtempSync(join(tmpdir(), 'deputy-'));
  cpSync(build, copy, { recursive: true });
  const path = join(copy, 'manifest.json');
  const { optional_permissions, permissions, ...rest } = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...rest, permissions: [...permissions, ...optional_permissions] }));
  return copy;
}

/** Chromium names an unpacked extension after its folder: the first 16 bytes of the path's SHA-256, written with a to p. */
function unpackedId(folder: string): string {
  const path = realpathSync(folder);
  const bytes = process.platform === 'win32' ? Buffer.from(path, 'utf16le') : Buffer.from(path);
  const hex = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  return hex.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
}
