/** Turns what was dropped or named into the list of files to read, in order. */
import { readdir, stat } from 'node:fs/promises';
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

/**
 * Folders are walked; hidden entries in them are passed over. Files of one folder come by
 * name, so that a rotated set (`data-2022-….json` beside `data.json`) is read oldest first
 * (reference F5).
 */
export async function collectFiles(paths: readonly string[]): Promise<CollectedFiles> {
  const files: Omit<FileToImport, 'id'>[] = [];
  const unreadable: UnreadablePath[] = [];
  const seen = new Set<string>();

  async function visit(path: string): Promise<void> {
    if (files.length >= MAX_FILES || seen.has(path)) return;
    seen.add(path);
    try {
      const info = await stat(path);
      if (info.isDirectory()) {
        const names = (await readdir(path)).filter((name) => !name.startsWith('.')).sort();
        for (const name of names) await visit(join(path, name));
      } else if (info.isFile()) {
        files.push({ path, name: basename(path), bytesTotal: info.size });
      }
    } catch (error) {
      unreadable.push({ path, message: readable(error) });
    }
  }

  const sorted = [...paths].sort((a, b) => (a < b ? -1 : 1));
  for (const path of sorted) await visit(path);
  return { files, unreadable };
}

function readable(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  if (code === 'ENOENT') return 'There is no such file.';
  if (code === 'EACCES' || code === 'EPERM') {
    return 'The file may not be read. Check its permissions.';
  }
  return error instanceof Error ? error.message : String(error);
}
