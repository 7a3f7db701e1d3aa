import { resolve } from 'node:path';

import { defineConfig } from '@playwright/test';

const root = resolve(import.meta.dirname, '..');

/** One app at a time: tests share the virtual screen and the machine's few cores. */
export default defineConfig({
  testDir: resolve(root, 'e2e'),
  testMatch: '**/*.spec.ts',
  outputDir: resolve(root, 'test-results'),
  tsconfig: resolve(root, 'build/tsconfig/e2e.json'),
  // The set-up modules run as they are, not transpiled.
  build: { external: ['**/build/**', '**/*.mjs'] },
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: { trace: 'off' },
});
