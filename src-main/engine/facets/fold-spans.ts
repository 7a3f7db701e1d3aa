/** The spans of a trace with their stored facets, as folding takes them. */
import type { FacetRow } from '@domain/facets/facet-row';
import type { FoldSpan } from '@domain/facets/trace-facets';
import type { ReadableDb } from '../store/connection';

type SpanRecord = [
  key: number,
  spanId: string,
  parentSpanId: string | null,
  name: string,
  startNs: number | null,
  endNs: number | null,
  status: number,
  resource: number,
  facts: string | null,
];

/** Facets of a span that means nothing beyond itself. */
const plainFacts = JSON.stringify({ kind: 'span' } satisfies FacetRow);
const plainFacets: FacetRow = { kind: 'span' };

/** A span with its facets as they are stored. */
export interface StoredFoldSpan extends Omit<FoldSpan, 'facets'> {
  /** JSON of a `FacetRow`, outdated ones too; null where it has none yet. */
  readonly facts: string | null;
}

/** Prepares reading the spans of a trace. They come in any order. */
export function foldSpanReader(
  db: ReadableDb,
  checkpoint: () => void = () => undefined,
): (trace: number) => StoredFoldSpan[] {
  // Offsets are subtracted by SQLite, in integers: doubles could not hold the times themselves.
  const select = db
    .prepare<[number], SpanRecord>(/* sql */ `
      SELECT s.id, lower(hex(s.span_id)), lower(hex(s.parent_span_id)), s.name,
        nullif(s.start_ns, 0) - t.start_ns, nullif(s.end_ns, 0) - t.start_ns, s.status,
        s.resource, f.facts
      FROM trace t JOIN span s ON s.trace = t.id LEFT JOIN span_facet f ON f.span = s.id
      WHERE t.id = ?`)
    .raw();
  const findService = db
    .prepare<[number], string>('SELECT service_name FROM resource WHERE id = ?')
    .pluck();

  return (trace) => {
    const services = new Map<number, string>();
    const serviceOf = (resource: number): string => {
      const known = services.get(resource);
      if (known !== undefined) return known;
      const name = findService.get(resource) ?? '';
      services.set(resource, name);
      return name;
    };
    const spans: StoredFoldSpan[] = [];
    for (const record of select.iterate(trace)) {
      if ((spans.length & 1023) === 0) checkpoint();
      const [key, spanId, parentSpanId, name, start, end, status, resource, facts] = record;
      spans.push({
        key,
        spanId,
        parentSpanId: parentSpanId === '' ? null : parentSpanId,
        name,
        serviceName: serviceOf(resource),
        startNs: start ?? Number.NaN,
        endNs: end ?? Number.NaN,
        status,
        facts,
      });
    }
    return spans;
  };
}

/**
 * The spans that have facets, in order of arrival.
 * @param fresh facets by span key that go before the stored ones
 */
export function foldSpansOf(
  stored: readonly StoredFoldSpan[],
  fresh: ReadonlyMap<number, FacetRow> = new Map(),
): FoldSpan[] {
  const spans: FoldSpan[] = [];
  for (const span of stored) {
    const { key, spanId, parentSpanId, name, serviceName, startNs, endNs, status, facts } = span;
    const facets = fresh.get(key) ?? (facts === null ? null : facetsOf(facts));
    if (facets === null) continue;
    spans.push({ key, spanId, parentSpanId, name, serviceName, startNs, endNs, status, facets });
  }
  return spans.sort((a, b) => a.key - b.key);
}

/** Written by an app of ours, unless the file was tampered with. */
function facetsOf(facts: string): FacetRow {
  return facts === plainFacts ? plainFacets : (JSON.parse(facts) as FacetRow);
}
