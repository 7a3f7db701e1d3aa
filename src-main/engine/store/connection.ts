/**
 * Connections to the database. A `ReadableDb` cannot be passed where rows are written; the
 * one `WritableDb` lives in the ingest worker.
 */
import Database from 'better-sqlite3';

declare const readable: unique symbol;
declare const writable: unique symbol;

export type ReadableDb = Database.Database & { readonly [readable]: true };
export type WritableDb = ReadableDb & { readonly [writable]: true };

/**
 * Measured: against the default of 4 KiB, inserts are 1.6 times as fast with spans of 850 B
 * and twice as fast with 3.2 KB, whose rows then need no overflow pages. A file keeps the
 * size it was created with.
 */
const PAGE_BYTES = 16384;
/** The WAL file is cut back to this when it starts over. */
const WAL_BYTES_KEPT = 64 * 1024 * 1024;
/** Keys grow with arrival, so writes stay on few pages: 64 MiB were measured to gain nothing. */
const WRITER_CACHE_KIB = 16 * 1024;
const READER_CACHE_KIB = 32 * 1024;
const READER_MMAP_BYTES = 1024 * 1024 * 1024;
/** How long a statement waits for another program's lock before it fails with SQLITE_BUSY. */
export const BUSY_TIMEOUT_MS = 2000;

/**
 * Opens an existing database for reading. `binding` is `EngineConfig.sqliteBinding`.
 * @throws SqliteError where the file is missing, unreadable or no database
 */
export function openReadable(path: string, binding: string | null): ReadableDb {
  const db = open(path, binding, { readonly: true, fileMustExist: true });
  db.pragma('query_only = ON');
  db.pragma(`cache_size = -${READER_CACHE_KIB}`);
  db.pragma(`mmap_size = ${READER_MMAP_BYTES}`);
  return db as ReadableDb;
}

/**
 * Opens a database that is damaged, to read what can be read. Other than `openReadable` it
 * takes a file that is shorter than its header says.
 * @throws SqliteError where the file is missing or its first page cannot be read
 */
export function openDamaged(path: string, binding: string | null): ReadableDb {
  const db = open(path, binding, { readonly: true, fileMustExist: true });
  // SQLite checks the length unless the schema may be written, which needs the unsafe mode.
  db.unsafeMode(true);
  db.pragma('writable_schema = ON');
  return db as ReadableDb;
}

/**
 * Opens or creates a database for writing, in WAL mode. Checkpoints are the caller's.
 * @throws SqliteError where the file cannot be opened, written or is no database
 */
export function openWritable(path: string, binding: string | null): WritableDb {
  const db = open(path, binding, {});
  try {
    db.pragma(`page_size = ${PAGE_BYTES}`);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('wal_autocheckpoint = 0');
    db.pragma(`journal_size_limit = ${WAL_BYTES_KEPT}`);
    db.pragma(`cache_size = -${WRITER_CACHE_KIB}`);
    db.pragma('temp_store = MEMORY');
  } catch (error) {
    db.close();
    throw error;
  }
  return db as WritableDb;
}

function open(path: string, binding: string | null, options: Database.Options): Database.Database {
  return new Database(path, {
    ...options,
    timeout: BUSY_TIMEOUT_MS,
    ...(binding === null ? {} : { nativeBinding: binding }),
  });
}
