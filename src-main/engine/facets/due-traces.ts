/** Which traces are to be understood next, and when. */
import { NORMALISER_VERSION } from '@domain/facets/facet-row';
import type { ReadableDb } from '../store/connection';
import { LruMap } from '../store/lru-map';

export type DueReason = 'arrival' | 'update' | 'prices';

export interface DueTraces {
  /** Newest first, and traces that changed before all others. */
  readonly keys: readonly number[];
  readonly reason: DueReason;
  /** Time until the next one is due; null where none is known of. */
  readonly waitMs: number | null;
}

/** A trace is left alone for so long after its last request: more spans are on their way. */
const QUIET_MS = 150;
/** One that is never quiet is understood this often all the same. */
const MAX_DELAY_MS = 1000;
/** Rest after a pass, in times of what it took: large traces that stream get few passes. */
const REST_FACTOR = 4;
const BUSY_REST_FACTOR = 20;
/** Traces that were looked at last. */
const MAX_PASSES = 2000;
const MAX_TAKEN = 256;

interface ChangedRow {
  readonly key: number;
  readonly lastReceivedMs: number;
}

/** When a trace was understood last, or first seen to be due. */
interface Pass {
  readonly atMs: number;
  readonly costMs: number;
}

export class DueQueue {
  readonly #sql: Statements;
  readonly #passes = new LruMap<number, Pass>(MAX_PASSES);

  constructor(db: ReadableDb) {
    this.#sql = prepare(db);
  }

  /**
   * The next traces, without those in `excluded`.
   * @param prices stamp of the price list that counts
   */
  next(nowMs: number, prices: number, excluded: ReadonlySet<number>): DueTraces {
    const { keys, waitMs } = this.#changed(nowMs, excluded);
    if (keys.length > 0) return { keys, reason: 'arrival', waitMs };
    const limit = MAX_TAKEN + excluded.size;
    const isFree = (key: number): boolean => !excluded.has(key);
    for (const select of [this.#sql.neverDone, this.#sql.ofOlderVersion]) {
      const outdated = select.all({ limit }).filter(isFree);
      if (outdated.length > 0) return { keys: outdated, reason: 'update', waitMs };
    }
    const priced = this.#sql.ofOtherPrices.all({ prices, limit }).filter(isFree);
    return { keys: priced, reason: 'prices', waitMs };
  }

  /** How many traces are due, for whatever reason. */
  count(prices: number): number {
    return this.#sql.count.get({ prices }) ?? 0;
  }

  /** To be called after each pass over a trace that changes. */
  notePass(key: number, pass: Pass): void {
    this.#passes.set(key, pass);
    this.#passes.trim();
  }

  #changed(nowMs: number, excluded: ReadonlySet<number>) {
    const keys: number[] = [];
    let waitMs: number | null = null;
    for (const { key, lastReceivedMs } of this.#sql.changed.all(MAX_TAKEN + excluded.size)) {
      if (excluded.has(key)) continue;
      const waits = this.#waitOf(key, nowMs, nowMs - lastReceivedMs);
      if (waits <= 0) keys.push(key);
      else if (waitMs === null || waits < waitMs) waitMs = waits;
    }
    return { keys, waitMs };
  }

  /** @param quietMs since its last request; negative where the clock was set back */
  #waitOf(key: number, nowMs: number, quietMs: number): number {
    const pass = this.#passes.get(key);
    const quietIn = quietMs < 0 ? 0 : QUIET_MS - quietMs;
    if (pass === undefined) {
      if (quietIn > 0) this.notePass(key, { atMs: nowMs, costMs: 0 });
      return quietIn;
    }
    const restedMs = Math.max(0, nowMs - pass.atMs);
    const whenQuiet = Math.max(quietIn, pass.costMs * REST_FACTOR - restedMs);
    const whenBusy = Math.max(MAX_DELAY_MS, pass.costMs * BUSY_REST_FACTOR) - restedMs;
    return Math.min(whenQuiet, whenBusy);
  }
}

type Statements = ReturnType<typeof prepare>;

/** Understood traces whose costs are of other prices; a range at a time, by its index. */
function priced(comparison: '<' | '>'): string {
  return /* sql */ `trace INDEXED BY trace_by_facet_prices
    WHERE deleted_at_ms IS NULL AND facet_version > 0 AND facet_prices ${comparison} :prices`;
}

function prepare(db: ReadableDb) {
  const due = (condition: string, order: string) =>
    db
      .prepare<[object], number>(/* sql */ `
        SELECT id FROM trace WHERE deleted_at_ms IS NULL AND ${condition}
        ORDER BY ${order} LIMIT :limit`)
      .pluck();
  return {
    changed: db.prepare<[number], ChangedRow>(/* sql */ `
      SELECT id AS key, last_received_ms AS lastReceivedMs FROM trace
      WHERE deleted_at_ms IS NULL AND facet_version = 0 ORDER BY id DESC LIMIT ?`),
    neverDone: due('facet_version = -1', 'id DESC'),
    ofOlderVersion: due(
      `facet_version BETWEEN 1 AND ${NORMALISER_VERSION - 1}`,
      'facet_version DESC, id DESC',
    ),
    ofOtherPrices: db
      .prepare<[object], number>(/* sql */ `
        SELECT id FROM (
          SELECT id FROM ${priced('<')} UNION ALL SELECT id FROM ${priced('>')})
        ORDER BY id DESC LIMIT :limit`)
      .pluck(),
    count: db
      .prepare<[object], number>(/* sql */ `
        SELECT (SELECT count(*) FROM trace
            WHERE deleted_at_ms IS NULL AND facet_version < ${NORMALISER_VERSION})
          + (SELECT count(*) FROM ${priced('<')} AND facet_version >= ${NORMALISER_VERSION})
          + (SELECT count(*) FROM ${priced('>')} AND facet_version >= ${NORMALISER_VERSION})`)
      .pluck(),
  };
}
