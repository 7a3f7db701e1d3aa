import { isAbsolute, relative, resolve, sep } from 'node:path';

/**
 * Which files the window may ask to be shown: those below the app's own folders, and those
 * that the user named, by a dialog, a drop, or the command line.
 */
export interface FileAccess {
  /** Files, or folders with everything below them. */
  allow(paths: readonly string[]): void;
  allows(path: string): boolean;
}

/** @param folders absolute */
export function createFileAccess(folders: readonly string[]): FileAccess {
  const allowed = new Set(folders.map((folder) => resolve(folder)));
  return {
    allow: (paths) => {
      for (const path of paths) allowed.add(resolve(path));
    },
    allows: (path) =>
      isAbsolute(path) && [...allowed].some((folder) => isWithin(folder, resolve(path))),
  };
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
