/** Messages between the engine's main thread and the ingest worker. */
import type { CallError } from '@contract/errors';
import type { StoreNotice } from '@contract/store-info';
import type { TraceTag } from '@domain/annotations/trace-tag';
import type { FacetBatch } from '../facets/facet-batch';
import type { IngestOutcome, IngestRequest } from '../ingest';
import type { AnnotationChange } from './annotation-change';
import type { StoreTotals } from './totals';

/** `workerData` of the ingest worker. */
export interface IngestWorkerData {
  readonly dataDir: string;
  readonly sqliteBinding: string | null;
}

export interface IngestMessage {
  readonly t: 'ingest';
  readonly id: number;
  readonly request: IngestRequest;
  readonly receivedMs: number;
}

/** Something said beside the spans; committed together with the requests around it, in order. */
export interface AnnotateMessage {
  readonly t: 'annotate';
  /** Answered by 'result' or 'error'. */
  readonly id: number;
  readonly change: AnnotationChange;
  readonly receivedMs: number;
}

/** What is written within groups. */
export type WriteMessage = IngestMessage | AnnotateMessage;

/** What became of an annotation. */
export type AnnotateOutcome =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: CallError };

/** What the worker can be asked for, with its results. */
export interface WorkerCommands {
  delete: {
    readonly params: { readonly keys: readonly number[] };
    readonly result: { readonly deleted: number; readonly undoToken: string };
  };
  undo: {
    readonly params: { readonly undoToken: string };
    readonly result: { readonly restored: number };
  };
  /** Traces are named by their keys; `changed` counts those that are there. */
  tagTraces: {
    readonly params: {
      readonly keys: readonly number[];
      readonly set: readonly TraceTag[];
      /** Keys of tags. */
      readonly remove: readonly string[];
    };
    readonly result: { readonly changed: number };
  };
  moveTraces: {
    readonly params: { readonly keys: readonly number[]; readonly experimentId: number };
    readonly result: { readonly changed: number };
  };
  /** With its traces; `undo` brings both back. */
  deleteExperiment: {
    readonly params: { readonly id: number };
    readonly result: { readonly deleted: number; readonly undoToken: string };
  };
  salvage: {
    readonly params: { readonly path: string };
    readonly result: { readonly spans: number; readonly logRecords: number };
  };
  dismiss: { readonly params: { readonly path: string }; readonly result: null };
  /** Keys of the traces whose facets were stored. */
  storeFacets: { readonly params: FacetBatch; readonly result: readonly number[] };
  /** The file was found damaged: sets it aside and starts a fresh one. */
  replace: { readonly params: null; readonly result: null };
}

export type CommandName = keyof WorkerCommands;

export type CommandMessage = {
  [Name in CommandName]: {
    readonly t: 'command';
    readonly id: number;
    readonly name: Name;
    readonly params: WorkerCommands[Name]['params'];
  };
}[CommandName];

export type ToIngestWorker = WriteMessage | CommandMessage | { readonly t: 'close' };

/** Traces were added, changed, hidden or shown again. */
export interface StoreContentChange {
  /** Null where many changed. */
  readonly traceKeys: readonly number[] | null;
  /** Traces of which something was said beside their spans; null where of many. */
  readonly annotatedKeys: readonly number[] | null;
  readonly haveExperimentsChanged: boolean;
  readonly totals: StoreTotals;
  readonly bytes: number;
}

export type FromIngestWorker =
  | { readonly t: 'migrating' }
  /** The database is open; sent again after a damaged file was replaced. */
  | {
      readonly t: 'opened';
      readonly totals: StoreTotals;
      /** Size of the database, with what still lies in its log. */
      readonly bytes: number;
      readonly notices: readonly StoreNotice[];
    }
  /** The database cannot be used; the worker ends. */
  | { readonly t: 'refused'; readonly message: string; readonly mayPass: boolean }
  /** A group of requests was committed, or failed. */
  | {
      readonly t: 'outcomes';
      readonly outcomes: readonly (readonly [id: number, outcome: IngestOutcome])[];
      readonly change: StoreContentChange;
    }
  | { readonly t: 'result'; readonly id: number; readonly result: unknown }
  | { readonly t: 'error'; readonly id: number; readonly error: CallError }
  /** A command changed what is stored. */
  | { readonly t: 'changed'; readonly change: StoreContentChange }
  | { readonly t: 'notices'; readonly notices: readonly StoreNotice[] }
  /** The file is about to be renamed: close every connection to it. 'opened' follows. */
  | { readonly t: 'closingFile' }
  | { readonly t: 'closed' };
