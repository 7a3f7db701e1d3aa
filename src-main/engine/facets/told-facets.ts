/** What was told of a trace as a whole, for its facets. */
import type { ToldFacets } from '@domain/annotations/apply-trace-info';
import type { ReadableDb } from '../store/connection';

interface ToldRecord {
  readonly requestPreview: string | null;
  readonly responsePreview: string | null;
  readonly metadata: string;
}

/** Prepares reading it; null where nothing was told. */
export function toldFacetsReader(db: ReadableDb): (traceId: Uint8Array) => ToldFacets | null {
  const find = db.prepare<[Uint8Array], ToldRecord>(/* sql */ `
    SELECT request_preview AS requestPreview, response_preview AS responsePreview, metadata
    FROM trace_info WHERE trace_id = ?`);
  return (traceId) => {
    const record = find.get(traceId);
    if (record === undefined) return null;
    return { ...record, metadata: JSON.parse(record.metadata) as Record<string, string> };
  };
}
