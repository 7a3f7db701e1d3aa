/**
 * Installs the MLflow packages that the suite runs with: a virtual environment for each version,
 * made once for each version of its pins.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { run } from '../../build/bootstrap/command.mjs';
import { projectCache } from '../../build/bootstrap/paths.mjs';
import { SetupError } from '../../build/bootstrap/report.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const windows = process.platform === 'win32';

/** The first one has what its server needs as well. */
export const versions = /** @type {const} */ (['newest', '3.6']);

/** @typedef {typeof versions[number]} Version */

/**
 * The interpreter of a version's virtual environment.
 * @param {Version} version
 */
export function pythonOf(version) {
  const folder = environment(version);
  return windows ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}

/**
 * Installs what is missing or stale. The pins are everything that is imported, and no more: the
 * MLflow package asks for half a gigabyte of scientific packages that neither its tracing nor
 * its server loads.
 */
export async function setUpMlflow() {
  await Promise.all(versions.map(setUp));
}

/** @param {Version} version */
async function setUp(version) {
  const requirements = join(here, 'requirements', `${version}.txt`);
  const folder = environment(version);
  const stamp = join(folder, '.stamp');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await must(windows ? 'python' : 'python3', ['-m', 'venv', '--clear', folder]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  await must(pythonOf(version), [...pip, '--no-deps', '--no-compile', '-r', requirements]);
  writeFileSync(stamp, wanted);
}

/** @param {Version} version */
function environment(version) {
  return join(projectCache, 'mlflow', version);
}

/**
 * @param {string} command
 * @param {string[]} args
 */
async function must(command, args) {
  const env = { ...process.env, PIP_NO_INPUT: '1' };
  const { code, output } = await run(command, args, { env, output: 'capture' });
  if (code !== 0) throw new SetupError(`${[command, ...args].join(' ')}\n${output}`);
}
