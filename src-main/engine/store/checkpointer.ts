/**
 * Moves committed pages from the WAL into the database file, after the requests that made
 * them have been answered. SQLite's own checkpoints would run inside a commit.
 */
import { BUSY_TIMEOUT_MS, type WritableDb } from './connection';

/** 32 MiB: moving them takes some tens of milliseconds. */
export const CHECKPOINT_PAGES = 2048;
/** After this long without a request the WAL is emptied and cut to nothing. */
export const IDLE_MS = 2000;

export class Checkpointer {
  readonly #db: WritableDb;
  readonly #sql: Statements;
  /** Pages that a reader kept from being moved the last time. */
  #stuckPages = 0;

  constructor(db: WritableDb) {
    this.#db = db;
    this.#sql = prepare(db);
  }

  /** Moves what can be moved without waiting for anybody, if enough has gathered. */
  afterCommit(): void {
    const waiting = this.waitingPages();
    if (waiting < this.#stuckPages + CHECKPOINT_PAGES) return;
    try {
      this.#sql.passive.get();
      this.#stuckPages = this.waitingPages();
    } catch {
      // Nothing is lost: the WAL keeps what could not be moved.
      this.#stuckPages = waiting;
    }
  }

  /** Empties the WAL unless somebody is using it. */
  whenIdle(): void {
    this.#db.pragma('busy_timeout = 0');
    try {
      this.#sql.truncate.get();
    } catch {
      // Nothing is lost, as above.
    } finally {
      this.#db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    }
  }

  /** Committed pages that are in the WAL only. */
  waitingPages(): number {
    const row = this.#sql.measure.get();
    return row === undefined ? 0 : row.log - row.checkpointed;
  }
}

interface CheckpointRow {
  /** Pages in the WAL. */
  readonly log: number;
  readonly checkpointed: number;
}

type Statements = ReturnType<typeof prepare>;

function prepare(db: WritableDb) {
  return {
    // NOOP only counts (SQLite 3.51).
    measure: db.prepare<[], CheckpointRow>('PRAGMA wal_checkpoint(NOOP)'),
    passive: db.prepare<[], CheckpointRow>('PRAGMA wal_checkpoint(PASSIVE)'),
    truncate: db.prepare<[], CheckpointRow>('PRAGMA wal_checkpoint(TRUNCATE)'),
  };
}
