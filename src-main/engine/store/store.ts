/** What the store is to the rest of the engine. */
import type { EngineConfig } from '@contract/engine-host';
import type { StoreInfo } from '@contract/store-info';
import type { StoreKey } from '@contract/traces';
import type { TraceTag } from '@domain/annotations/trace-tag';
import type { FacetBatch } from '../facets/facet-batch';
import type { Ingest } from '../ingest';
import type { AnnotationChanges, AnnotationType } from './annotation-change';

export interface StoreConfig extends Pick<EngineConfig, 'dataDir' | 'sqliteBinding'> {
  /**
   * Built ingest worker; by default `ingest-worker.js` beside the running bundle. The check
   * worker is `check-worker.js` beside it.
   */
  readonly workerFile?: string;
}

export type StoreChange =
  /** Traces were added, changed, deleted or restored; `keys` is null where too many to list. */
  | {
      readonly type: 'traces';
      readonly keys: readonly StoreKey[] | null;
      readonly totalStored: number;
    }
  /** Something was said of traces beside their spans; `keys` is null where of many. */
  | { readonly type: 'annotations'; readonly keys: readonly StoreKey[] | null }
  | { readonly type: 'experiments' }
  /** State, notices or refusal changed; totals alone are not announced by it. */
  | { readonly type: 'info'; readonly info: StoreInfo }
  /**
   * A damaged file is being set aside: readers close their connections on 'closing' and open
   * `Store.path` anew on 'open'.
   */
  | { readonly type: 'file'; readonly state: 'closing' | 'open' };

/** All of them reject with a `ContractError`, `store_unavailable` while the store is not open. */
export interface StoreCommands {
  /** Hides traces at once; they are removed for good when the undo time (30 s) is over. */
  deleteTraces(
    keys: readonly StoreKey[],
  ): Promise<{ readonly deleted: number; readonly undoToken: string }>;
  /** Brings deleted traces back. Rejects with `not_found` once they are gone for good. */
  undoDelete(undoToken: string): Promise<{ readonly restored: number }>;
  /** Changes one thing beside the spans of a trace, committed when this resolves. */
  annotate<Type extends AnnotationType>(
    type: Type,
    params: AnnotationChanges[Type]['params'],
  ): Promise<AnnotationChanges[Type]['result']>;
  /** Sets and removes tags of many traces; `changed` counts those that are there. */
  tagTraces(
    keys: readonly StoreKey[],
    change: { readonly set: readonly TraceTag[]; readonly remove: readonly string[] },
  ): Promise<{ readonly changed: number }>;
  moveTraces(
    keys: readonly StoreKey[],
    experimentId: number,
  ): Promise<{ readonly changed: number }>;
  /** Hides an experiment with its traces; `undoDelete` brings both back. */
  deleteExperiment(id: number): Promise<{ readonly deleted: number; readonly undoToken: string }>;
  /** Copies what can still be read of a database that was set aside (named by a notice). */
  salvage(path: string): Promise<{ readonly spans: number; readonly logRecords: number }>;
  /** Forgets the notice about this file. The file stays. */
  dismissNotice(path: string): Promise<void>;
  /** Stores facets of traces. Resolves with the keys of those that are understood in full now. */
  storeFacets(batch: FacetBatch): Promise<readonly StoreKey[]>;
  /**
   * To be called where a reader met a damaged page (SQLITE_CORRUPT, SQLITE_NOTADB): checks
   * the file and, if it is damaged, sets it aside and starts a fresh one.
   */
  checkFile(): Promise<void>;
}

export interface Store {
  /** The database file. Readers may open it once `opened` has settled with state 'open'. */
  readonly path: string;
  readonly ingest: Ingest;
  /** Settles at the first 'open' or 'refused'; never rejects. */
  readonly opened: Promise<StoreInfo>;
  /** The state as of now; cheap. */
  info(): StoreInfo;
  readonly commands: StoreCommands;
  /** Called after every change. Returns the way to stop listening. */
  onChange(listener: (change: StoreChange) => void): () => void;
  /** Commits what was handed over, then closes the file. Later requests are 'unavailable'. */
  close(): Promise<void>;
}
