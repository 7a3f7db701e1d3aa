import { readFileSync } from 'node:fs';

import { inProject } from '../bootstrap/paths.mjs';
import table from './layer-table.cjs';

/**
 * Packages of package.json without a place in the layer table, and places of packages that
 * are gone.
 * @returns {string[]} the problems found
 */
export function checkLayersTable() {
  const manifest = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
  const used = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  const declared = Object.keys(table.packages);
  const file = 'build/checks/layer-table.cjs';
  return [
    ...used
      .filter((name) => !declared.includes(name))
      .map((name) => `${file}: say which layer may import ${name}`),
    ...declared
      .filter((name) => !used.includes(name))
      .map((name) => `${file}: ${name} is not in package.json any more`),
  ];
}
