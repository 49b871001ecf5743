import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { findBrowser, variableFor } from '../../../scripts/browsers.mjs';
import { type SandboxServer, startSandbox } from '../../sandbox/server.ts';
import { type BrowserKind, launch, type Session } from './driver.ts';
import type { Tab } from './tab.ts';

interface PerWorker {
  /** Which browser the specs run in; set by the project. */
  kind: BrowserKind;
  /** Whether the person has allowed the extension's optional permissions beforehand (`LaunchOptions.allowed`). */
  allowed: boolean;
  /** The worker's one sandbox; tests want `sandbox`. */
  server: SandboxServer;
  /** Lazily started and kept for all tests of a worker, since a browser takes seconds to start. */
  firstBrowser: Session;
  secondBrowser: Session;
}

/** The shortest times that the settings take: for tests that are about something else than these waits. */
export const QUICK = { graceSeconds: 2, claimSeconds: 3 };

/** A built Perfherder UI for the sandbox to serve in place of its own page. */
const UI = process.env.DEPUTY_UI;

/**
 * Time that goes by on the sandbox's clock between two tests, in seconds: what the extension's background keeps of the last
 * world (for 10 minutes at most) is out of date then. A built UI signs what it sends to Taskcluster by the machine's clock, which may be
 * off by less than 15 minutes: a test of its own buttons has to be the first of its worker.
 */
const BETWEEN_TESTS = 11 * 60;

interface PerTest {
  /** The scenario that the sandbox starts each test with. Set it by `test.use({ scenario: '…' })`. */
  scenario: string;
  /** Deputy's settings as they are stored, as far as they differ from the defaults. Set them by `test.use({ settings: QUICK })`. */
  settings: Readonly<Record<string, unknown>>;
  /** The sandbox, in its scenario's first state; steered and read in this same process (clock, log, faults, world). */
  sandbox: SandboxServer;
  /** A browser with a fresh profile. */
  session: Session;
  /** A second one beside it: another sheriff at another machine. */
  otherSession: Session;
  /** A tab of the first browser, blank. Its pictures are attached when the test fails. */
  driver: Tab;
}

/** Playwright's `test`, whose `driver` is the same small interface in both browsers. */
export const test = base.extend<PerTest, PerWorker>({
  kind: ['chromium', { scope: 'worker', option: true }],
  allowed: [false, { scope: 'worker', option: true }],
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of a fixture's needs from the pattern
    async ({}, use) => {
      const server = await startSandbox(UI === undefined ? {} : { ui: UI });
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  firstBrowser: [
    async ({ kind, server, allowed }, use) => useBrowser(await launchBuilt(kind, server, allowed), use),
    { scope: 'worker', timeout: 60_000 },
  ],
  secondBrowser: [
    async ({ kind, server, allowed }, use) => useBrowser(await launchBuilt(kind, server, allowed), use),
    { scope: 'worker', timeout: 60_000 },
  ],
  scenario: ['quiet', { option: true }],
  settings: [{}, { option: true }],
  sandbox: async ({ server, scenario }, use) => {
    server.clock.clearAppointments();
    server.clock.advance(BETWEEN_TESTS);
    server.reset({ scenario });
    await use(server);
  },
  session: async ({ firstBrowser, settings, sandbox: _ready }, use) => {
    await firstBrowser.reset({ settings });
    await use(firstBrowser);
  },
  otherSession: async ({ secondBrowser, settings, sandbox: _ready }, use) => {
    await secondBrowser.reset({ settings });
    await use(secondBrowser);
    // its pages would still look after what they wrote while the next test goes on
    for (const tab of await secondBrowser.tabs()) await tab.open('about:blank').catch(() => undefined);
  },
  driver: async ({ session }, use, testInfo) => {
    const tab = await session.newTab();
    await use(tab);
    if (testInfo.status === testInfo.expectedStatus) return;
    for (const [index, open] of (await session.tabs()).entries()) {
      const path = testInfo.outputPath(`tab-${index + 1}.png`);
      try {
        await open.screenshot(path);
        await testInfo.attach(`tab ${index + 1}`, { path, contentType: 'image/png' });
      } catch {
        // a picture is a help, and must not hide the reason of the failure
      }
    }
    const problems = tab.problems();
    if (problems.length > 0) await testInfo.attach('problems', { body: problems.join('\n\n') });
  },
});

export { expect } from '@playwright/test';

async function useBrowser(session: Session, use: (session: Session) => Promise<void>): Promise<void> {
  await use(session);
  await session.close();
}

/** A browser of its own, for a test that leaves it unfit for others. The test closes it. */
export function launchBuilt(kind: BrowserKind, server: SandboxServer, allowed = false): Promise<Session> {
  const executable = findBrowser(kind);
  if (executable === undefined) {
    throw new Error(`no ${kind} on this machine: install one, or name its program in ${variableFor(kind)}`);
  }
  return launch(kind, { executable, extension: builtExtension(kind), port: server.port, allowed });
}

/** The production build of the extension, as `npm run build` leaves it. */
function builtExtension(kind: BrowserKind): string {
  const folder = kind === 'firefox' ? 'firefox-mv3' : 'chrome-mv3';
  return join(import.meta.dirname, '../../../.output', folder);
}
