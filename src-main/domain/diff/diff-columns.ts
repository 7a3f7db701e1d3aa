/** Two aligned traces as one tree: rows in preorder, in columns. */
import { verdicts, type Verdict } from './explain';

export interface DiffColumns {
  /** Store keys of spans; 0 where that side has none. */
  readonly keysA: Float64Array;
  readonly keysB: Float64Array;
  /** 8 bytes a row; zeros where that side has no span. */
  readonly spanIdsA: Uint8Array;
  readonly spanIdsB: Uint8Array;
  /** Row of the parent; -1 for a root. */
  readonly parents: Int32Array;
  readonly depths: Int32Array;
  /** Row behind the last one of the subtree. */
  readonly subtreeEnds: Int32Array;
  /** Index into `facetKinds`. */
  readonly kinds: Uint8Array;
  /** Index into `names`; of B where A has no span. */
  readonly nameIds: Int32Array;
  /** The name B has, where it is another; else -1. */
  readonly otherNameIds: Int32Array;
  /** What the span is about (a model, a tool, an agent), of B where A has none; -1 for none. */
  readonly labelIds: Int32Array;
  /** The label B has, where it is another; else -1. */
  readonly otherLabelIds: Int32Array;
  /** The agent that did it, of B where A has none; -1 for none. */
  readonly agentIds: Int32Array;
  /** The agent B has, where it is another; else -1. */
  readonly otherAgentIds: Int32Array;
  /** Index into `verdicts`. */
  readonly verdicts: Uint8Array;
  /** Row that brought the difference about; -1 for none. */
  readonly causes: Int32Array;
  /** Row of the same step in its other place, where the verdict is `moved`; else -1. */
  readonly movedRows: Int32Array;
  /** Rows at or below that differ by themselves. */
  readonly changedBelow: Int32Array;
  /** Index into `pairKinds`. */
  readonly pairKinds: Uint8Array;
  /** From 0 to 1; 0 where there is no partner. */
  readonly confidences: Float32Array;
  /** Nanoseconds after the beginning of their trace; NaN where there is no span, or no time. */
  readonly startsA: Float64Array;
  readonly endsA: Float64Array;
  readonly startsB: Float64Array;
  readonly endsB: Float64Array;
  /** Tokens of both directions and US dollars that count towards the trace; NaN for none. */
  readonly tokensA: Float64Array;
  readonly tokensB: Float64Array;
  readonly costsUsdA: Float64Array;
  readonly costsUsdB: Float64Array;
  /** Time not covered by children, in nanoseconds; NaN where there is no span, or no time. */
  readonly selfNsA: Float64Array;
  readonly selfNsB: Float64Array;
  /** With what is within it on the critical path: 0 where nothing waited; NaN for no span. */
  readonly pathNsA: Float64Array;
  readonly pathNsB: Float64Array;
  /** Bits of `DiffFlag`. */
  readonly flags: Uint8Array;
}

export const DiffFlag = {
  errorA: 1 << 0,
  errorB: 1 << 1,
  /** The same, but for ids and times. */
  butForIds: 1 << 2,
  /** Another model was asked, whatever the verdict is. */
  otherModel: 1 << 3,
} as const;

/** A comparison as it is read. */
export interface MergedDiff {
  readonly count: number;
  readonly names: readonly string[];
  readonly columns: DiffColumns;
}

/** On which sides a row has a span. */
export type RowSide = 'both' | 'a' | 'b';

export function sideOf({ keysA, keysB }: DiffColumns, row: number): RowSide {
  if ((keysB[row] ?? 0) === 0) return 'a';
  return (keysA[row] ?? 0) === 0 ? 'b' : 'both';
}

export function verdictOf({ verdicts: found }: DiffColumns, row: number): Verdict {
  return verdicts[found[row] ?? 0] ?? 'same';
}

/** Name of a row's span; B's where only B has one. */
export function nameOf({ names, columns }: MergedDiff, row: number): string {
  const name = names[columns.nameIds[row] ?? -1] ?? '';
  return name === '' ? '(no name)' : name;
}

/** What the span is about, or ''. */
export function labelOf({ names, columns }: MergedDiff, row: number): string {
  return names[columns.labelIds[row] ?? -1] ?? '';
}
