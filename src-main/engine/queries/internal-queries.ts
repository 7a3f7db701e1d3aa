/**
 * What the engine itself asks its reader threads, beside what the window may ask. Texts of JSON are
 * made there, so that a large trace does not hold up the thread that answers exports.
 */
import type { Assessment } from '@domain/annotations/assessment';
import type { Experiment } from '@domain/annotations/experiment';
import type { TraceTag } from '@domain/annotations/trace-tag';
import type { Aggregation, MetricPoint } from '@domain/mlflow/metric-points';
import type { JointCounts } from '@domain/mlflow/npmi';
import type { TraceId } from '@domain/units';
import type { MlflowSearchParams } from './mlflow-search';

export interface TaggedExperiment extends Omit<Experiment, 'traceCount'> {
  readonly tags: readonly TraceTag[];
}

/** Deleted ones are found too. */
export type ExperimentKey = { readonly id: number } | { readonly name: string };

/** Which traces: by their ids, or the oldest of an experiment. */
export type TraceChoice =
  | { readonly traceIds: readonly TraceId[]; readonly experimentId: number | null }
  | {
      readonly experimentId: number;
      /** Of those that began then or before. */
      readonly maxStartMs: number | null;
      readonly maxTraces: number | null;
    };

/** A trace with its spans as JSON text. */
export interface TraceText {
  readonly text: string;
  /** Spans that its sender says are its and that have not come. */
  readonly missingSpans: number;
}

export const traceMetricNames = [
  'trace_count',
  'session_count',
  'latency',
  'input_tokens',
  'output_tokens',
  'total_tokens',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
] as const;
export type TraceMetric = (typeof traceMetricNames)[number];

export const traceMetricDimensions = ['trace_name', 'trace_status'] as const;
export type TraceMetricDimension = (typeof traceMetricDimensions)[number];

export interface InternalQueries {
  'mlflow.experiment': {
    readonly params: ExperimentKey;
    readonly result: TaggedExperiment | null;
  };
  /** In order of their making, the latest first. */
  'mlflow.experiments': {
    readonly params: Record<string, never>;
    readonly result: readonly TaggedExperiment[];
  };
  /** `trace_info` objects of those that are there, in the order asked for. */
  'mlflow.traceInfos': {
    readonly params: { readonly traceIds: readonly TraceId[] };
    readonly result: readonly string[];
  };
  /** `{"trace_info":…,"spans":[…]}` of those that are there, in the order asked for. */
  'mlflow.traces': {
    readonly params: { readonly traceIds: readonly TraceId[] };
    readonly result: readonly TraceText[];
  };
  /** `{"spans":[…]}` as the artifact has it; null where there is no such trace. */
  'mlflow.traceData': {
    readonly params: { readonly traceId: TraceId };
    readonly result: string | null;
  };
  /** Spans of an artifact as an `ExportTraceServiceRequest`. Reads no database. */
  'mlflow.spansOfArtifact': {
    readonly params: { readonly body: Uint8Array };
    readonly result: {
      readonly request: Uint8Array<ArrayBuffer>;
      readonly notes: readonly string[];
    };
  };
  'mlflow.search': {
    readonly params: MlflowSearchParams;
    readonly result: { readonly infos: readonly string[]; readonly nextPageToken: string | null };
  };
  /** `bad_params` for filters that are none. */
  'mlflow.filterCorrelation': {
    readonly params: {
      readonly experimentIds: readonly number[];
      readonly first: string;
      readonly second: string;
      /** Of the traces that are counted at all. */
      readonly base: string;
    };
    readonly result: JointCounts;
  };
  /** Groups by time where there is an interval, then by the dimensions. `bad_params`. */
  'mlflow.traceMetrics': {
    readonly params: {
      readonly experimentIds: readonly number[];
      readonly metric: TraceMetric;
      readonly aggregations: readonly Aggregation[];
      readonly dimensions: readonly TraceMetricDimension[];
      readonly filters: readonly string[];
      readonly intervalMs: number | null;
      readonly startMs: number | null;
      readonly endMs: number | null;
    };
    readonly result: readonly MetricPoint[];
  };
  'mlflow.assessment': {
    readonly params: { readonly traceId: TraceId; readonly id: string };
    readonly result: Assessment | null;
  };
  /** The latest trace of a session, as told or understood. */
  'langfuse.sessionTrace': {
    readonly params: { readonly sessionId: string };
    readonly result: TraceId | null;
  };
  'mlflow.traceKeys': {
    readonly params: TraceChoice;
    readonly result: readonly number[];
  };
}

export type InternalName = keyof InternalQueries;

/** A query of the engine alone. @throws ContractError for the caller, QueryCancelled, SqliteError */
export type InternalQuery<Name extends InternalName> = (
  params: InternalQueries[Name]['params'],
) => InternalQueries[Name]['result'];
