import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx,mjs}'],
    exclude: ['test/e2e/**', 'test/long/**'],
    // The worker of queries runs from its bundle, as everywhere.
    globalSetup: 'test/support/build-worker.ts',
    testTimeout: 20_000,
    maxWorkers: 2,
  },
});
