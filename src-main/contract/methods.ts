/**
 * The method map: everything the renderer can ask of the engine. Both ends derive their
 * types from it; a method without a handler does not compile. Parameters are validated at
 * the engine by the schemas below.
 *
 * Kinds: `query` reads and may be cancelled; `command` changes something; `stream` sends
 * chunks before its result.
 */
import {
  assessmentKinds,
  assessmentSourceTypes,
  type Assessment,
} from '../domain/annotations/assessment';
import type { Experiment } from '../domain/annotations/experiment';
import type { TraceInfo } from '../domain/annotations/trace-info';
import { MAX_TAG_KEY_LENGTH, MAX_TAG_VALUE_LENGTH } from '../domain/annotations/trace-tag';
import { graphGroupings, type RunGraph } from '../domain/facets/run-graph';
import type { JsonValue } from '../domain/messages';
import type { PriceTable } from '../domain/pricing';
import { runConditions, traceSortKeys } from '../domain/route';
import type { TraceId } from '../domain/units';
import type {
  AssessmentDistribution,
  AssessmentName,
  TagOfTraces,
  TagSuggestion,
} from './annotations';
import type { RunVerdicts } from './baseline';
import type { TraceChunk } from './columns';
import type { DiffChunk, DiffPair } from './diff';
import type {
  ContextPoint,
  FacetChunk,
  FacetStatus,
  MarkdownCopy,
  SessionDetail,
  SessionWindow,
  SpanView,
} from './facets';
import type { GroupsChunk, GroupsRuns } from './groups';
import type { ImportJob } from './import';
import type { IngestStats, ReceiverStatus } from './receiver-status';
import { z } from './schema';
import type { StoreInfo } from './store-info';
import type { LogDetail, SpanDetail, TraceHit, TraceRow, TraceWindow } from './traces';

const key = z.number().int().positive();
const traceId = z.string().regex(/^[0-9a-f]{32}$/);
const spanId = z.string().regex(/^[0-9a-f]{16}$/);
const spanIdPairs = z.array(z.tuple([spanId, spanId])).max(1000);
const keys = z.array(key).min(1).max(100_000);
/** Traces that are saved as one file. */
export const MAX_EXPORTED = 1000;
const experimentId = z.number().int().min(0);
/** Null for all of them. */
const someExperiment = experimentId.nullable();
const experimentName = z.string().trim().min(1).max(500);
const tagKey = z.string().trim().min(1).max(MAX_TAG_KEY_LENGTH);
const assessmentId = z.string().min(1).max(200);
const jsonValue: z.ZodType<JsonValue> = z.json();
const assessmentName = z.string().trim().min(1).max(250);
const assessmentText = z.string().max(100_000);
const sort = z.object({ key: z.enum(traceSortKeys), descending: z.boolean() });
const runSet = z.object({
  /** Matches what 'traces.window' matches. */
  text: z.string().max(1000),
  condition: z.enum(runConditions),
  traceIds: z.array(traceId).max(10_000).readonly().nullable(),
});
/** Good runs and bad ones. */
const runSets = z.object({
  /** Name that the root of all of them has; null for any. */
  root: z.string().max(10_000).nullable(),
  good: runSet,
  bad: runSet,
});
/** What a session has of one experiment, or all of it. */
const sessionOf = z.object({ sessionId: z.string().min(1), experiment: someExperiment });
const listener = z.enum(['http', 'grpc']);

export const methodSchemas = {
  'receiver.status': { kind: 'query', params: z.object({}) },
  'receiver.stats': { kind: 'query', params: z.object({}) },
  /** Tries the configured port again. */
  'receiver.retry': { kind: 'command', params: z.object({ listener }) },
  /** Listens on another port until the setting is changed. */
  'receiver.usePort': {
    kind: 'command',
    params: z.object({ listener, port: z.number().int().min(1).max(65535) }),
  },
  /** Sends one small trace through the receiver itself, as any exporter would. */
  'receiver.sendTestTrace': { kind: 'command', params: z.object({}) },

  'store.info': { kind: 'query', params: z.object({}) },
  'store.dismissNotice': { kind: 'command', params: z.object({ path: z.string() }) },
  /** Copies what can still be read of a set-aside database into the current one. */
  'store.salvage': { kind: 'command', params: z.object({ path: z.string() }) },

  'traces.window': {
    kind: 'query',
    params: z.object({
      /**
       * A filter (see filter-language), else a text that name, services, ids, previews, session,
       * user, tags, models or agents contain; '' matches all.
       */
      text: z.string().max(1000),
      sort,
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
      /** Of one experiment, or of all. */
      experiment: someExperiment,
      /** Leaves out traces that arrived after it; null takes the newest. */
      snapshot: z.number().int().min(0).nullable(),
    }),
  },
  /** Traces and spans whose name, service or id begins with or contains the text. */
  'traces.search': {
    kind: 'query',
    params: z.object({ text: z.string().max(1000), limit: z.number().int().min(1).max(100) }),
  },
  /** Rows of the list by key, in the order asked for; of those that are there. */
  'traces.rows': { kind: 'query', params: z.object({ keys: z.array(key).max(100) }) },
  /**
   * As MLflow's `Trace.to_json` has them: an object for one key, a list for several. Traces that
   * are gone are left out. @throws `bad_params` for more than 128 MB
   */
  'traces.mlflowJson': { kind: 'query', params: z.object({ keys: keys.max(MAX_EXPORTED) }) },
  /** The newest trace with the same root that began before this one. */
  'trace.previousRun': { kind: 'query', params: z.object({ traceId }) },
  /** Hides traces at once and removes them for good when the undo time is over. */
  'traces.delete': {
    kind: 'command',
    params: z.object({ keys }),
  },
  'traces.undoDelete': { kind: 'command', params: z.object({ undoToken: z.string() }) },
  'trace.open': { kind: 'stream', params: z.object({ traceId }) },
  'trace.spanDetail': { kind: 'query', params: z.object({ spanKey: key }) },
  /** OTLP JSON of one span with its resource and scope. */
  'trace.spanOtlpJson': { kind: 'query', params: z.object({ spanKey: key }) },
  /** What was told of a trace as a whole; null where nothing was. */
  'trace.info': { kind: 'query', params: z.object({ traceId }) },
  'trace.logs': {
    kind: 'query',
    params: z.object({
      traceId,
      /** Null for the records of the whole trace. */
      spanId: spanId.nullable(),
      limit: z.number().int().min(1).max(1000),
    }),
  },

  /** What the spans of a trace mean, as columns. */
  'trace.facets': { kind: 'stream', params: z.object({ traceId }) },
  /** All that is known of one span's meaning, content in full. */
  'trace.spanView': { kind: 'query', params: z.object({ spanKey: key }) },
  /**
   * The same for steps of the transcript, in the order asked for: of a model call's input only
   * what is new, and texts cut to `maxTextLength`.
   */
  'trace.steps': {
    kind: 'query',
    params: z.object({
      traceId,
      spanKeys: z.array(key).max(100),
      maxTextLength: z.number().int().min(100).max(1_000_000),
    }),
  },
  'trace.graph': {
    kind: 'query',
    params: z.object({
      traceId,
      groupBy: z.enum(graphGroupings),
      /** HTTP, database and other spans of no kind. */
      withInfrastructure: z.boolean(),
    }),
  },
  /** A trace, or one span with all below it, as compact Markdown to give to a model. */
  'trace.markdown': {
    kind: 'query',
    params: z.object({ traceId, spanKey: key.nullable() }),
  },

  /** Experiments that are not deleted, by name. */
  'experiments.list': { kind: 'query', params: z.object({}) },
  /** @throws `conflict` where the name is taken */
  'experiments.create': { kind: 'command', params: z.object({ name: experimentName }) },
  'experiments.rename': {
    kind: 'command',
    params: z.object({ id: experimentId, name: experimentName }),
  },
  /** Hides it with its traces; 'traces.undoDelete' brings both back. */
  'experiments.delete': { kind: 'command', params: z.object({ id: experimentId }) },
  'experiments.moveTraces': {
    kind: 'command',
    params: z.object({ keys, id: experimentId }),
  },

  'tags.set': {
    kind: 'command',
    params: z.object({
      keys,
      tags: z
        .array(z.object({ key: tagKey, value: z.string().max(MAX_TAG_VALUE_LENGTH) }))
        .min(1)
        .max(100),
    }),
  },
  'tags.remove': {
    kind: 'command',
    params: z.object({ keys, tagKeys: z.array(z.string().max(10_000)).min(1).max(100) }),
  },
  /** Tags that any of these traces has, in order of their keys; reserved ones are left out. */
  'tags.ofTraces': { kind: 'query', params: z.object({ keys }) },
  /** Tags of visible traces whose key or value contains the text, the most used first. */
  'tags.suggest': {
    kind: 'query',
    params: z.object({
      text: z.string().max(1000),
      limit: z.number().int().min(1).max(100),
      experiment: someExperiment,
    }),
  },

  /** All of a trace and its spans, those overridden too, in the order they were made. */
  'assessments.ofTrace': { kind: 'query', params: z.object({ traceId }) },
  'assessments.ofSession': { kind: 'query', params: z.object({ sessionId: z.string().min(1) }) },
  'assessments.add': {
    kind: 'command',
    params: z.object({
      traceId,
      spanId: spanId.nullable(),
      /** Makes it one of the session that the trace is of. */
      sessionId: z.string().min(1).max(10_000).nullable(),
      name: assessmentName,
      kind: z.enum(assessmentKinds),
      value: jsonValue,
      rationale: assessmentText.nullable(),
      source: z.object({ type: z.enum(assessmentSourceTypes), id: z.string().max(250) }),
      metadata: z.record(z.string().max(250), z.string().max(10_000)),
      /** Id of the one to stand in place of, which stays as history. */
      overrides: assessmentId.nullable(),
    }),
  },
  /** What it overrides holds again. Returns it, to be brought back with 'assessments.restore'. */
  'assessments.delete': { kind: 'command', params: z.object({ id: assessmentId }) },
  'assessments.restore': { kind: 'command', params: z.object({ undoToken: z.string() }) },
  /** Names in use, the most used first. */
  'assessments.names': { kind: 'query', params: z.object({ experiment: someExperiment }) },
  /** Of the valid values of one name, over the traces that 'traces.window' would list. */
  'assessments.distribution': {
    kind: 'query',
    params: z.object({
      name: z.string(),
      kind: z.enum(assessmentKinds),
      text: z.string().max(1000),
      experiment: someExperiment,
    }),
  },

  /** Two traces aligned, as one tree of rows. */
  'diff.open': {
    kind: 'stream',
    params: z.object({
      a: traceId,
      b: traceId,
      /** Ids of spans that are one step, and of such that are not, whatever they look like. */
      pinned: spanIdPairs,
      broken: spanIdPairs,
    }),
  },
  /** In what two spans differ; null for a side without a span. */
  'diff.pair': {
    kind: 'query',
    params: z.object({
      keyA: key.nullable(),
      keyB: key.nullable(),
      /** Long texts in full instead of their beginning. */
      isWhole: z.boolean().optional(),
    }),
  },
  /**
   * Runs compared with the baseline of their root, as many as a turn has time for: those without an
   * answer are to be asked for again.
   */
  'diff.verdicts': {
    kind: 'query',
    params: z.object({
      baseline: traceId,
      runs: z
        .array(
          z.object({
            traceId,
            /** Spans may still come: what has not arrived is no difference yet. */
            goesOn: z.boolean(),
            /** As of 'diff.open', the baseline as A. */
            pinned: spanIdPairs,
            broken: spanIdPairs,
          }),
        )
        .max(100),
    }),
  },

  /** Which runs two sets have now. */
  'diff.groupRuns': { kind: 'query', params: runSets },
  /** Two sets of runs aligned, as one tree of rows. */
  'diff.groups': { kind: 'stream', params: runSets },

  /** Conversations, the one that was active last first. */
  'sessions.window': {
    kind: 'query',
    params: z.object({
      /** Matches session ids, services and users; '' matches all. */
      text: z.string().max(1000),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
      /** What sessions have of one experiment, or all. */
      experiment: someExperiment,
    }),
  },
  'sessions.open': { kind: 'query', params: sessionOf },
  /** The context of every model call of a session, in order. */
  'sessions.context': { kind: 'query', params: sessionOf },

  /** The bundled price table; the user's own rows are in the settings. */
  'prices.bundled': { kind: 'query', params: z.object({}) },
  /** Progress of understanding what has arrived. */
  'facets.status': { kind: 'query', params: z.object({}) },

  /** Files and folders; returns at once, progress follows as events. */
  'import.start': {
    kind: 'command',
    params: z.object({ paths: z.array(z.string().min(1)).min(1) }),
  },
  'import.samples': { kind: 'command', params: z.object({}) },
  /** Cancels a job, or one of its files. What was committed stays. */
  'import.cancel': {
    kind: 'command',
    params: z.object({ jobId: key, fileId: key.nullable() }),
  },
  'import.jobs': { kind: 'query', params: z.object({}) },
  /** Bytes of the skipped records of a file, to save. */
  'import.skippedText': { kind: 'query', params: z.object({ jobId: key, fileId: key }) },
} as const;

export interface MethodResults {
  'receiver.status': ReceiverStatus;
  'receiver.stats': IngestStats;
  'receiver.retry': ReceiverStatus;
  'receiver.usePort': ReceiverStatus;
  'receiver.sendTestTrace': {
    readonly traceId: string;
    /** The endpoint it went through: HTTP's where that listens, else gRPC's. */
    readonly listener: keyof ReceiverStatus;
    readonly port: number;
  };
  'store.info': StoreInfo;
  'store.dismissNotice': null;
  'store.salvage': { readonly spans: number; readonly logRecords: number };
  'traces.window': TraceWindow;
  'traces.search': readonly TraceHit[];
  'traces.rows': readonly TraceRow[];
  'traces.mlflowJson': string;
  /** Null where there is none. */
  'trace.previousRun': TraceId | null;
  'traces.delete': { readonly deleted: number; readonly undoToken: string };
  'traces.undoDelete': { readonly restored: number };
  'trace.open': { readonly rows: number };
  'trace.spanDetail': SpanDetail;
  'trace.spanOtlpJson': string;
  'trace.info': { readonly info: TraceInfo | null };
  'trace.logs': { readonly total: number; readonly logs: readonly LogDetail[] };
  'trace.facets': { readonly rows: number };
  'trace.spanView': SpanView;
  'trace.steps': readonly SpanView[];
  'trace.graph': RunGraph;
  'trace.markdown': MarkdownCopy;
  'experiments.list': readonly Experiment[];
  'experiments.create': { readonly id: number };
  'experiments.rename': null;
  'experiments.delete': { readonly deleted: number; readonly undoToken: string };
  'experiments.moveTraces': { readonly changed: number };
  /** How many traces there are of those named. */
  'tags.set': { readonly changed: number };
  'tags.remove': { readonly changed: number };
  'tags.ofTraces': readonly TagOfTraces[];
  'tags.suggest': readonly TagSuggestion[];
  'assessments.ofTrace': readonly Assessment[];
  'assessments.ofSession': readonly Assessment[];
  'assessments.add': Assessment;
  'assessments.delete': { readonly undoToken: string };
  'assessments.restore': null;
  'assessments.names': readonly AssessmentName[];
  'assessments.distribution': AssessmentDistribution;
  'diff.open': { readonly rows: number };
  'diff.pair': DiffPair;
  'diff.groupRuns': GroupsRuns;
  'diff.groups': { readonly rows: number };
  'diff.verdicts': RunVerdicts;
  'sessions.window': SessionWindow;
  'sessions.open': SessionDetail;
  'sessions.context': readonly ContextPoint[];
  'prices.bundled': PriceTable;
  'facets.status': FacetStatus;
  'import.start': { readonly jobId: number };
  'import.samples': { readonly jobId: number };
  'import.cancel': null;
  'import.jobs': readonly ImportJob[];
  'import.skippedText': string;
}

export interface StreamChunks {
  'trace.open': TraceChunk;
  'trace.facets': FacetChunk;
  'diff.open': DiffChunk;
  'diff.groups': GroupsChunk;
}

export type MethodName = keyof typeof methodSchemas;
export type StreamName = keyof StreamChunks;
export type MethodParams<Name extends MethodName> = z.infer<(typeof methodSchemas)[Name]['params']>;
export type MethodResult<Name extends MethodName> = MethodResults[Name];

/** Events of the engine, numbered without gaps a connection; a gap means refetch all. */
export interface EngineEvents {
  'receiver.changed': ReceiverStatus;
  'ingest.stats': IngestStats;
  /** At most ten a second; `keys` is null where more than a few hundred traces changed. */
  'traces.changed': { readonly keys: readonly number[] | null; readonly totalStored: number };
  /** What traces mean was found out anew; spans did not change by this. */
  'traces.facetsChanged': { readonly keys: readonly number[] | null };
  /** Tags, assessments or experiments of traces changed, or what was told of them as a whole. */
  'traces.annotated': { readonly keys: readonly number[] | null };
  /** Experiments were made, renamed, deleted or brought back. At most ten a second. */
  'experiments.changed': Record<string, never>;
  /** At most ten a second. */
  'facets.changed': FacetStatus;
  'import.changed': ImportJob;
  'store.changed': StoreInfo;
}
export type EventName = keyof EngineEvents;
