import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const projectDir = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Ignored folder for stamps and locks of this clone. */
export const projectCache = join(projectDir, '.cache');

/** Resolves a path inside the project. */
export function inProject(/** @type {string[]} */ ...parts) {
  return join(projectDir, ...parts);
}

/**
 * Folder for large files that every clone of this user shares (the Electron runtime, the
 * SQLite binding built for it), so that a fresh clone does not fetch them again.
 */
export function userCache() {
  const { env, platform } = process;
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'otelier');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'otelier');
  if (platform === 'win32' && env['LOCALAPPDATA']) {
    return join(env['LOCALAPPDATA'], 'otelier', 'Cache');
  }
  return join(homedir(), '.cache', 'otelier');
}
