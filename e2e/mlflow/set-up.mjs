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

/**
 * The variables that programs on MLflow run with: nothing of what they send leaves the machine.
 * @param {string | null} models URL of the stand-in for the providers' servers
 * @returns {NodeJS.ProcessEnv}
 */
export function programEnv(models) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(OTEL|MLFLOW|LANGFUSE)_/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    MLFLOW_DISABLE_TELEMETRY: 'true',
    DO_NOT_TRACK: 'true',
    MLFLOW_MODEL_CATALOG_URI: '',
    LITELLM_LOCAL_MODEL_COST_MAP: 'True',
    // Errors are to be seen, not asked for again and again.
    MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0',
    // A trace is there when its function returns; one program shows the default.
    MLFLOW_ENABLE_ASYNC_TRACE_LOGGING: 'false',
    PYTHONDONTWRITEBYTECODE: '',
    ...(models === null
      ? {}
      : {
          STAND_IN_URL: models,
          OPENAI_BASE_URL: `${models}/v1`,
          OPENAI_API_KEY: 'none',
          ANTHROPIC_API_BASE: models,
          ANTHROPIC_BASE_URL: models,
          ANTHROPIC_API_KEY: 'none',
        }),
  };
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
