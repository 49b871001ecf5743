import { defineConfig } from 'vitest/config';
import { WxtVitest } from 'wxt/testing/vitest-plugin';

export default defineConfig({
  plugins: [WxtVitest()],
  test: {
    include: ['tests/unit/**/*.spec.{ts,tsx}', 'tests/contract/**/*.spec.ts', 'tests/sandbox/**/*.spec.ts'],
    environment: 'node',
    restoreMocks: true,
  },
});
