/**
 * Installs the real clients of the end-to-end specs, each with its own lockfile, and once:
 * a stamp beside each says which lockfile it was installed from.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const pythonDir = join(here, '..', '..', '.cache', 'e2e-python');

export const jsClients = ['js-current', 'js-0.28', 'js-0.34', 'js-0.44'];

/** The interpreter of the clients' own virtual environment. */
export const python =
  process.platform === 'win32'
    ? join(pythonDir, 'Scripts', 'python.exe')
    : join(pythonDir, 'bin', 'python');

/** Installs what is missing or stale. Throws with the installer's output where it fails. */
export function setUpClients() {
  for (const name of jsClients) {
    const folder = join(here, name);
    once(join(folder, 'package-lock.json'), join(folder, 'node_modules', '.stamp'), () => {
      run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], folder);
    });
  }
  const requirements = join(here, 'python', 'requirements.txt');
  once(requirements, join(pythonDir, '.stamp'), () => {
    mkdirSync(pythonDir, { recursive: true });
    run('python3', ['-m', 'venv', '--clear', pythonDir], here);
    run(
      python,
      ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements],
      here,
    );
  });
}

/**
 * @param {string} source what the installation is made from
 * @param {string} stamp file that tells from which version of it
 * @param {() => void} install
 */
function once(source, stamp, install) {
  const hash = createHash('sha256').update(readFileSync(source)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  install();
  writeFileSync(stamp, hash);
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 */
function run(command, args, cwd) {
  execFileSync(command, args, {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
}
