import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx,mjs}'],
    exclude: ['test/e2e/**', 'test/long/**'],
    testTimeout: 20_000,
    maxWorkers: 2,
  },
});
