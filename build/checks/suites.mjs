import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { run, toolEnv } from '../bootstrap/command.mjs';
import { ensureVirtualScreens } from '../bootstrap/display.mjs';
import { ensureElectron } from '../bootstrap/electron-runtime.mjs';
import { inProject, projectCache } from '../bootstrap/paths.mjs';
import { ensurePackages, hasCommand } from '../bootstrap/system-packages.mjs';
import { compile } from '../tasks/compile.mjs';

/** @typedef {import('./steps.mjs').StepResult} StepResult */

/**
 * Runs a test runner that writes a JSON report, and reads the report's numbers.
 * @param {string} name
 * @param {string} script inside the project
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {(report: any) => StepResult} count
 * @returns {Promise<StepResult>}
 */
async function suite(name, script, args, env, count) {
  const report = reportFile(name);
  rmSync(report, { force: true });
  mkdirSync(join(projectCache, 'reports'), { recursive: true });
  const result = await run(process.execPath, [inProject(script), ...args], {
    env: { ...toolEnv(), ...env },
  });
  /** @type {StepResult} */
  let counted = { passed: 0, failed: 0 };
  if (existsSync(report)) counted = count(JSON.parse(readFileSync(report, 'utf8')));
  // A runner that ran nothing, or broke beside its tests, has failed.
  if (counted.failed === 0 && counted.passed === 0) {
    return { ...counted, failed: 1, output: `${name}: no test was run` };
  }
  if (counted.failed === 0 && result.code !== 0) {
    return { ...counted, failed: 1, output: `${name}: the runner failed outside of its tests` };
  }
  return counted;
}

/** @param {string} name */
function reportFile(name) {
  return join(projectCache, 'reports', `${name}.json`);
}

/**
 * Unit tests: pure code, and the built engine on the current Node.
 * @param {string[]} args file patterns and options for the runner
 */
export function runUnit(args) {
  const reporters = [
    `--reporter=${process.env['CI'] ? 'dot' : 'default'}`,
    '--reporter=json',
    `--outputFile.json=${reportFile('unit')}`,
  ];
  return suite(
    'unit',
    'node_modules/vitest/vitest.mjs',
    ['run', '--config', 'build/vitest.config.mts', ...reporters, ...args],
    {},
    (report) => {
      /** @type {{ status: string, fullName: string }[]} */
      const tests = report.testResults.flatMap((/** @type {any} */ file) => file.assertionResults);
      // A file that does not load has no tests to fail.
      const broken = report.testResults.filter(
        (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
      );
      return {
        passed: tests.filter((test) => test.status === 'passed').length,
        failed: tests.filter((test) => test.status === 'failed').length + broken.length,
        skipped: tests
          .filter((test) => !['passed', 'failed'].includes(test.status))
          .map((test) => test.fullName),
      };
    },
  );
}

/**
 * End-to-end tests: the real app on a real Electron, on a virtual screen where there is none.
 * @param {string[]} args file patterns and options for the runner
 */
export async function runE2e(args) {
  await Promise.all([ensureElectron(), ensureVirtualScreens(), compile()]);
  await ensureClients();
  return suite(
    'e2e',
    'node_modules/@playwright/test/cli.js',
    ['test', '--config', 'build/playwright.config.mts', '--reporter=list,json', ...args],
    { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile('e2e') },
    (report) => {
      /** @type {string[]} */
      const skipped = [];
      /** @param {any} one */
      const visit = (one) => {
        for (const spec of one.specs ?? []) {
          if (spec.tests.some((/** @type {any} */ test) => test.status === 'skipped')) {
            skipped.push(`${one.file ?? ''} ${spec.title}`.trim());
          }
        }
        for (const child of one.suites ?? []) visit(child);
      };
      for (const top of report.suites) visit(top);
      const { expected, unexpected, flaky } = report.stats;
      // A test that passes only when repeated is not trusted.
      return { passed: expected, failed: unexpected + flaky + report.errors.length, skipped };
    },
  );
}

/**
 * MLflow's SDKs against the app and against MLflow's own server: `e2e/mlflow`.
 * @param {string[]} args options for the runner
 */
export async function runInteropSuite(args) {
  await Promise.all([compile({ only: 'main', quiet: true }), ensureClients()]);
  const options = [`--report=${reportFile('interop')}`, ...args];
  return suite('interop', 'e2e/mlflow/run.mjs', options, {}, (report) => report);
}

/** What the programs need that send from Python and from the shell. */
function ensureClients() {
  return ensurePackages('clients', {
    purpose: "the end-to-end tests' senders",
    // Debian splits the part of venv that installs pip into a package of its own.
    works: async () =>
      hasCommand('curl') &&
      (await run('python3', ['-c', 'import ensurepip'], { output: 'capture' })).code === 0,
  });
}
