/** Comparisons for tests: rows as a reader would write them down. */
import { facetKinds, type FacetKind } from '../../facets/facet-kind';
import { pairKinds, type PairKind } from '../alignment';
import { DiffFlag, type DiffColumns, type MergedDiff } from '../diff-columns';
import { isDifference, verdicts, type Verdict } from '../explain';

export interface RowSpec {
  /** From 0; rows are in preorder. */
  readonly depth: number;
  readonly name: string;
  readonly otherName?: string;
  readonly label?: string;
  readonly otherLabel?: string;
  readonly agent?: string;
  readonly otherAgent?: string;
  readonly kind?: FacetKind;
  readonly verdict?: Verdict;
  readonly cause?: number;
  readonly movedRow?: number;
  readonly pairKind?: PairKind;
  /** Start and end in ms; null for no span. */
  readonly a?: readonly [number, number] | null;
  readonly b?: readonly [number, number] | null;
  readonly tokens?: readonly [number, number];
  readonly costsUsd?: readonly [number, number];
  /** In ms. */
  readonly self?: readonly [number, number];
  readonly path?: readonly [number, number];
  readonly hasOtherModel?: boolean;
  readonly isErrorA?: boolean;
  readonly isErrorB?: boolean;
  readonly isButForIds?: boolean;
}

const MS = 1e6;

/** Keys and span ids count from 1 in A and from 1001 in B. */
export function mergedDiff(rows: readonly RowSpec[]): MergedDiff {
  const { length: count } = rows;
  const names: string[] = [];
  const idOf = (text: string | undefined): number => {
    if (text === undefined) return -1;
    const at = names.indexOf(text);
    return at === -1 ? names.push(text) - 1 : at;
  };
  const columns: DiffColumns = {
    keysA: Float64Array.from(rows, ({ a }, at) => (a === null ? 0 : at + 1)),
    keysB: Float64Array.from(rows, ({ b }, at) => (b === null ? 0 : at + 1001)),
    spanIdsA: spanIds(rows.map(({ a }, at) => (a === null ? 0 : at + 1))),
    spanIdsB: spanIds(rows.map(({ b }, at) => (b === null ? 0 : at + 1001))),
    parents: Int32Array.from(rows, ({ depth }, at) => {
      for (let above = at - 1; above >= 0; above--) {
        if ((rows[above]?.depth ?? 0) < depth) return above;
      }
      return -1;
    }),
    depths: Int32Array.from(rows, ({ depth }) => depth),
    subtreeEnds: Int32Array.from(rows, ({ depth }, at) => {
      let end = at + 1;
      while (end < count && (rows[end]?.depth ?? 0) > depth) end++;
      return end;
    }),
    kinds: Uint8Array.from(rows, ({ kind = 'span' }) => facetKinds.indexOf(kind)),
    nameIds: Int32Array.from(rows, ({ name }) => idOf(name)),
    otherNameIds: Int32Array.from(rows, ({ otherName }) => idOf(otherName)),
    labelIds: Int32Array.from(rows, ({ label }) => idOf(label)),
    otherLabelIds: Int32Array.from(rows, ({ otherLabel }) => idOf(otherLabel)),
    agentIds: Int32Array.from(rows, ({ agent }) => idOf(agent)),
    otherAgentIds: Int32Array.from(rows, ({ otherAgent }) => idOf(otherAgent)),
    verdicts: Uint8Array.from(rows, ({ verdict = 'same' }) => verdicts.indexOf(verdict)),
    causes: Int32Array.from(rows, ({ cause = -1 }) => cause),
    movedRows: Int32Array.from(rows, ({ movedRow = -1 }) => movedRow),
    changedBelow: new Int32Array(count),
    pairKinds: Uint8Array.from(rows, ({ a, b, pairKind }) =>
      pairKinds.indexOf(pairKind ?? (a === null || b === null ? 'none' : 'aligned')),
    ),
    confidences: Float32Array.from(rows, ({ a, b }) => (a === null || b === null ? 0 : 0.75)),
    startsA: Float64Array.from(rows, ({ a }) => timeOf(a, 0)),
    endsA: Float64Array.from(rows, ({ a }) => timeOf(a, 1)),
    startsB: Float64Array.from(rows, ({ b }) => timeOf(b, 0)),
    endsB: Float64Array.from(rows, ({ b }) => timeOf(b, 1)),
    tokensA: Float64Array.from(rows, ({ tokens }) => tokens?.[0] ?? Number.NaN),
    tokensB: Float64Array.from(rows, ({ tokens }) => tokens?.[1] ?? Number.NaN),
    costsUsdA: Float64Array.from(rows, ({ costsUsd }) => costsUsd?.[0] ?? Number.NaN),
    costsUsdB: Float64Array.from(rows, ({ costsUsd }) => costsUsd?.[1] ?? Number.NaN),
    selfNsA: Float64Array.from(rows, ({ self }) => (self?.[0] ?? Number.NaN) * MS),
    selfNsB: Float64Array.from(rows, ({ self }) => (self?.[1] ?? Number.NaN) * MS),
    pathNsA: Float64Array.from(rows, ({ path }) => (path?.[0] ?? Number.NaN) * MS),
    pathNsB: Float64Array.from(rows, ({ path }) => (path?.[1] ?? Number.NaN) * MS),
    flags: Uint8Array.from(
      rows,
      ({ isErrorA, isErrorB, isButForIds, hasOtherModel }) =>
        (isErrorA === true ? DiffFlag.errorA : 0) |
        (isErrorB === true ? DiffFlag.errorB : 0) |
        (isButForIds === true ? DiffFlag.butForIds : 0) |
        (hasOtherModel === true ? DiffFlag.otherModel : 0),
    ),
  };
  for (let row = count - 1; row >= 0; row--) {
    const own = isDifference(columns.verdicts[row] ?? 0) ? 1 : 0;
    columns.changedBelow[row] = (columns.changedBelow[row] ?? 0) + own;
    const parent = columns.parents[row] ?? -1;
    if (parent !== -1) {
      columns.changedBelow[parent] =
        (columns.changedBelow[parent] ?? 0) + (columns.changedBelow[row] ?? 0);
    }
  }
  return { count, names, columns };
}

function timeOf(times: readonly [number, number] | null | undefined, at: 0 | 1): number {
  if (times === null) return Number.NaN;
  return (times?.[at] ?? at * 10) * MS;
}

function spanIds(numbers: readonly number[]): Uint8Array {
  const ids = new Uint8Array(numbers.length * 8);
  const view = new DataView(ids.buffer);
  for (const [at, number] of numbers.entries()) view.setUint32(at * 8 + 4, number);
  return ids;
}
