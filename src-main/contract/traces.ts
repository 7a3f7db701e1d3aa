/** Results of the trace queries. */
import type { TraceTag } from '../domain/annotations/trace-tag';
import type { TraceFacets } from '../domain/facets/trace-facets';
import type { KeyValue, LogRecord, Resource, Scope, Span } from '../domain/otlp/model';
import type { SpanId, TraceId, UnixNs } from '../domain/units';
import type { AssessmentBrief } from './annotations';

/** The store's key of a trace, log record or span. */
export type StoreKey = number;

export type TraceStatus =
  /** No root span has arrived yet, or the root has no end. */
  'running' | 'ok' | 'error' | 'unset';

/** A row of the trace list. */
export interface TraceRow {
  readonly key: StoreKey;
  readonly traceId: TraceId;
  /** Null while no root span has arrived: the list shows a placeholder. */
  readonly rootName: string | null;
  /** Name of the earliest span, for the placeholder. */
  readonly firstSpanName: string;
  readonly rootCategory: number;
  /** Service of the root, else of the earliest span. */
  readonly serviceName: string;
  readonly serviceCount: number;
  readonly startNs: UnixNs;
  /** From the earliest start to the latest end. */
  readonly durationNs: number;
  readonly spanCount: number;
  /** Spans with status error. */
  readonly errorCount: number;
  readonly logCount: number;
  readonly status: TraceStatus;
  readonly lastReceivedMs: number;
  /** Null until the trace has been understood for the first time. */
  readonly facets: TraceFacets | null;
  /** Id of the experiment; see 'experiments.list'. */
  readonly experimentId: number;
  /** In order of their keys; those the sender keeps for itself are left out. */
  readonly tags: readonly TraceTag[];
  /** Valid ones of the trace and its spans, the latest last; at most 50. */
  readonly assessments: readonly AssessmentBrief[];
  /**
   * The trace that tells the same model call, began before and counts; null for most. Sums over
   * traces leave this one out.
   */
  readonly sameCallAs: TraceId | null;
}

/** Whether of two runs that are compared the second alone is under way. */
export function goesOn(a: Pick<TraceRow, 'status'>, b: Pick<TraceRow, 'status'>): boolean {
  return a.status !== 'running' && b.status === 'running';
}

export interface TraceWindow {
  readonly offset: number;
  readonly rows: readonly TraceRow[];
  /** Rows that match the filter within the snapshot. */
  readonly total: number;
  /** All traces in the store, whatever the filter. */
  readonly totalStored: number;
  /** Pass as `snapshot` to page on without later traces moving the rows. */
  readonly snapshot: StoreKey;
  /** Matching traces that arrived after the snapshot. */
  readonly newer: number;
  /** Duration of the longest matching trace, for the bars in the column. */
  readonly longestNs: number;
}

/** All of a span that the inspector shows, decoded from the stored payload. */
export interface SpanDetail {
  readonly key: StoreKey;
  readonly span: Span;
  readonly resource: Resource;
  readonly scope: Scope;
  readonly received: ReceivedVia;
  readonly payloadBytes: number;
}

/** By which door a span came in. */
export interface ReceivedVia {
  readonly atMs: number;
  readonly transport: 'http/protobuf' | 'http/json' | 'grpc' | 'import';
  /** `User-Agent`, or the file name of an import. */
  readonly agent: string;
  /** Request headers that are kept, e.g. `x-mlflow-experiment-id`. */
  readonly headers: readonly KeptHeader[];
}

export interface KeptHeader {
  readonly name: string;
  readonly value: string;
}

export interface LogDetail {
  readonly key: StoreKey;
  readonly log: LogRecord;
  readonly serviceName: string;
  readonly resourceAttributes: readonly KeyValue[];
  readonly scopeName: string;
}

/** A hit of the palette's search. */
export interface TraceHit {
  readonly traceId: TraceId;
  readonly spanId: SpanId | null;
  readonly name: string;
  readonly serviceName: string;
  readonly startNs: UnixNs;
}
