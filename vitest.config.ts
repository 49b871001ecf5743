import { defineConfig } from 'vitest/config';
import { WxtVitest } from 'wxt/testing/vitest-plugin';

export default defineConfig({
  plugins: [WxtVitest()],
  test: {
    include: ['tests/unit/**/*.spec.{ts,tsx}', 'tests/contract/**/*.spec.ts', 'tests/sandbox/**/*.spec.ts'],
    environment: 'node',
    setupFiles: ['tests/unit/sentences.ts'],
    // a worker of its own for each file would take as long again as the tests themselves; so each test cleans up
    isolate: false,
    // by default one core is left to others, and of two that is half of the machine
    maxWorkers: '100%',
    restoreMocks: true,
    // a machine that builds and browses beside the tests is slow; what hangs is still found
    testTimeout: 60_000,
    unstubGlobals: true,
  },
});
