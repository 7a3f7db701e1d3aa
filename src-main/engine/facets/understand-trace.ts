/** Finds out what a stored trace means: the facets of its spans that lack them, and their fold. */
import { applyTraceInfo, type ToldFacets } from '@domain/annotations/apply-trace-info';
import { assessmentsToldBy, tagsToldBy, type ToldTrace } from '@domain/annotations/told-by-spans';
import { NORMALISER_VERSION, type FacetRow, type NotUnderstood } from '@domain/facets/facet-row';
import { foldTrace } from '@domain/facets/fold-trace';
import { notUnderstoodRow } from '@domain/facets/not-understood';
import type { FoldSpan, TraceFold } from '@domain/facets/trace-facets';
import type { TraceId } from '@domain/units';
import type { ReadableDb } from '../store/connection';
import { facetRowOf, type OnTrouble } from './facet-row-of';
import type { SpanUpdate, TraceUpdate } from './facet-batch';
import { foldSpanReader, foldSpansOf } from './fold-spans';
import type { PriceList } from './price-list';
import { spanContentReader, type StoredContent } from './span-content';
import { toldInfoReader } from '../store/told-info';
import { spanLogsReader, type SpanLogs, type TraceOfLogs } from './trace-logs';

/** What is read and held at once of a large trace. */
const MAX_PART_SPANS = 500;
const MAX_PART_BYTES = 8 * 1024 * 1024;

interface TraceRecord extends TraceOfLogs {
  readonly revision: number;
  readonly startNs: number;
}

function traceIdOf({ idBytes }: TraceRecord): TraceId {
  return Buffer.from(idBytes).toString('hex') as TraceId;
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

/** What stands around the work on each span. */
export interface SpanAttempts {
  /** Called before each span, and with 0 before each step that is about the trace. */
  begin(spanKey: number): void;
  /** Why the span is not to be tried; null where it is. */
  reasonAgainst(traceKey: number, spanKey: number): NotUnderstood | null;
}

const allAreTried: SpanAttempts = { begin: () => undefined, reasonAgainst: () => null };

/** @param onTrouble told of spans and traces that cannot be understood; they get plain facets */
export function createUnderstanding(
  db: ReadableDb,
  onTrouble: OnTrouble,
  attempts = allAreTried,
): Understanding {
  const sql = prepare(db);
  const readLogs = spanLogsReader(db);
  const contents = spanContentReader(db);
  const readFoldSpans = foldSpanReader(db);
  const readTold = toldInfoReader(db);

  function within<Result>(work: () => Result): Result {
    attempts.begin(0);
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

  /** The next spans, as many as make a part; `isLast` where none is left. */
  function readPart(spanKeys: Iterator<number>, logs: SpanLogs) {
    const spans: StoredSpan[] = [];
    let bytes = 0;
    while (spans.length < MAX_PART_SPANS && bytes < MAX_PART_BYTES) {
      const { value: key, done } = spanKeys.next();
      if (done === true) return { spans, isLast: true };
      const logKeys = logs.get(key) ?? [];
      const content = contents.read(key, logKeys);
      if (content === null) continue;
      spans.push({ key, logCount: logKeys.length, content });
      bytes += content.byteLength;
    }
    return { spans, isLast: false };
  }

  function rowOf(traceKey: number, { key, content }: StoredSpan): FacetRow {
    const reason = attempts.reasonAgainst(traceKey, key);
    if (reason !== null) return notUnderstoodRow(reason);
    attempts.begin(key);
    return facetRowOf(() => content.decode(), onTrouble);
  }

  function foldOf(
    spans: readonly FoldSpan[],
    { entries }: PriceList,
    trace: TraceRecord,
    told: ToldFacets | null,
  ): Pick<TraceUpdate, 'facets' | 'told'> {
    try {
      const fold = foldTrace(spans, entries);
      const startMs = Number(trace.startNs) / 1e6;
      return {
        facets: told === null ? fold.trace : applyTraceInfo(fold.trace, told),
        ...toldBy(spans, fold, { traceId: traceIdOf(trace), startMs }),
      };
    } catch (error) {
      onTrouble(error);
      return { facets: foldTrace([], entries).trace };
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
      let update: TraceUpdate;
      do {
        // Decoding comes after: a snapshot that is held keeps the writer's log from starting over.
        const { part, all, told } = within(() => {
          const next = readPart(begun.outdated, begun.logs);
          return {
            part: next,
            all: next.isLast ? readFoldSpans(traceKey) : null,
            told: next.isLast ? readTold(begun.trace.idBytes) : null,
          };
        });
        const rows = new Map<number, FacetRow>();
        const spans = part.spans.map((span): SpanUpdate => {
          const { key, logCount, content } = span;
          const row = rowOf(traceKey, span);
          rows.set(key, row);
          return { key, changes: content.changes, logCount, facts: JSON.stringify(row) };
        });
        attempts.begin(0);
        const folded =
          all === null
            ? { facets: null }
            : foldOf(foldSpansOf(all, rows), prices, begun.trace, told);
        update = { key: traceKey, revision, prices: prices.stamp, spans, ...folded };
        yield update;
      } while (update.facets === null);
    },
  };
}

function toldBy(
  spans: readonly FoldSpan[],
  fold: TraceFold,
  trace: ToldTrace,
): Pick<TraceUpdate, 'told'> {
  const tags = tagsToldBy(spans);
  const assessments = assessmentsToldBy(spans, fold, trace);
  return tags.length === 0 && assessments.length === 0 ? {} : { told: { tags, assessments } };
}

/** A span as it was read, not decoded yet. */
interface StoredSpan {
  readonly key: number;
  readonly logCount: number;
  readonly content: StoredContent;
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
      SELECT id AS key, trace_id AS idBytes, log_count AS logCount, revision,
        CAST(start_ns AS REAL) AS startNs
      FROM trace WHERE id = ? AND deleted_at_ms IS NULL`),
    spanStates: db
      .prepare<[number], SpanState>(/* sql */ `
        SELECT s.id, s.changes, f.version, f.changes, f.log_count
        FROM span s LEFT JOIN span_facet f ON f.span = s.id WHERE s.trace = ?`)
      .raw(),
  };
}
