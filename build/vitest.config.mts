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
