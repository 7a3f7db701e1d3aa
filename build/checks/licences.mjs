import { readFileSync } from 'node:fs';

import { inProject } from '../bootstrap/paths.mjs';

const accepted =
  /^\(?(MIT|ISC|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|0BSD|Unlicense|BlueOak-1\.0\.0|CC0-1\.0|Python-2\.0)( OR .*\)?)?$/;

/**
 * Packages that ship with the app (dependencies and what the renderer bundles) must have a
 * licence that allows it. The lockfile names the licence of every package.
 * @returns {string[]} the problems found
 */
export function checkLicences() {
  const { packages } = JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8'));
  /** @type {string[]} */
  const problems = [];
  for (const [path, entry] of Object.entries(packages)) {
    if (path === '' || entry.dev) continue;
    const name = path.replace(/^.*node_modules\//, '');
    if (!accepted.test(entry.license ?? '')) {
      problems.push(`${name}: licence ${entry.license ?? 'unknown'} is not one that may ship`);
    }
  }
  return problems;
}
