import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx,mjs}'],
    exclude: ['test/e2e/**', 'test/long/**'],
    // The worker of queries runs from its bundle, as everywhere.
    globalSetup: 'test/support/build-worker.ts',
    // Many times what any of them takes, for a busy machine; those that take more say so.
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});
