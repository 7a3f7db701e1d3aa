/** Damages database files as a failing disk does. */
import { closeSync, openSync, writeSync } from 'node:fs';

import { openWritable } from '../connection';

/** Overwrites the root page of a table with nonsense. No connection may be open. */
export function damageTable(path: string, table: string): void {
  const [rootPage, pageBytes] = inspect(path, (db) => [
    db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table) as number,
    db.pragma('page_size', { simple: true }) as number,
  ]);
  damagePages(path, pageBytes, [rootPage]);
}

/** Pages (from 1) that hold rows of a table, in the order of their keys. */
export function leafPages(path: string, table: string): number[] {
  const sql = "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path";
  return inspect(path, (db) => db.prepare(sql).pluck().all(table) as number[]);
}

export function pageBytesOf(path: string): number {
  return inspect(path, (db) => db.pragma('page_size', { simple: true }) as number);
}

export function damagePages(path: string, pageBytes: number, pages: readonly number[]): void {
  const file = openSync(path, 'r+');
  const nonsense = Buffer.alloc(pageBytes, 0xa5);
  for (const page of pages) writeSync(file, nonsense, 0, pageBytes, (page - 1) * pageBytes);
  closeSync(file);
}

function inspect<Result>(
  path: string,
  read: (db: ReturnType<typeof openWritable>) => Result,
): Result {
  const db = openWritable(path, null);
  try {
    return read(db);
  } finally {
    db.close();
  }
}
