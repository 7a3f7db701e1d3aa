import { readFileSync } from 'node:fs';

import { inProject } from '../bootstrap/paths.mjs';

/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {string} [resolved]
 * @property {string} [integrity]
 * @property {string[]} [os]
 * @property {Record<string, string>} [optionalDependencies]
 */

/**
 * What a lockfile must hold so that `npm ci` works for everybody: no registry's address, a
 * checksum for every package, the packages of all three systems, and exact versions in
 * package.json.
 * @param {{ packages: Record<string, LockEntry> }} lock
 * @param {Record<string, Record<string, string> | undefined>} manifest
 * @returns {string[]} the problems found
 */
export function lockfileProblems(lock, manifest) {
  /** @type {string[]} */
  const problems = [];
  for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
      if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) {
        problems.push(`package.json: ${name} is not an exact version (${version})`);
      }
      const locked = lock.packages[`node_modules/${name}`]?.version;
      if (locked !== version) {
        problems.push(`package-lock.json: ${name} is ${locked ?? 'missing'}, not ${version}`);
      }
    }
  }
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === '') continue;
    const name = path.replace(/^.*node_modules\//, '');
    if (entry.resolved) problems.push(`package-lock.json: ${name} names the host of a registry`);
    if (!entry.version) problems.push(`package-lock.json: ${name} has no version`);
    else if (!entry.integrity) problems.push(`package-lock.json: ${name} has no checksum`);
    problems.push(...platformProblems(lock.packages, path, name, entry));
  }
  return problems;
}

/**
 * A package that comes with one package a system must have all of them in the lockfile; a
 * mirror that lacked one when the lockfile was written would break `npm ci` on that system.
 * @param {Record<string, LockEntry>} packages
 * @param {string} path
 * @param {string} name
 * @param {LockEntry} entry
 */
function platformProblems(packages, path, name, entry) {
  /** @type {string[]} */
  const problems = [];
  const systems = new Set();
  for (const optional of Object.keys(entry.optionalDependencies ?? {})) {
    const found = lookUp(packages, path, optional);
    if (!found) {
      problems.push(`package-lock.json: ${name} needs ${optional} on some system; it is missing`);
      continue;
    }
    for (const system of found.os ?? []) systems.add(system);
  }
  // One system alone means a helper that only that system has (such as fsevents on macOS).
  if (systems.size > 1) {
    for (const system of ['linux', 'darwin', 'win32']) {
      if (!systems.has(system))
        problems.push(`package-lock.json: ${name} has nothing for ${system}`);
    }
  }
  return problems;
}

/**
 * The entry that `name` resolves to from a package: the nearest node_modules that has it.
 * @param {Record<string, LockEntry>} packages
 * @param {string} from
 * @param {string} name
 */
function lookUp(packages, from, name) {
  for (let folder = from; ;) {
    const entry = packages[`${folder}${folder ? '/' : ''}node_modules/${name}`];
    if (entry || folder === '') return entry;
    const cut = folder.lastIndexOf('/node_modules/');
    folder = cut < 0 ? '' : folder.slice(0, cut);
  }
}

/** The check on this project's own files. */
export function checkLockfile() {
  const read = (/** @type {string} */ name) => JSON.parse(readFileSync(inProject(name), 'utf8'));
  return lockfileProblems(read('package-lock.json'), read('package.json'));
}
