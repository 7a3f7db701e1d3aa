/**
 * Runs the suite: every version of MLflow's SDK against Otelier and against MLflow's own server,
 * then a comparison of what the two answered: `npm run test:interop [-- options of pytest]`.
 * Prints what failed; `--report=FILE` gets the counts as JSON.
 *
 * @import { Server } from './servers.mjs'
 * @import { Version } from './set-up.mjs'
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { run } from '../../build/bootstrap/command.mjs';
import { projectCache } from '../../build/bootstrap/paths.mjs';
import { startStandIn } from '../agents/stand-in/server.mjs';
import { readCounts } from './junit.mjs';
import { startMlflow, startOtelier } from './servers.mjs';
import { programEnv, pythonOf, setUpMlflow, versions } from './set-up.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const reports = join(projectCache, 'reports', 'interop');
/** With each a process of its own, the two cores of a build machine are busy. */
const AT_ONCE = 2;

/** @typedef {{ passed: number, failed: number, skipped: string[] }} Counts */

/**
 * @typedef {object} Job
 * @property {string} name
 * @property {Version} version
 * @property {string} folder of tests
 * @property {string[]} args
 * @property {boolean} [asksModels]
 */

/**
 * @param {string[]} args options of pytest; with any, only Otelier is asked and nothing compared
 * @returns {Promise<Counts>}
 */
async function runInterop(args) {
  await setUpMlflow();
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const isWhole = args.length === 0;
  /** @type {Server[]} */
  const servers = [];
  try {
    const otelier = await startOtelier();
    servers.push(otelier);
    const jobs = versions.map((version) => suiteJob(version, 'otelier', otelier, args));
    if (isWhole) {
      const mlflow = await startMlflow();
      servers.push(mlflow);
      jobs.push(...versions.map((version) => suiteJob(version, 'mlflow', mlflow, args)));
    }
    const results = await inTurns(jobs);
    if (isWhole) {
      const compared = { name: 'differences', version: versions[0], folder: 'compare' };
      results.push(await runJob({ ...compared, args: ['--answers', reports] }));
    }
    return sum(results);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/**
 * @param {Version} version
 * @param {'otelier' | 'mlflow'} kind
 * @param {Server} server
 * @param {string[]} args
 * @returns {Job}
 */
function suiteJob(version, kind, { url, grpcUrl }, args) {
  const name = `${kind}-${version}`;
  const where = ['--server', kind, '--url', url, ...(grpcUrl ? ['--grpc-url', grpcUrl] : [])];
  const answers = ['--answers', join(reports, `${name}.json`)];
  return {
    name,
    version,
    folder: 'suite',
    args: [...where, ...answers, ...args],
    asksModels: true,
  };
}

/**
 * @param {Job[]} jobs
 * @returns {Promise<Counts[]>} in their order
 */
async function inTurns(jobs) {
  /** @type {Counts[]} */
  const results = [];
  const waiting = jobs.entries();
  const worker = async () => {
    for (const [at, job] of waiting) results[at] = await runJob(job);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

/**
 * @param {Job} job
 * @returns {Promise<Counts>}
 */
async function runJob({ name, version, folder, args, asksModels = false }) {
  const begin = performance.now();
  const report = join(reports, `${name}.xml`);
  const cwd = join(here, folder);
  // One for each run: what it answers depends on how much it was asked.
  const standIn = asksModels ? await startStandIn() : null;
  const command = [
    '-m',
    'pytest',
    '-c',
    'pytest.ini',
    '--rootdir',
    cwd,
    `--junitxml=${report}`,
    '.',
  ];
  const { code, output } = await run(pythonOf(version), [...command, ...args], {
    cwd,
    env: programEnv(standIn?.url ?? null),
    output: 'capture',
  });
  await standIn?.stop();
  const counts = existsSync(report) ? readCounts(readFileSync(report, 'utf8')) : null;
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  const label = `${folder === 'suite' ? `MLflow ${version} ` : ''}${name}`;
  if (counts === null || counts.passed + counts.failed === 0) {
    console.log(`${label}: did not run, ${seconds} s\n${output}`);
    return { passed: 0, failed: 1, skipped: [] };
  }
  // A runner that broke beside its tests has failed.
  const failed = counts.failed === 0 && code !== 0 ? 1 : counts.failed;
  console.log(`${label}: ${counts.passed} passed, ${failed} failed, ${seconds} s`);
  if (failed > 0) console.log(output);
  return { ...counts, failed };
}

/** @param {Counts[]} results */
function sum(results) {
  return {
    passed: results.reduce((total, one) => total + one.passed, 0),
    failed: results.reduce((total, one) => total + one.failed, 0),
    skipped: results.flatMap((one) => one.skipped),
  };
}

const [reportFlag] = process.argv.filter((arg) => arg.startsWith('--report='));
const counts = await runInterop(process.argv.slice(2).filter((arg) => arg !== reportFlag));
if (reportFlag) writeFileSync(reportFlag.slice('--report='.length), JSON.stringify(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;
