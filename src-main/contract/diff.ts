/** Results of comparing two traces. */
import type { DiffColumns } from '../domain/diff/diff-columns';
import type { RunFigures } from '../domain/diff/compare-figures';
import type { Difference, Sameness } from '../domain/diff/compare-facets';
import type { RunDetails } from '../domain/diff/run-details';
import type { ConventionId } from '../domain/facets/convention-id';
import type { FacetKind } from '../domain/facets/facet-kind';
import type { CostState } from '../domain/facets/trace-facets';
import type { SpanId, TraceId } from '../domain/units';
import type { SpanView } from './facets';
import type { StoreKey, TraceRow } from './traces';

/** Two traces as one tree: a header, then rows in preorder. */
export type DiffChunk = DiffHeaderChunk | DiffRowsChunk;

export interface DiffHeaderChunk {
  readonly type: 'header';
  readonly a: TraceRow;
  readonly b: TraceRow;
  /** False while spans of either wait to be understood; 'traces.facetsChanged' follows. */
  readonly isComplete: boolean;
  /** To be compared by the reader's tolerances. */
  readonly figuresA: RunFigures & RunDetails;
  readonly figuresB: RunFigures & RunDetails;
  /** Row of the earliest cause, and what happened there; null where nothing differs. */
  readonly headline: { readonly row: number; readonly text: string } | null;
  /** Share of the spans that have a partner, from 0 to 1. */
  readonly coverage: number;
  readonly names: readonly string[];
  readonly rowCount: number;
}

export interface DiffRowsChunk {
  readonly type: 'rows';
  readonly from: number;
  readonly count: number;
  readonly columns: DiffColumns;
}

/** One side of a pair, for a table of both. */
export interface PairSide {
  readonly key: StoreKey;
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  readonly kind: FacetKind;
  /** Of the span, as sent. */
  readonly name: string;
  /** What the span is about: model, tool or agent; '' where that is not known. */
  readonly label: string;
  readonly agentName: string | null;
  /** Position among the model calls of its agent and how many there are; null for others. */
  readonly callOf: SpanView['callOf'];
  readonly model: string | null;
  /** Nanoseconds after the beginning of the trace; NaN where no start was sent. */
  readonly startNs: number;
  readonly durationNs: number;
  readonly timeToFirstTokenNs: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Of the input. */
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
  /** Of the output. */
  readonly reasoningTokens: number | null;
  /** As sent, e.g. `stop`; null where none was. */
  readonly finishReason: string | null;
  /** Which of how many attempts of the request it is; null where it was tried once. */
  readonly attempt: { readonly number: number; readonly total: number } | null;
  readonly costUsd: number | null;
  readonly costState: CostState;
  readonly isError: boolean;
  /** What the error is called, e.g. `TimeoutError`; null where it has no name, or there is none. */
  readonly errorType: string | null;
  /** Messages that an earlier call has seen, which are not compared again. */
  readonly earlierMessageCount: number;
  /** False where a call or a tool tells nothing of what was said. */
  readonly isRecorded: boolean;
  /** The one that decided the kind is first. */
  readonly conventions: readonly ConventionId[];
}

export interface PairDifference extends Difference {
  /** `before` and `after` are the beginning of longer ones. */
  readonly isCut: boolean;
}

export interface DiffPair {
  readonly a: PairSide | null;
  readonly b: PairSide | null;
  /** What was given before what came of it; of model calls without what earlier ones have seen. */
  readonly differences: readonly PairDifference[];
  /** What both have, with its place among the differences. */
  readonly same: readonly Sameness[];
  /** Nothing of what was said is recorded on a side. */
  readonly isUnknown: boolean;
}
