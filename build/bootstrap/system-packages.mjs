import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import { run } from './command.mjs';
import { withLock } from './lock.mjs';
import { userCache } from './paths.mjs';
import { say, SetupError } from './report.mjs';

/**
 * Debian packages by what they are needed for. An inner list holds the names one library has
 * on different releases (the `t64` names came with Debian 13).
 * @type {Record<'electron' | 'display' | 'compiler' | 'clients', readonly (string | readonly string[])[]>}
 */
const packages = {
  electron: [
    ['libgtk-3-0', 'libgtk-3-0t64'],
    'libnss3',
    ['libasound2', 'libasound2t64'],
    'libgbm1',
    'libxss1',
    ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'],
    'libdrm2',
    'libxkbcommon0',
    'libxcomposite1',
    'libxdamage1',
    'libxrandr2',
    ['libxtst6', 'libxtst6t64'],
    ['libcups2', 'libcups2t64'],
    'fonts-liberation',
    'fonts-noto-core',
  ],
  display: ['xvfb', 'xauth'],
  compiler: ['build-essential', 'python3'],
  clients: ['python3', 'python3-venv', 'curl', 'ca-certificates'],
};

/** Whether a command is in the path. */
export function hasCommand(/** @type {string} */ name) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Makes sure that Linux packages are installed: installs the missing ones where it may (as
 * root or with a passwordless sudo) and otherwise says the exact command.
 * @param {keyof typeof packages} group
 * @param {{ purpose: string, works: () => boolean | Promise<boolean> }} need `works` tells
 *   whether the purpose can be served as things are; when it can, missing packages (a font,
 *   a library that came from elsewhere) are worth a line but no error
 */
export async function ensurePackages(group, { purpose, works }) {
  if (process.platform !== 'linux') return;
  const missing = await missingPackages(packages[group]);
  // Electron may link completely and still have no fonts; elsewhere what works is enough.
  if ((missing.length === 0 || group !== 'electron') && (await works())) return;

  if (missing.length > 0 && hasCommand('apt-get')) {
    const prefix = await rootPrefix();
    if (prefix && (await install(prefix, missing)) && (await works())) return;
  }
  const names = missing.length > 0 ? missing : packages[group];
  const list = names.map((name) => (typeof name === 'string' ? name : name[0])).join(' ');
  const advice = hasCommand('apt-get')
    ? `install them with: sudo apt-get update && sudo apt-get install -y --no-install-recommends ${list}`
    : `install what your system calls these Debian packages: ${list}`;
  if (await works()) {
    say(`system packages for ${purpose} are missing; ${advice}`);
    return;
  }
  throw new SetupError(`system packages for ${purpose} are missing; ${advice}`);
}

/**
 * The entries none of whose names is installed; none where there is no dpkg.
 * @param {readonly (string | readonly string[])[]} entries
 */
async function missingPackages(entries) {
  const query = ['-W', '-f', '${Package} ${db:Status-Status}\\n', ...entries.flat()];
  const result = await run('dpkg-query', query, { output: 'capture' });
  if (result.code === 127) return [];
  const installed = new Set(
    result.stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return entries.filter((entry) => ![entry].flat().some((name) => installed.has(name)));
}

/**
 * The name that this release of the distribution has a package for.
 * @param {string | readonly string[]} entry
 */
async function available(entry) {
  const names = [entry].flat();
  for (const name of names.slice(0, -1)) {
    const shown = await run('apt-cache', ['show', '--no-all-versions', name], {
      output: 'capture',
    });
    if (shown.code === 0 && shown.stdout.includes('Package:')) return name;
  }
  return names.at(-1) ?? '';
}

/** What to put before a command to run it as root, or null where that needs a password. */
async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  if (!hasCommand('sudo')) return null;
  const probe = await run('sudo', ['-n', 'true'], { output: 'capture' });
  return probe.code === 0 ? ['sudo', '-n'] : null;
}

/** Whether this process has refreshed the list of packages. */
let refreshed = false;

/**
 * @param {readonly string[]} prefix
 * @param {readonly (string | readonly string[])[]} entries
 */
async function install(prefix, entries) {
  const wait = ['-o', 'DPkg::Lock::Timeout=300', '-q'];
  const settings = ['env', 'DEBIAN_FRONTEND=noninteractive'];
  /** @param {readonly string[]} args */
  const apt = (args) => {
    const [command = '', ...rest] = [...prefix, ...settings, 'apt-get', ...wait, ...args];
    return run(command, rest, { output: 'capture' });
  };
  const result = await withLock(join(userCache(), 'apt.lock'), 'installing packages', async () => {
    // A list that cannot be refreshed may still be good enough.
    if (!refreshed) await apt(['update']);
    refreshed = true;
    const names = await Promise.all(entries.map(available));
    say(`installing system packages: ${names.join(' ')}`);
    return apt(['install', '-y', '--no-install-recommends', ...names]);
  });
  if (result.code === 0) return true;
  const reason = result.output.split('\n').find((line) => line.startsWith('E:'));
  say(`apt-get install failed${reason ? `: ${reason.slice(3)}` : ''}`);
  return false;
}
