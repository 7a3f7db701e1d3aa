/** How alike two spans are with what is below them, from 0 to 1. */
import type { FacetKind } from '../facets/facet-kind';
import { mixBits } from '../facets/text-hash';
import { sizeOf, type DiffTree } from './diff-tree';
import { likeness } from './sketch';

/** Minima kept of what is below a span. */
const BUCKETS = 8;
/** Children of a span that are looked at for what it is around. */
const MAX_WITHIN = 8;

export class Similarity {
  readonly #a: Side;
  readonly #b: Side;

  constructor(a: DiffTree, b: DiffTree) {
    this.#a = sideOf(a);
    this.#b = sideOf(b);
  }

  /** 0 where two spans cannot be the same step, or one of them is around the other's. */
  of(atA: number, atB: number): number {
    const alike = this.#ofSpans(atA, atB);
    if (alike === 0 || this.#a.tree.labels[atA] === this.#b.tree.labels[atB]) return alike;
    const isWithinB = this.#childrenB(atB).some((child) => this.#ofSpans(atA, child) > alike);
    if (isWithinB) return 0;
    return this.#childrenA(atA).some((child) => this.#ofSpans(child, atB) > alike) ? 0 : alike;
  }

  #childrenA(at: number): readonly number[] {
    return this.#a.tree.childrenOf(at).slice(0, MAX_WITHIN);
  }

  #childrenB(at: number): readonly number[] {
    return this.#b.tree.childrenOf(at).slice(0, MAX_WITHIN);
  }

  #ofSpans(atA: number, atB: number): number {
    const a = this.#a.tree.spans[atA];
    const b = this.#b.tree.spans[atB];
    if (a === undefined || b === undefined) return 0;
    if (classOf(a.kind) !== classOf(b.kind)) return 0;
    const isNamed = this.#a.tree.labels[atA] === this.#b.tree.labels[atB];
    const label = isNamed ? 1 : 0;
    const content = contentLikeness(a, b) ?? (isNamed ? 0.7 : 0.3);
    const sizeA = sizeOf(this.#a.tree, atA);
    const sizeB = sizeOf(this.#b.tree, atB);
    const state = a.isError === b.isError ? 0.05 : 0;
    if (sizeA === 1 && sizeB === 1) return 0.5 * label + 0.45 * content + state;
    const shape = this.#shape(atA, atB);
    return 0.35 * label + 0.2 * content + 0.4 * shape + state;
  }

  /** How alike is what is below two spans, they themselves counted. */
  #shape(atA: number, atB: number): number {
    let equal = 0;
    let used = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const a = this.#a.minima[atA * BUCKETS + bucket] ?? EMPTY;
      const b = this.#b.minima[atB * BUCKETS + bucket] ?? EMPTY;
      if (a === EMPTY && b === EMPTY) continue;
      used++;
      if (a === b) equal++;
    }
    return used === 0 ? 0 : equal / used;
  }
}

/** Kinds that different releases and frameworks use for one thing. */
const frames: ReadonlySet<FacetKind> = new Set([
  'span',
  'agent',
  'agentCreate',
  'step',
  'chain',
  'planner',
  'prompt',
  'memory',
]);

function classOf(kind: FacetKind): string {
  if (frames.has(kind)) return 'frame';
  return kind === 'mcp' ? 'tool' : kind;
}

type Content = DiffTree['spans'][number];

/** Null where nothing of either was recorded. */
function contentLikeness(a: Content, b: Content): number | null {
  const input = part(a.input, b.input);
  const output = part(a.output, b.output);
  if (input === null && output === null) {
    return a.sketch === null || b.sketch === null ? null : likeness(a.sketch, b.sketch);
  }
  const equal = ((input ?? output ?? 0) + (output ?? input ?? 0)) / 2;
  if (equal === 1 || a.sketch === null || b.sketch === null) return equal;
  return Math.max(equal, (equal + likeness(a.sketch, b.sketch)) / 2);
}

function part(a: number | null, b: number | null): number | null {
  if (a === null && b === null) return null;
  return a === b ? 1 : 0;
}

const EMPTY = 0xffffffff;

interface Side {
  readonly tree: DiffTree;
  /** One-permutation min-hash of the steps of each subtree. */
  readonly minima: Uint32Array;
}

function sideOf(tree: DiffTree): Side {
  const minima = new Uint32Array(tree.count * BUCKETS).fill(EMPTY);
  for (let at = tree.count - 1; at >= 0; at--) {
    const span = tree.spans[at];
    const label = tree.labels[at] ?? 0;
    put(minima, at, label);
    if (span?.input != null) put(minima, at, mixBits(label ^ span.input));
    if (span?.output != null) put(minima, at, mixBits(Math.imul(label, 31) ^ span.output));
    const parent = tree.parents[at] ?? -1;
    if (parent === -1) continue;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const own = minima[at * BUCKETS + bucket] ?? EMPTY;
      const index = parent * BUCKETS + bucket;
      if (own < (minima[index] ?? EMPTY)) minima[index] = own;
    }
  }
  return { tree, minima };
}

function put(minima: Uint32Array, at: number, hash: number): void {
  const mixed = mixBits(hash);
  const index = at * BUCKETS + (mixed >>> 29);
  const rest = mixed & 0x1fffffff;
  if (rest < (minima[index] ?? EMPTY)) minima[index] = rest;
}
