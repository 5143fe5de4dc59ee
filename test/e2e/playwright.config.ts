import { defineConfig } from '@playwright/test';
import { fileURLToPath } from 'node:url';

const OUT = fileURLToPath(new URL('../../out/', import.meta.url));

export default defineConfig({
  testDir: fileURLToPath(new URL('.', import.meta.url)),
  outputDir: `${OUT}e2e`,
  preserveOutput: 'failures-only',
  // Windows share one display and its focus, so they run one after the other. A flaky test is a failed one.
  workers: 1,
  retries: 0,
  timeout: 60_000,
  forbidOnly: true,
  reporter: [['line'], ['json', { outputFile: `${OUT}reports/playwright.json` }]],
});
