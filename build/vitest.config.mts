import { resolve } from 'node:path';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

import { alias } from './alias.mjs';

const root = resolve(import.meta.dirname, '..');

export default defineConfig({
  root,
  resolve: { alias: alias(root) },
  plugins: [react()],
  test: {
    passWithNoTests: false,
    // Both cores of a build machine; by default one is left idle.
    maxWorkers: 2,
    // No test is about time, and a busy machine may take long for any of them.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['{src-main,bench,build}/**/*.test.ts'],
          globalSetup: ['build/vitest-global-setup.mts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'renderer',
          environment: 'jsdom',
          include: ['src-renderer/**/*.test.{ts,tsx}'],
        },
      },
    ],
  },
});
