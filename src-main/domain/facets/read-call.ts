import { completeCall } from './complete-call';
import { mergeSameCall } from './merge-same-call';
import type { SpanFacets } from './span-facets';
import type { SpanFold } from './trace-facets';

/** Where the spans of one trace are read from, by key. */
export interface CallSource {
  /** Facets of that span alone; null where it is no longer stored. */
  readonly read: (key: number) => SpanFacets | null;
  /** Spans whose `duplicateOf` it is. */
  readonly twinsOf: (key: number) => readonly number[];
  /** Undefined where the span has not been folded with its trace yet. */
  readonly foldOf: (key: number) => SpanFold | undefined;
}

/**
 * Reads spans with all that is told of the call they count for: what other spans of the same call
 * add, then what the spans around it do. Other spans are read only where they can add something.
 */
export function callReader(source: CallSource): (key: number) => SpanFacets | null {
  const { read, twinsOf, foldOf } = source;
  const readMerged = (key: number): SpanFacets | null => {
    const own = read(key);
    if (own === null) return null;
    return mergeSameCall(
      own,
      twinsOf(key).flatMap((twin) => read(twin) ?? []),
    );
  };
  return (key) => {
    const merged = readMerged(key);
    const fold = foldOf(key);
    return merged === null || fold === undefined ? merged : completeCall(merged, fold, readMerged);
  };
}
