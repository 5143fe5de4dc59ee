import { defineConfig } from 'vitest/config';

/** `npm run test:long`: what takes minutes. Not part of `npm test`; run before a release. */
export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts'],
    globalSetup: 'test/support/build-worker.ts',
    testTimeout: 60 * 60_000,
    maxWorkers: 1,
  },
});
