/** Facets on their way from the facet worker to the writer. */
import type { NewAssessment } from '@domain/annotations/assessment';
import type { TraceTag } from '@domain/annotations/trace-tag';
import type { TraceFacets } from '@domain/facets/trace-facets';

/** Plain data: it crosses two threads. */
export interface FacetBatch {
  /** `NORMALISER_VERSION` of what made it. */
  readonly version: number;
  readonly traces: readonly TraceUpdate[];
}

export interface TraceUpdate {
  readonly key: number;
  /** Revision of the trace that was read. */
  readonly revision: number;
  /** Stamp of the price list that costs were computed with. */
  readonly prices: number;
  readonly spans: readonly SpanUpdate[];
  /** Null where more spans of the trace are to come first. */
  readonly facets: TraceFacets | null;
  /** Absent where its spans tell none. */
  readonly told?: ToldBySpans;
}

/** What spans tell, to stand beside what users and senders say. */
export interface ToldBySpans {
  readonly tags: readonly TraceTag[];
  readonly assessments: readonly NewAssessment[];
}

export interface SpanUpdate {
  readonly key: number;
  /** State of the span that was read: `span.changes`, and the number of its log records. */
  readonly changes: number;
  readonly logCount: number;
  /** `FacetRow` as JSON. */
  readonly facts: string;
}
