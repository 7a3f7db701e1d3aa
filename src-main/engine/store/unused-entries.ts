/**
 * Removing resources, scopes and sources that no span or log record refers to any more: what
 * was deleted must not live on in process ids and headers. References have no index, which
 * every insert would pay for, so all rows are looked at: 0.1 s for a million spans, in slices.
 */
import type { WritableDb } from './connection';
import type { Dictionaries, EntryKeys } from './dictionaries';
import { sliceTimer, type SlicedJob } from './sliced-job';

/** Takes about a millisecond. */
const ROWS_PER_STEP = 2000;

const tables = ['resource', 'scope', 'source'] as const;

/**
 * Finds entries without references and removes them. Gives up where another connection
 * commits meanwhile: then the next run finds them.
 * @throws SqliteError; what was removed before stays removed
 */
export function* removeUnusedEntries(
  db: WritableDb,
  dictionaries: Dictionaries,
  sliceMs?: number,
): SlicedJob<void> {
  const sql = prepare(db);
  const unused: EntryKeys = { resource: new Set(), scope: new Set(), source: new Set() };
  yield* addAllKeys(sql, unused, sliceMs);
  const dataVersion = sql.dataVersion.get();
  // What is used from here on is struck out by the dictionaries, what was before by the search.
  dictionaries.strikeUsed(unused);
  try {
    for (const rows of [sql.spans, sql.logRecords]) yield* strikeReferenced(rows, unused, sliceMs);
    for (const table of tables) {
      while (unused[table].size > 0) {
        const isOver = sliceTimer(sliceMs);
        const removeSome = db.transaction(() => {
          if (sql.dataVersion.get() !== dataVersion) return false;
          for (const key of unused[table]) {
            sql.entries[table].remove.run(key);
            unused[table].delete(key);
            if (isOver()) break;
          }
          return true;
        });
        const isSound = removeSome.immediate();
        dictionaries.forget();
        if (!isSound) return;
        yield;
      }
    }
  } finally {
    dictionaries.strikeUsed(null);
  }
}

function* addAllKeys(sql: Statements, keys: EntryKeys, sliceMs?: number): SlicedJob<void> {
  for (const table of tables) {
    let after = -1;
    let isOver = sliceTimer(sliceMs);
    for (;;) {
      const some = sql.entries[table].keys.all(after, ROWS_PER_STEP);
      for (const key of some) keys[table].add(key);
      const last = some.at(-1);
      if (last === undefined) break;
      after = last;
      if (!isOver()) continue;
      yield;
      isOver = sliceTimer(sliceMs);
    }
  }
}

/** From the newest row on, since most entries are in use, so that the search may end early. */
function* strikeReferenced(
  { lastKey, references }: ReferringRows,
  unused: EntryKeys,
  sliceMs?: number,
): SlicedJob<void> {
  let isOver = sliceTimer(sliceMs);
  let key = lastKey.get(Number.MAX_SAFE_INTEGER) ?? null;
  while (key !== null && tables.some((table) => unused[table].size > 0)) {
    const from = key - ROWS_PER_STEP;
    for (const [resource, scope, source] of references.all(from, key)) {
      unused.resource.delete(resource);
      unused.scope.delete(scope);
      unused.source.delete(source);
    }
    key = lastKey.get(from) ?? null;
    if (!isOver()) continue;
    yield;
    isOver = sliceTimer(sliceMs);
  }
}

type Statements = ReturnType<typeof prepare>;
type ReferringRows = ReturnType<typeof referringRows>;

function prepare(db: WritableDb) {
  return {
    // Changes with every commit of another connection.
    dataVersion: db.prepare<[], number>('PRAGMA data_version').pluck(),
    entries: {
      resource: entries(db, 'resource'),
      scope: entries(db, 'scope'),
      source: entries(db, 'source'),
    },
    spans: referringRows(db, 'span'),
    logRecords: referringRows(db, 'log_record'),
  };
}

function entries(db: WritableDb, table: (typeof tables)[number]) {
  return {
    keys: db
      .prepare<[number, number], number>(`SELECT id FROM ${table} WHERE id > ? ORDER BY id LIMIT ?`)
      .pluck(),
    remove: db.prepare<[number]>(`DELETE FROM ${table} WHERE id = ?`),
  };
}

function referringRows(db: WritableDb, table: 'span' | 'log_record') {
  return {
    lastKey: db
      .prepare<[number], number | null>(`SELECT max(id) FROM ${table} WHERE id <= ?`)
      .pluck(),
    references: db
      .prepare<[number, number], [resource: number, scope: number, source: number]>(
        `SELECT DISTINCT resource, scope, source FROM ${table} WHERE id > ? AND id <= ?`,
      )
      .raw(),
  };
}
