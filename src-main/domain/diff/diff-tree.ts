/** A trace as it is compared: a tree in columns, spans in preorder, siblings by start. */
import type { FacetKind } from '../facets/facet-kind';
import { addMark, addText, finishHash, mixBits, newHash } from '../facets/text-hash';
import { siblingGroups } from './sibling-groups';
import type { Sketch } from './sketch';

/** A span to compare. */
export interface DiffSpan {
  /** Position of the parent, which is before it; -1 for a root. */
  readonly parent: number;
  readonly kind: FacetKind;
  /** What it is matched by: its name without ids. */
  readonly label: string;
  /** Of a model call. */
  readonly model: string | null;
  /** Nanoseconds from the beginning of the trace; NaN where not given. */
  readonly startNs: number;
  readonly endNs: number;
  readonly isError: boolean;
  /** Of what is new in a call, or of what a step was given; null where it was not recorded. */
  readonly input: number | null;
  readonly output: number | null;
  /** Of the system messages; null where there are none. */
  readonly system: number | null;
  /** Of a model call's parameters and of the tools it was offered; null where there are none. */
  readonly parameters: number | null;
  readonly tools: number | null;
  /** Of all of it with ids and times, which the others leave out. */
  readonly exact: number;
  readonly sketch: Sketch | null;
}

export interface DiffTree {
  readonly count: number;
  readonly spans: readonly DiffSpan[];
  readonly parents: Int32Array;
  /** Position behind the last span of the subtree. */
  readonly subtreeEnds: Int32Array;
  /** Of label and kind. */
  readonly labels: Uint32Array;
  /**
   * Of the whole subtree, in two halves: equal for subtrees that did the same. Children that ran at
   * the same time count in any order; times and model-given ids do not count.
   */
  readonly merkleHighs: Uint32Array;
  readonly merkleLows: Uint32Array;
  childrenOf(position: number): readonly number[];
  readonly roots: readonly number[];
}

/** @param spans in preorder: parents before children, siblings by start */
export function buildDiffTree(spans: readonly DiffSpan[]): DiffTree {
  const count = spans.length;
  const parents = Int32Array.from(spans, ({ parent }) => parent);
  const children: number[][] = spans.map(() => []);
  const roots: number[] = [];
  parents.forEach((parent, position) => (children[parent] ?? roots).push(position));
  const subtreeEnds = Int32Array.from(spans.keys()).map((position) => position + 1);
  for (let position = count - 1; position >= 0; position--) {
    const parent = parents[position] ?? -1;
    if (parent === -1) continue;
    subtreeEnds[parent] = Math.max(subtreeEnds[parent] ?? 0, subtreeEnds[position] ?? 0);
  }
  const labels = Uint32Array.from(spans, ({ kind, label }) => hashOf(`${kind}\0${label}`));
  const merkleHighs = new Uint32Array(count);
  const merkleLows = new Uint32Array(count);
  for (let position = count - 1; position >= 0; position--) {
    const span = spans[position];
    if (span === undefined) continue;
    let high = mixBits(own(span, labels[position] ?? 0, 0x9747b28c));
    let low = mixBits(own(span, labels[position] ?? 0, 0x811c9dc5));
    for (const group of siblingGroups(children[position] ?? [], spans)) {
      let groupHigh = 0;
      let groupLow = 0;
      for (const child of group) {
        groupHigh = (groupHigh + mixBits((merkleHighs[child] ?? 0) ^ 0x5bd1e995)) >>> 0;
        groupLow = (groupLow + mixBits((merkleLows[child] ?? 0) ^ 0x2545f491)) >>> 0;
      }
      high = mixBits(Math.imul(high, 31) ^ groupHigh);
      low = mixBits(Math.imul(low, 37) + groupLow);
    }
    merkleHighs[position] = high;
    merkleLows[position] = low;
  }
  return {
    count,
    spans,
    parents,
    subtreeEnds,
    labels,
    merkleHighs,
    merkleLows,
    childrenOf: (position) => children[position] ?? none,
    roots,
  };
}

const none: readonly number[] = [];

function own(span: DiffSpan, label: number, seed: number): number {
  let hash = Math.imul(seed ^ label, 0x01000193);
  for (const part of [span.input, span.output, span.system, span.parameters, span.tools]) {
    hash = Math.imul(hash ^ (part === null ? 0x1f0d3804 : part), 0x01000193) + 0x6d2b79f5;
    hash = mixBits(hash);
  }
  return hash ^ (span.isError ? 0x3c6ef372 : 0) ^ hashOf(span.model ?? '');
}

function hashOf(text: string): number {
  const hash = newHash();
  addText(hash, text);
  addMark(hash, 1);
  return finishHash(hash);
}

/** Whether two subtrees, of one tree or of two, did the same. */
export function isSameSubtree(a: DiffTree, atA: number, b: DiffTree, atB: number): boolean {
  return (
    a.merkleHighs[atA] === b.merkleHighs[atB] &&
    a.merkleLows[atA] === b.merkleLows[atB] &&
    sizeOf(a, atA) === sizeOf(b, atB)
  );
}

export function sizeOf(tree: DiffTree, position: number): number {
  return (tree.subtreeEnds[position] ?? position + 1) - position;
}
