import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { dataDirFlag } from './launch-options';

export interface CommandLine {
  /** All of it, the program first, as `process.argv`. */
  readonly argv: readonly string[];
  /** Working directory of whoever typed it. */
  readonly cwd: string;
  /** Folder of the app where it runs unpackaged: there it is itself an argument; else null. */
  readonly appPath: string | null;
}

/**
 * Files and folders named on a command line, absolute. Flags are left out with their values, as is everything up
 * to the app's own folder in `electron <folder> [files]`; after `--` all are files. `file:`
 * URLs, as desktops pass them, become paths; whether anything is there is the importer's
 * question.
 */
export function pathsOnCommandLine({ argv, cwd, appPath }: CommandLine): string[] {
  const args = argv.slice(1);
  const appAt = appPath === null ? -1 : args.findIndex((arg) => toPath(arg, cwd) === appPath);
  const paths: string[] = [];
  let flagsEnded = false;
  let isValue = false;
  for (const arg of args.slice(appAt + 1)) {
    if (isValue) {
      isValue = false;
    } else if (!flagsEnded && arg === '--') {
      flagsEnded = true;
    } else if (!flagsEnded && arg === dataDirFlag) {
      isValue = true;
    } else if (flagsEnded || (arg !== '' && !arg.startsWith('-'))) {
      const path = toPath(arg, cwd);
      if (path !== null) paths.push(path);
    }
  }
  return paths;
}

function toPath(arg: string, cwd: string): string | null {
  if (!arg.startsWith('file:')) return resolve(cwd, arg);
  try {
    return fileURLToPath(arg);
  } catch {
    return null;
  }
}
