import { defineConfig } from '@playwright/test';
import type { BrowserKind } from './tests/e2e/driver/driver.ts';

/**
 * Every spec runs in both browsers, over the one driver of tests/e2e/driver. No browser of Playwright's own is used: the
 * programs are found on the machine (scripts/browsers.mjs).
 */
export default defineConfig<object, { kind: BrowserKind }>({
  testDir: 'tests/e2e',
  globalSetup: './tests/e2e/driver/buildPageOnce.ts',
  testMatch: '**/*.spec.ts',
  workers: 2,
  timeout: 120_000,
  forbidOnly: Boolean(process.env.CI),
  // a machine that stalls for a moment is not a finding; a test that needs its second try is reported as flaky
  retries: process.env.CI ? 1 : 0,
  reporter: [['list'], ['json', { outputFile: '.output/reports/e2e.json' }]],
  projects: [
    { name: 'chromium', use: { kind: 'chromium' } },
    { name: 'firefox', use: { kind: 'firefox' } },
  ],
});
