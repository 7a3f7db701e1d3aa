/** Span tables for tests: from a hand-written tree, or of a given size. */
import { SpanFlag, type SpanTable } from '@domain/span-table';
import { categoryNumber, type SpanCategory } from '@domain/span-category';

export interface TestSpan {
  readonly name: string;
  readonly start?: number;
  readonly duration?: number;
  readonly category?: SpanCategory;
  readonly service?: string;
  readonly status?: 0 | 1 | 2;
  readonly flags?: number;
  readonly exceptions?: number;
  readonly logs?: number;
  readonly critical?: readonly (readonly [number, number])[];
  readonly children?: readonly TestSpan[];
}

/** Columns of a forest in preorder. Span n (from 0) gets the id n + 1. */
export function tableOf(...roots: readonly TestSpan[]): SpanTable {
  const rows: { span: TestSpan; parent: number; depth: number; descendants: number }[] = [];
  const visit = (span: TestSpan, parent: number, depth: number): number => {
    const row = { span, parent, depth, descendants: 0 };
    const index = rows.push(row) - 1;
    for (const child of span.children ?? []) {
      row.descendants += 1 + visit(child, index, depth + 1);
    }
    return row.descendants;
  };
  for (const root of roots) visit(root, -1, 0);
  const names = [...new Set(rows.map((row) => row.span.name))];
  const services = [...new Set(rows.map((row) => row.span.service ?? 'svc'))];
  const spanIds = new Uint8Array(rows.length * 8);
  const view = new DataView(spanIds.buffer);
  rows.forEach((_, index) => view.setUint32(index * 8 + 4, index + 1));
  const critical = rows
    .flatMap((row, index) => (row.span.critical ?? []).map(([from, to]) => ({ index, from, to })))
    .sort((a, b) => a.from - b.from);
  const durations = rows.map((row) => row.span.duration ?? 1);
  return {
    count: rows.length,
    baseNs: 1_700_000_000_000_000_000n,
    durationNs: Math.max(0, ...rows.map((row, i) => (row.span.start ?? 0) + (durations[i] ?? 0))),
    names,
    services,
    spanIds,
    keys: Float64Array.from(rows, (row, i) =>
      (row.span.flags ?? 0) & SpanFlag.placeholder ? 0 : i + 1,
    ),
    parents: Int32Array.from(rows, (row) => row.parent),
    depths: Uint16Array.from(rows, (row) => row.depth),
    descendants: Int32Array.from(rows, (row) => row.descendants),
    startNs: Float64Array.from(rows, (row) => row.span.start ?? 0),
    durationsNs: Float64Array.from(durations),
    selfNs: Float64Array.from(durations),
    nameIds: Int32Array.from(rows, (row) => names.indexOf(row.span.name)),
    serviceIds: Int32Array.from(rows, (row) => services.indexOf(row.span.service ?? 'svc')),
    categories: Uint8Array.from(rows, (row) => categoryNumber(row.span.category ?? 'other')),
    kinds: new Uint8Array(rows.length).fill(1),
    statuses: Uint8Array.from(rows, (row) => row.span.status ?? 0),
    flags: Uint16Array.from(rows, (row) => row.span.flags ?? 0),
    exceptionCounts: Uint16Array.from(rows, (row) => row.span.exceptions ?? 0),
    logCounts: Uint16Array.from(rows, (row) => row.span.logs ?? 0),
    criticalRows: Int32Array.from(critical, (piece) => piece.index),
    criticalFromNs: Float64Array.from(critical, (piece) => piece.from),
    criticalToNs: Float64Array.from(critical, (piece) => piece.to),
  };
}

/** A tree from a list of parents: span i hangs under `parents[i] < i`, or is a root (-1). */
export function treeOf(parents: readonly number[], categories: readonly number[] = []): SpanTable {
  interface Node extends TestSpan {
    readonly children: Node[];
    readonly categoryNumber: number;
  }
  const nodes: Node[] = parents.map((_, i) => ({
    name: `span ${i}`,
    children: [],
    categoryNumber: categories[i] ?? 0,
  }));
  const roots: Node[] = [];
  parents.forEach((parent, i) => {
    const node = nodes[i];
    if (node === undefined) return;
    (nodes[parent]?.children ?? roots).push(node);
  });
  const order: Node[] = [];
  const visit = (node: Node): void => {
    order.push(node);
    node.children.forEach(visit);
  };
  roots.forEach(visit);
  const table = tableOf(...roots);
  table.categories.set(order.map((node) => node.categoryNumber));
  return table;
}
