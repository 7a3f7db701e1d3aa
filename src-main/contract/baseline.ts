/** Runs against the baseline of their root. */
import type { RunTotals } from '../domain/diff/compare-figures';
import type { SpanId, TraceId } from '../domain/units';
import type { StoreKey } from './traces';

/** Where a run parts from its baseline. */
export interface VerdictHeadline {
  /** In a sentence, names between backticks; the baseline is A. */
  readonly text: string;
  /** The row of the comparison, by a span of one side. */
  readonly side: 'a' | 'b';
  readonly spanId: SpanId;
}

export interface ComparedVerdict {
  readonly traceId: TraceId;
  readonly state: 'compared';
  /** Null where nothing differs. */
  readonly headline: VerdictHeadline | null;
  /** Steps that differ. */
  readonly changedCount: number;
  /** Steps that both have, of which it was not recorded whether they differ. */
  readonly unknownCount: number;
  /** Of some steps ids or times differ, which are not compared. */
  readonly isButForIds: boolean;
  /** Of a run that goes on: spans of the baseline that may still come. */
  readonly toComeCount: number;
  /** What the baseline took. */
  readonly baselineTotals: RunTotals;
}

export type RunVerdict =
  | ComparedVerdict
  | {
      readonly traceId: TraceId;
      readonly state: /** Spans that have arrived are still being understood. */
        | 'waiting'
        /** Too many spans to be compared unasked. */
        | 'tooLarge'
        | 'gone'
        /** Its root has not arrived, and its first step is another than that of the baseline. */
        | 'otherRoot';
    };

export interface RunVerdicts {
  readonly baseline: 'ready' | 'waiting' | 'tooLarge' | 'gone';
  /** Null where it is gone. */
  readonly baselineKey: StoreKey | null;
  /** In the order asked for, none where the baseline is not ready; the rest is to be asked for anew. */
  readonly verdicts: readonly RunVerdict[];
}
