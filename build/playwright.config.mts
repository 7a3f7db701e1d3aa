import { resolve } from 'node:path';

import { defineConfig } from '@playwright/test';

const root = resolve(import.meta.dirname, '..');

/** An app for each of a build machine's two cores, on a virtual screen of its own. */
export default defineConfig({
  testDir: resolve(root, 'e2e'),
  testMatch: '**/*.spec.ts',
  outputDir: resolve(root, 'test-results'),
  tsconfig: resolve(root, 'build/tsconfig/e2e.json'),
  // The set-up modules run as they are, not transpiled.
  build: { external: ['**/build/**', '**/*.mjs'] },
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: { trace: 'off' },
});
