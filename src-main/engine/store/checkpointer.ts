/**
 * Moves committed pages from the WAL into the database file, after the requests that made
 * them have been answered. SQLite's own checkpoints would run inside a commit.
 */
import { BUSY_TIMEOUT_MS, type WritableDb } from './connection';

/** 32 MiB: moving them takes some tens of milliseconds. */
const CHECKPOINT_PAGES = 2048;
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
    if (waitingPages(this.#sql.measure.get()) < this.#stuckPages + CHECKPOINT_PAGES) return;
    this.#stuckPages = waitingPages(this.#sql.passive.get());
  }

  /** Empties the WAL unless somebody is using it. */
  whenIdle(): void {
    this.#db.pragma('busy_timeout = 0');
    try {
      this.#sql.truncate.get();
    } finally {
      this.#db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    }
  }
}

interface CheckpointRow {
  /** Pages in the WAL. */
  readonly log: number;
  readonly checkpointed: number;
}

function waitingPages(row: CheckpointRow | undefined): number {
  return row === undefined ? 0 : row.log - row.checkpointed;
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
