import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { UserConfig } from 'electron-vite';

import { alias } from './build/alias.mjs';

const root = process.cwd();

/** Files of out/main; each worker is its own file because threads start from a path. */
const mainEntries = {
  shell: 'src-main/shell/main.ts',
  engine: 'src-main/engine/main.ts',
  'ingest-worker': 'src-main/engine/store/ingest-worker.ts',
  'check-worker': 'src-main/engine/store/check-worker.ts',
  'facet-worker': 'src-main/engine/facets/facet-worker.ts',
  'reader-worker': 'src-main/engine/store/reader-worker.ts',
  'importer-worker': 'src-main/engine/importers/importer-worker.ts',
};
const preloadEntries = { preload: 'src-main/preload/preload.ts' };
const rendererEntries = { index: 'src-renderer/index.html' };

/** Only what exists, so one part of the app can be built before the others are written. */
function existing(entries: Record<string, string>): Record<string, string> {
  const found = Object.entries(entries)
    .map(([name, file]) => [name, resolve(root, file)] as const)
    .filter(([, file]) => existsSync(file));
  return Object.fromEntries(found);
}

/** Markdown's way from `&copy;` to ©, and its form that uses a table instead of the page. */
const characterReferences = 'decode-named-character-reference';
const plainCharacterReferences = resolve(root, 'node_modules', characterReferences, 'index.js');

/** Files are asked for from the root, since routes such as /traces/<id> serve the same page. */
const rootBase = { name: 'otelier:root-base', config: () => ({ base: '/' }) };

/**
 * `OTELIER_BUILD_ONLY=main` builds the shell and the engine alone: all that unit tests need.
 * Everything runs on Electron 25 (Node 18, Chromium 114) as well as on the newest, so the
 * offline fallback runs the same files that ship.
 */
export default defineConfig(() => {
  const only = process.env['OTELIER_BUILD_ONLY'];
  const config: UserConfig = {};

  const main = existing(mainEntries);
  if (Object.keys(main).length > 0 && (!only || only === 'main')) {
    config.main = {
      resolve: { alias: alias(root) },
      build: {
        target: 'node18',
        sourcemap: true,
        externalizeDeps: true,
        rolldownOptions: {
          input: main,
          output: {
            format: 'cjs',
            entryFileNames: '[name].js',
            chunkFileNames: 'chunks/[name]-[hash].js',
          },
        },
      },
    };
  }

  const preload = existing(preloadEntries);
  if (Object.keys(preload).length > 0 && (!only || only === 'preload')) {
    config.preload = {
      resolve: { alias: alias(root) },
      build: {
        target: 'node18',
        sourcemap: true,
        // A sandboxed preload can require nothing but Electron: one file holds it all.
        externalizeDeps: false,
        rolldownOptions: {
          input: preload,
          output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
        },
      },
    };
  }

  const renderer = existing(rendererEntries);
  if (Object.keys(renderer).length > 0 && (!only || only === 'renderer')) {
    config.renderer = {
      root: resolve(root, 'src-renderer'),
      // Its build for browsers parses markup, which Trusted Types refuse.
      resolve: { alias: { ...alias(root), [characterReferences]: plainCharacterReferences } },
      plugins: [react(), rootBase],
      build: {
        target: 'chrome114',
        cssTarget: 'chrome114',
        minify: true,
        sourcemap: true,
        outDir: resolve(root, 'out/renderer'),
        // The content security policy allows files of the app only: no inline script, no data: URI.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        rolldownOptions: { input: renderer },
      },
    };
  }
  return config;
});
