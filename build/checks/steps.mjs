import { existsSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

import { run, toolEnv } from '../bootstrap/command.mjs';
import { inProject } from '../bootstrap/paths.mjs';
import { compile } from '../tasks/compile.mjs';
import { checkLayersTable } from './layers.mjs';
import { checkLicences } from './licences.mjs';
import { checkLockfile } from './lockfile.mjs';

/**
 * @typedef {object} StepResult
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} [skipped] names of tests that did not run
 * @property {string} [output] what to show when something failed
 */

/** @typedef {{ name: string, run: (args: string[]) => Promise<StepResult> }} Step */

/**
 * A static check done by a tool: it passes with exit code 0.
 * @param {string} name
 * @param {string} script inside node_modules
 * @param {() => string[]} args
 * @returns {Step}
 */
function tool(name, script, args) {
  return {
    name,
    run: async () => {
      const command = [inProject('node_modules', script), ...args()];
      const result = await run(process.execPath, command, {
        env: toolEnv(),
        output: 'capture',
      });
      return result.code === 0
        ? { passed: 1, failed: 0 }
        : { passed: 0, failed: 1, output: stripVTControlCharacters(result.output) };
    },
  };
}

/**
 * A static check of our own: it passes when it finds no problem.
 * @param {string} name
 * @param {() => string[]} check
 * @returns {Step}
 */
function own(name, check) {
  return {
    name,
    run: async () => {
      const problems = check();
      return problems.length === 0
        ? { passed: 1, failed: 0 }
        : { passed: 0, failed: 1, output: problems.join('\n') };
    },
  };
}

/** The source folders that exist. */
const folders = () => ['src-main', 'src-renderer'].filter((name) => existsSync(inProject(name)));

/** What is not in .gitignore but has its own packages, installed when the tests run. */
export const lintArgs = ['--config', 'build/oxlint.json', '--ignore-pattern=e2e/clients/*/**'];

/** Prose is its authors'; the configuration's patterns start from its own folder. */
export const formatArgs = [
  '--config',
  'build/oxfmt.json',
  '.',
  '!**/*.md',
  // A row a line; what programs emitted stays as it came.
  '!resources/prices.json',
  '!e2e/agents/captures/**',
];

/** The static checks, in the order they run. */
export const checks = [
  tool('format', 'oxfmt/bin/oxfmt', () => ['--check', ...formatArgs]),
  tool('lint', 'oxlint/bin/oxlint', () => lintArgs),
  tool('types', 'typescript/bin/tsc', () => ['--build']),
  tool('layers', 'dependency-cruiser/bin/dependency-cruiser.mjs', () => [
    '--config',
    'build/checks/dependency-cruiser.cjs',
    '--output-type',
    'err-long',
    ...folders(),
  ]),
  own('packages', checkLayersTable),
  tool('unused', 'knip/bin/knip.js', () => ['--config', 'build/knip.json', '--no-progress']),
  own('lockfile', checkLockfile),
  own('licences', checkLicences),
  /** @type {Step} */ ({
    name: 'build',
    run: async () => {
      await compile();
      return { passed: 1, failed: 0 };
    },
  }),
];
