/** 'traces.search': what the palette offers while the user types. */
import type { TraceHit } from '@contract/traces';
import type { SpanId, TraceId } from '@domain/units';
import { foldCase } from './fold-case';
import { unlessCancelled, type Query, type QueryHost } from './query';
import { textMatch } from './text-match';
import { TRACE_NAME, VISIBLE } from './trace-row';

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;
/** Candidates that are ranked, for each one that is shown. */
const CANDIDATES_PER_HIT = 4;

/**
 * Traces match by name, by one of their services or by the beginning of their id; spans by
 * name or by the beginning of their id. Names that begin with the text come first, then what
 * arrived last. Spans take half of the hits where there are enough of both; the root of a
 * trace is not repeated as a span. No text: the traces that arrived last.
 */
export function tracesSearch(host: QueryHost): Query<'traces.search'> {
  const findTraces = createTraceFinder(host);
  const findSpans = createSpanFinder(host);
  return (params): readonly TraceHit[] => {
    const text = params.text.trim();
    const { limit } = params;
    const traces = ranked(findTraces(text, limit * CANDIDATES_PER_HIT), text);
    if (text === '') return traces.slice(0, limit);
    const spans = ranked(findSpans(text, limit * CANDIDATES_PER_HIT), text);
    const spanRoom = Math.max(limit - traces.length, Math.floor(limit / 2));
    const shownSpans = spans.slice(0, spanRoom);
    return [...traces.slice(0, limit - shownSpans.length), ...shownSpans];
  };
}

/** Start times are bigints. */
interface HitRecord {
  readonly traceId: string;
  readonly spanId: string | null;
  readonly name: string;
  readonly serviceName: string;
  readonly startNs: bigint;
}

/** What a trace is called where its root's name does not tell. */
const ROOT_LABEL = 'SELECT f.root_label FROM trace_facet f WHERE f.trace = trace.id';

function createTraceFinder({ db }: QueryHost) {
  return (text: string, limit: number): TraceHit[] => {
    const match = textMatch(text, TRACE_ID_BYTES);
    const select = db
      .prepare<[object], HitRecord>(/* sql */ `
        SELECT lower(hex(trace_id)) AS traceId, NULL AS spanId,
          coalesce((${ROOT_LABEL}), ${TRACE_NAME}) AS name,
          service_name AS serviceName, start_ns AS startNs
        FROM trace
        WHERE ${unlessCancelled('id')} AND ${VISIBLE} AND (${match.contains(TRACE_NAME)}
          OR ${match.someContains('services')} OR ${match.idBegins('trace_id')}
          OR ${match.contains(`(${ROOT_LABEL})`)})
        ORDER BY id DESC LIMIT :limit`)
      .safeIntegers();
    return select.all({ ...match.values, limit }).map(toHit);
  };
}

function createSpanFinder({ db }: QueryHost) {
  return (text: string, limit: number): TraceHit[] => {
    const match = textMatch(text, SPAN_ID_BYTES);
    const select = db
      .prepare<[object], HitRecord>(/* sql */ `
        SELECT lower(hex(t.trace_id)) AS traceId, lower(hex(s.span_id)) AS spanId, s.name,
          coalesce(r.service_name, '') AS serviceName, s.start_ns AS startNs
        FROM span s
          CROSS JOIN trace t ON t.id = s.trace AND t.deleted_at_ms IS NULL
          LEFT JOIN resource r ON r.id = s.resource
        WHERE ${unlessCancelled('s.id')} AND s.id IS NOT t.root_span
          AND (${match.contains('s.name')} OR ${match.idBegins('s.span_id')})
        ORDER BY s.id DESC LIMIT :limit`)
      .safeIntegers();
    return select.all({ ...match.values, limit }).map(toHit);
  };
}

function toHit(record: HitRecord): TraceHit {
  return {
    traceId: record.traceId as TraceId,
    spanId: record.spanId as SpanId | null,
    name: record.name,
    serviceName: record.serviceName,
    startNs: record.startNs,
  };
}

/** Stable: what is equally good stays in order. */
function ranked(hits: TraceHit[], text: string): TraceHit[] {
  const folded = foldCase(text);
  const rank = (hit: TraceHit): number => (foldCase(hit.name).startsWith(folded) ? 0 : 1);
  return hits.sort((a, b) => rank(a) - rank(b));
}
