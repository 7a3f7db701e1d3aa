'use strict';

/**
 * @typedef {object} Layer
 * @property {string} path start of the path of its files, as a regular expression
 * @property {string[]} imports
 * @property {string[]} [files]
 * @property {boolean} [node]
 */

/**
 * Who may know whom, as data. `dependency-cruiser.cjs` turns it into rules and `layers.mjs`
 * checks that every package of package.json has its place in it.
 *
 * A layer lists the layers it may import (itself is always allowed), whether it may use Node's
 * modules, and, where it may see only a part of a layer, the files of that part.
 * @type {Record<string, Layer>}
 */
const layers = {
  domain: { path: 'src-main/domain/', imports: [] },
  contract: { path: 'src-main/contract/', imports: ['domain'] },
  engine: { path: 'src-main/engine/', imports: ['contract', 'domain'], node: true },
  shell: {
    path: 'src-main/shell/',
    imports: ['contract'],
    files: ['src-main/domain/route\\.ts$'],
    node: true,
  },
  preload: { path: 'src-main/preload/', imports: ['contract'] },

  styles: { path: 'src-renderer/styles/', imports: [] },
  lib: { path: 'src-renderer/lib/', imports: ['contract', 'domain', 'styles'] },
  stores: { path: 'src-renderer/stores/', imports: ['lib', 'contract', 'domain'] },
  ui: { path: 'src-renderer/ui/', imports: ['stores', 'lib', 'contract', 'domain', 'styles'] },
  // A feature sees itself; other features only through their index (a rule of its own).
  features: {
    path: 'src-renderer/features/',
    imports: ['ui', 'stores', 'lib', 'contract', 'domain', 'styles'],
  },
  app: {
    path: 'src-renderer/(app/|[^/]+$)',
    imports: ['features', 'ui', 'stores', 'lib', 'contract', 'domain', 'styles'],
  },
};

const renderer = ['lib', 'stores', 'ui', 'features', 'app'];

/**
 * Where a package may be imported: layers, `tests` (test files of any layer) or `tools`.
 * @type {Record<string, string[]>}
 */
const packages = {
  '@grpc/grpc-js': ['engine'],
  'better-sqlite3': ['engine'],
  '@types/better-sqlite3': ['engine'],
  fzstd: ['engine'],
  'electron-log': ['engine', 'shell'],
  electron: ['shell', 'preload'],
  zod: ['contract'],

  react: renderer,
  'react-dom': renderer,
  '@types/react': renderer,
  '@types/react-dom': renderer,
  '@base-ui/react': renderer,
  '@tanstack/react-query': renderer,
  '@tanstack/react-virtual': renderer,
  zustand: renderer,
  tinykeys: renderer,
  '@leeoniya/ufuzzy': renderer,
  'react-markdown': ['ui'],
  'remark-gfm': ['ui'],
  '@dagrejs/dagre': ['features'],
  tokenx: ['domain'],
  diff: ['domain'],

  '@testing-library/react': ['tests'],
  'fast-check': ['tests'],
  protobufjs: ['tests'],
  vitest: ['tests', 'tools'],
  jsdom: ['tests'],

  '@axe-core/playwright': ['tools'],
  '@playwright/test': ['tools'],
  '@types/node': ['engine', 'shell', 'tests', 'tools'],
  '@vitejs/plugin-react': ['tools'],
  'dependency-cruiser': ['tools'],
  'electron-builder': ['tools'],
  'electron-vite': ['tools'],
  knip: ['tools'],
  node: ['tools'],
  'node-api-headers': ['tools'],
  'node-gyp': ['tools'],
  oxfmt: ['tools'],
  oxlint: ['tools'],
  'oxlint-tsgolint': ['tools'],
  typescript: ['tools'],
  vite: ['tools'],
};

/** A package of which only one file of a layer, or only one entry, may be used. */
const narrow = [{ package: 'zod', layer: 'contract', onlyIn: 'src-main/contract/schema\\.ts$' }];

module.exports = { layers, packages, narrow };
