/** How what was cut from a file gets into the store. */
import type { ProjectName } from '@contract/import';
import type { IngestOutcome } from '../ingest';
import type { AnnotationChanges } from '../store/annotation-change';
import type { StoredSignal } from './otlp-levels';

/** What a file tells of a trace beside its spans. */
export type ToldTrace = AnnotationChanges['traceInfo']['params'];

export type TellOutcome =
  | { readonly status: 'committed'; readonly project: ProjectName }
  | { readonly status: 'failed'; readonly message: string }
  /** Worth a retry. */
  | { readonly status: 'unavailable'; readonly message: string; readonly isFinal?: true };

export interface Delivery {
  /** Hands one request to the ingest path; settles when it is committed. See `IngestSource`. */
  submit(
    signal: StoredSignal,
    encoding: 'protobuf' | 'json',
    body: Buffer,
    isReduced: boolean,
  ): Promise<IngestOutcome>;
  /** Settles when it is committed; never rejects. */
  tell(told: ToldTrace): Promise<TellOutcome>;
}
