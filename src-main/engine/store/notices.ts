/** What the user must be told about the database until they dismiss it. */
import type { StoreNotice } from '@contract/store-info';
import type { ReadableDb, WritableDb } from './connection';

export function listNotices(db: ReadableDb): StoreNotice[] {
  return db.prepare<[], StoreNotice>('SELECT code, message, path FROM notice ORDER BY rowid').all();
}

/** Adds a notice, in place of the one about the same file. */
export function putNotice(db: WritableDb, notice: StoreNotice): void {
  db.prepare('INSERT OR REPLACE INTO notice (path, code, message) VALUES (?, ?, ?)').run(
    notice.path,
    notice.code,
    notice.message,
  );
}

/** Returns whether there was one. */
export function dismissNotice(db: WritableDb, path: string): boolean {
  return db.prepare('DELETE FROM notice WHERE path = ?').run(path).changes > 0;
}
