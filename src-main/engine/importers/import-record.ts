import type { ToldTrace } from './delivery';
import type { StoredSignal } from './otlp-levels';

/** An export request cut from a file, with the place it came from. */
export interface ImportRecord {
  readonly signal: StoredSignal;
  readonly encoding: 'protobuf' | 'json';
  readonly body: Buffer;
  /** 1-based line it begins on; null in binary files. */
  readonly line: number | null;
  /** Offset of its first byte in the unpacked file. */
  readonly offset: number;
  /** See `IngestSource`. */
  readonly isReduced?: true;
  /** To be told once the spans are in the store. */
  readonly told?: ToldTrace;
}
