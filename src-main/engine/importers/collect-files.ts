/** Turns what was dropped or named into the list of files to read, in order. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FileToImport } from './file-import';

const MAX_FILES = 10_000;

export interface UnreadablePath {
  readonly path: string;
  readonly message: string;
}

export interface CollectedFiles {
  readonly files: readonly Omit<FileToImport, 'id'>[];
  readonly unreadable: readonly UnreadablePath[];
}

export interface CollectOptions {
  /** Ends the walk; what was found so far is returned. */
  readonly signal: AbortSignal;
  readonly maxFiles?: number;
}

/**
 * Folders are walked; hidden entries in them are passed over, and what several paths or links
 * lead to is read once. Files of one folder come by name, so that a rotated set
 * (`data-2022-….json` beside `data.json`) is read oldest first (reference F5).
 */
export async function collectFiles(
  paths: readonly string[],
  { signal, maxFiles = MAX_FILES }: CollectOptions,
): Promise<CollectedFiles> {
  const files: Omit<FileToImport, 'id'>[] = [];
  const unreadable: UnreadablePath[] = [];
  const seen = new Set<string>();
  let isFull = false;

  async function visit(path: string): Promise<void> {
    if (signal.aborted || isFull) return;
    try {
      const real = await realpath(path);
      if (seen.has(real)) return;
      seen.add(real);
      const info = await stat(real);
      if (info.isDirectory()) {
        const names = (await readdir(path)).filter((name) => !name.startsWith('.')).sort();
        for (const name of names) await visit(join(path, name));
      } else if (info.isFile()) {
        if (files.length < maxFiles) {
          files.push({ path, name: basename(path), bytesTotal: info.size });
          return;
        }
        isFull = true;
        unreadable.push({ path, message: limitMessage(maxFiles) });
      }
    } catch (error) {
      unreadable.push({ path, message: readable(error) });
    }
  }

  const sorted = [...paths].sort((a, b) => (a < b ? -1 : 1));
  for (const path of sorted) await visit(path);
  return { files, unreadable };
}

function limitMessage(maxFiles: number): string {
  const count = maxFiles.toLocaleString('en-US');
  return `This file and those after it were left out: an import takes ${count} files. Import the rest on its own.`;
}

function readable(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  if (code === 'ENOENT') return 'There is no such file.';
  if (code === 'ELOOP') return 'The link leads back to itself.';
  if (code === 'EACCES' || code === 'EPERM') {
    return 'The file may not be read. Check its permissions.';
  }
  return error instanceof Error ? error.message : String(error);
}
