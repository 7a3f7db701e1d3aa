/** What two runs spent on each tool, model, agent or name, side by side. */
import { facetKinds, type FacetKind } from '../facets/facet-kind';
import { DiffFlag, labelOf, nameOf, type DiffColumns, type MergedDiff } from './diff-columns';

export const deltaGroupings = ['tool', 'model', 'agent', 'name'] as const;
export type DeltaGrouping = (typeof deltaGroupings)[number];

/** Which time is summed up: from start to end, not covered by what is below, or waited for. */
export const deltaTimes = ['wall', 'self', 'path'] as const;
export type DeltaTime = (typeof deltaTimes)[number];

export interface DeltaSums {
  readonly calls: number;
  /** Null where none is known. Of steps within their like the outer one counts, but for `self`. */
  readonly durationNs: number | null;
  /** Null where none is known. */
  readonly tokens: number | null;
  readonly costUsd: number | null;
  readonly errors: number;
}

export interface DeltaRow {
  readonly name: string;
  readonly kind: FacetKind;
  readonly a: DeltaSums;
  readonly b: DeltaSums;
  /** The first row of the comparison that counts. */
  readonly row: number;
}

/** Groups in the order in which they first occur. */
export function deltaTable(
  diff: MergedDiff,
  grouping: DeltaGrouping,
  time: DeltaTime = 'wall',
): readonly DeltaRow[] {
  const { count, columns } = diff;
  const groups = new Map<string, Group>();
  const above: Record<Side, OpenGroups> = { a: new OpenGroups(), b: new OpenGroups() };
  const add = (row: number, side: Side): void => {
    const name = groupOf(diff, row, side, grouping);
    if (name === null) return;
    let group = groups.get(name);
    if (group === undefined) {
      group = { row, kind: kindOf(diff, row), a: noSums(), b: noSums() };
      groups.set(name, group);
    }
    // What an agent did is in the time of the agent.
    const isCall = grouping !== 'agent' || isAgent(diff, row);
    const isInner = !isCall || above[side].isWithin(name, row, columns.subtreeEnds[row] ?? row);
    // What is within is in the time of what is around, but for what steps took themselves.
    const durationNs =
      time !== 'self' && isInner ? Number.NaN : durationOf(columns, row, side, time);
    addTo(group[side], diff, row, side, durationNs, isCall);
  };
  for (let row = 0; row < count; row++) {
    if ((columns.keysA[row] ?? 0) !== 0) add(row, 'a');
    if ((columns.keysB[row] ?? 0) !== 0) add(row, 'b');
  }
  return [...groups].map(([name, { row, kind, a, b }]) => ({
    name,
    kind: grouping === 'agent' ? 'agent' : kind,
    a: { ...a },
    b: { ...b },
    row,
  }));
}

export const deltaSortKeys = ['name', 'calls', 'duration', 'tokens', 'cost', 'errors'] as const;
export type DeltaSortKey = (typeof deltaSortKeys)[number];

/** Sorted by name, or by how much changed, up or down: `descending` begins with what changed most. */
export function sortDeltas(
  rows: readonly DeltaRow[],
  key: DeltaSortKey,
  descending: boolean,
): readonly DeltaRow[] {
  const direction = descending ? -1 : 1;
  return [...rows].sort((x, y) => {
    const order =
      key === 'name' ? compareText(x.name, y.name) : changeOf(x, key) - changeOf(y, key);
    return order === 0 ? compareText(x.name, y.name) : direction * order;
  });
}

/** By how much B is above A; what is not known counts as nothing. */
export function deltaOf({ a, b }: DeltaRow, key: Exclude<DeltaSortKey, 'name'>): number {
  switch (key) {
    case 'calls':
      return b.calls - a.calls;
    case 'duration':
      return (b.durationNs ?? 0) - (a.durationNs ?? 0);
    case 'tokens':
      return (b.tokens ?? 0) - (a.tokens ?? 0);
    case 'cost':
      return (b.costUsd ?? 0) - (a.costUsd ?? 0);
    case 'errors':
      return b.errors - a.errors;
  }
}

function changeOf(row: DeltaRow, key: Exclude<DeltaSortKey, 'name'>): number {
  return Math.abs(deltaOf(row, key));
}

type Side = 'a' | 'b';
type Sums = { -readonly [Name in keyof DeltaSums]: DeltaSums[Name] };

interface Group {
  readonly row: number;
  readonly kind: FacetKind;
  readonly a: Sums;
  readonly b: Sums;
}

function noSums(): Sums {
  return { calls: 0, durationNs: null, tokens: null, costUsd: null, errors: 0 };
}

const kindsOf: Readonly<Record<DeltaGrouping, ReadonlySet<FacetKind> | null>> = {
  tool: new Set(['tool', 'mcp']),
  model: new Set(['llm', 'embedding', 'reranker']),
  agent: null,
  name: null,
};

/** The group of a span; null where it is of none. */
function groupOf(
  diff: MergedDiff,
  row: number,
  side: Side,
  grouping: DeltaGrouping,
): string | null {
  const { names, columns } = diff;
  const other = (ids: Int32Array): string | null =>
    (side === 'b' ? names[ids[row] ?? -1] : undefined) ?? null;
  if (grouping === 'agent') {
    return other(columns.otherAgentIds) ?? names[columns.agentIds[row] ?? -1] ?? null;
  }
  const ownName = other(columns.otherNameIds) ?? nameOf(diff, row);
  if (grouping === 'name') return ownName;
  if (kindsOf[grouping]?.has(kindOf(diff, row)) !== true) return null;
  const label = other(columns.otherLabelIds) ?? labelOf(diff, row);
  return label === '' ? ownName : label;
}

function kindOf({ columns }: MergedDiff, row: number): FacetKind {
  return facetKinds[columns.kinds[row] ?? 0] ?? 'span';
}

function isAgent(diff: MergedDiff, row: number): boolean {
  return kindOf(diff, row) === 'agent';
}

/** Groups that a span above is of; rows come in preorder. */
class OpenGroups {
  /** By group, the row behind the subtree of its outermost span so far. */
  readonly #ends = new Map<string, number>();

  /** Whether the row is below one of its group; else it is open up to its own end. */
  isWithin(name: string, row: number, end: number): boolean {
    if (row < (this.#ends.get(name) ?? 0)) return true;
    this.#ends.set(name, end);
    return false;
  }
}

function durationOf(columns: DiffColumns, row: number, side: Side, time: DeltaTime): number {
  const isA = side === 'a';
  if (time === 'self') return (isA ? columns.selfNsA : columns.selfNsB)[row] ?? Number.NaN;
  if (time === 'path') return (isA ? columns.pathNsA : columns.pathNsB)[row] ?? Number.NaN;
  const end = (isA ? columns.endsA : columns.endsB)[row] ?? Number.NaN;
  return end - ((isA ? columns.startsA : columns.startsB)[row] ?? Number.NaN);
}

function addTo(
  sums: Sums,
  { columns }: MergedDiff,
  row: number,
  side: Side,
  durationNs: number,
  isCall: boolean,
): void {
  const isA = side === 'a';
  const { tokensA, tokensB, costsUsdA, costsUsdB } = columns;
  if (isCall) sums.calls += 1;
  if (Number.isFinite(durationNs)) sums.durationNs = (sums.durationNs ?? 0) + durationNs;
  const tokens = (isA ? tokensA : tokensB)[row] ?? Number.NaN;
  if (!Number.isNaN(tokens)) sums.tokens = (sums.tokens ?? 0) + tokens;
  const costUsd = (isA ? costsUsdA : costsUsdB)[row] ?? Number.NaN;
  if (!Number.isNaN(costUsd)) sums.costUsd = (sums.costUsd ?? 0) + costUsd;
  const flag = isA ? DiffFlag.errorA : DiffFlag.errorB;
  if (((columns.flags[row] ?? 0) & flag) !== 0) sums.errors += 1;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
