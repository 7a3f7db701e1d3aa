/** Finds out what a stored trace means: the facets of its spans that lack them, and their fold. */
import type { FacetRow } from '@domain/facets/facet-row';
import { NORMALISER_VERSION } from '@domain/facets/facet-row';
import { foldTrace } from '@domain/facets/fold-trace';
import type { TraceFacets } from '@domain/facets/trace-facets';
import type { ReadableDb } from '../store/connection';
import { facetRowOf, type OnTrouble } from './facet-row-of';
import type { SpanUpdate, TraceUpdate } from './facet-batch';
import { foldSpanReader } from './fold-spans';
import type { PriceList } from './price-list';
import { spanContentReader } from './span-content';
import { spanLogsReader, type SpanLogs, type TraceOfLogs } from './trace-logs';

/** What is read and held at once of a large trace. */
const MAX_PART_SPANS = 500;
const MAX_PART_BYTES = 8 * 1024 * 1024;

interface TraceRecord extends TraceOfLogs {
  readonly revision: number;
}

export interface Understanding {
  /**
   * Yields what is to be stored of a trace: parts of its spans, each of which must have been
   * stored before the next is asked for, and at last the rest with the facets of the trace.
   * Nothing where the trace was deleted. No transaction is open in between.
   * @throws SqliteError
   */
  of(traceKey: number, prices: PriceList): Generator<TraceUpdate, void, void>;
}

/** @param onTrouble told of spans and traces that cannot be understood; they get plain facets */
export function createUnderstanding(db: ReadableDb, onTrouble: OnTrouble): Understanding {
  const sql = prepare(db);
  const readLogs = spanLogsReader(db);
  const contents = spanContentReader(db);
  const readFoldSpans = foldSpanReader(db);

  function within<Result>(work: () => Result): Result {
    sql.begin.run();
    try {
      contents.forget();
      return work();
    } finally {
      if (db.inTransaction) sql.end.run();
    }
  }

  function outdatedSpans(traceKey: number, logs: SpanLogs): number[] {
    const outdated: number[] = [];
    for (const [key, changes, version, seen, logCount] of sql.spanStates.iterate(traceKey)) {
      const isCurrent =
        version !== null &&
        version >= NORMALISER_VERSION &&
        seen === changes &&
        logCount === (logs.get(key)?.length ?? 0);
      if (!isCurrent) outdated.push(key);
    }
    return outdated;
  }

  /** Facets of the next spans, as many as make a part. */
  function nextPart(spanKeys: Iterator<number>, logs: SpanLogs) {
    const rows = new Map<number, FacetRow>();
    const updates: SpanUpdate[] = [];
    let bytes = 0;
    while (updates.length < MAX_PART_SPANS && bytes < MAX_PART_BYTES) {
      const { value: key, done } = spanKeys.next();
      if (done === true) return { rows, updates, isLast: true };
      const logKeys = logs.get(key) ?? [];
      const stored = contents.read(key, logKeys);
      if (stored === null) continue;
      const row = facetRowOf(() => stored.decode(), onTrouble);
      rows.set(key, row);
      bytes += stored.byteLength;
      const { changes } = stored;
      updates.push({ key, changes, logCount: logKeys.length, facts: JSON.stringify(row) });
    }
    return { rows, updates, isLast: false };
  }

  function fold(
    traceKey: number,
    fresh: ReadonlyMap<number, FacetRow>,
    { entries }: PriceList,
  ): TraceFacets {
    try {
      return foldTrace(readFoldSpans(traceKey, fresh), entries).trace;
    } catch (error) {
      onTrouble(error);
      return foldTrace([], entries).trace;
    }
  }

  return {
    *of(traceKey, prices) {
      const begun = within(() => {
        const trace = sql.trace.get(traceKey);
        if (trace === undefined) return null;
        const logs = readLogs(trace);
        return { trace, logs, outdated: outdatedSpans(traceKey, logs)[Symbol.iterator]() };
      });
      if (begun === null) return;
      const { revision } = begun.trace;
      const { stamp } = prices;
      let update: TraceUpdate;
      do {
        update = within((): TraceUpdate => {
          const { rows, updates: spans, isLast } = nextPart(begun.outdated, begun.logs);
          const facets = isLast ? fold(traceKey, rows, prices) : null;
          return { key: traceKey, revision, prices: stamp, spans, facets };
        });
        yield update;
      } while (update.facets === null);
    },
  };
}

type SpanState = [
  key: number,
  changes: number,
  version: number | null,
  changesSeen: number | null,
  logCount: number | null,
];

function prepare(db: ReadableDb) {
  return {
    begin: db.prepare('BEGIN'),
    end: db.prepare('ROLLBACK'),
    trace: db.prepare<[number], TraceRecord>(/* sql */ `
      SELECT id AS key, trace_id AS idBytes, log_count AS logCount, revision FROM trace
      WHERE id = ? AND deleted_at_ms IS NULL`),
    spanStates: db
      .prepare<[number], SpanState>(/* sql */ `
        SELECT s.id, s.changes, f.version, f.changes, f.log_count
        FROM span s LEFT JOIN span_facet f ON f.span = s.id WHERE s.trace = ?`)
      .raw(),
  };
}
