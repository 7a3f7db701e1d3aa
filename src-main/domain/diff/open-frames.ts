/**
 * A run that goes on lacks the spans that are still open: most senders send a span when it ends, so
 * agents, chains and the root come after all that is within them. Compared as it is, what arrived
 * would seem to have lost its parents; so frames are put around it, those of a run that is over.
 */
import { buildDiffTree, isSameSubtree, type DiffSpan, type DiffTree } from './diff-tree';

export interface OpenRun {
  readonly tree: DiffTree;
  /** By position: the id of the parent where that has not arrived, else null. */
  readonly missingParents: readonly (string | null)[];
}

export interface FramedRun {
  readonly tree: DiffTree;
  /** By position: where the span is in the run as it was given; -1 for a frame put around others. */
  readonly origins: Int32Array;
}

/** Frames that are looked for one by one; what else lacks its parent is put below the root. */
const MAX_FRAMES = 50;
/** A child that did exactly the same tells more of a frame than one of the same name. */
const SAME_SCORE = 3;
const ALIKE_SCORE = 1;

/** @param over the run whose frames are put around what arrived */
export function withOpenFrames(run: OpenRun, over: DiffTree): FramedRun {
  const groups = groupsOf(run);
  const [rootOver = -1] = over.roots;
  if (groups.length === 0 || rootOver === -1) {
    return asGiven(run);
  }
  const { tree } = run;
  const taken = takenFrames(tree, over);
  const root = tree.roots.find((at) => run.missingParents[at] === null) ?? -1;
  const builder = new FrameBuilder(run, over, root);
  groups.forEach((group, index) => {
    const found = index < MAX_FRAMES ? bestFrame(tree, group, over, taken) : -1;
    if (found !== -1) taken[found] = 1;
    builder.put(group, found === -1 ? rootOver : found);
  });
  return builder.finish();
}

/** A run without frames put into it. */
export function asGiven({ tree }: OpenRun): FramedRun {
  return { tree, origins: Int32Array.from(tree.spans.keys()) };
}

/** Roots by the parent they lack, in order of start. */
function groupsOf({ missingParents }: OpenRun): (readonly number[])[] {
  const groups = new Map<string, number[]>();
  missingParents.forEach((parent, at) => {
    if (parent === null) return;
    const group = groups.get(parent);
    if (group === undefined) groups.set(parent, [at]);
    else group.push(at);
  });
  return [...groups.values()];
}

/** Frames of the run that is over which have arrived whole: none of these is still open. */
function takenFrames(tree: DiffTree, over: DiffTree): Uint8Array {
  const taken = new Uint8Array(over.count);
  const bySubtree = new Map<string, number[]>();
  for (let at = over.count - 1; at >= 0; at--) {
    const key = `${over.merkleHighs[at]} ${over.merkleLows[at]}`;
    const list = bySubtree.get(key);
    if (list === undefined) bySubtree.set(key, [at]);
    else list.push(at);
  }
  for (const root of tree.roots) {
    const found = bySubtree.get(`${tree.merkleHighs[root]} ${tree.merkleLows[root]}`)?.pop();
    if (found !== undefined) taken.fill(1, found, over.subtreeEnds[found]);
  }
  return taken;
}

/** The frame whose children are most like these, the first of several; -1 where none is. */
function bestFrame(
  tree: DiffTree,
  group: readonly number[],
  over: DiffTree,
  taken: Uint8Array,
): number {
  let best = -1;
  let bestScore = 0;
  for (let frame = 0; frame < over.count; frame++) {
    const children = over.childrenOf(frame);
    if (taken[frame] === 1 || children.length === 0) continue;
    const score = likeness(tree, group, over, children);
    if (score > bestScore) [best, bestScore] = [frame, score];
  }
  return best;
}

/** Of what arrived against the first children of a frame, in order. */
function likeness(
  tree: DiffTree,
  group: readonly number[],
  over: DiffTree,
  children: readonly number[],
): number {
  let score = 0;
  for (const [index, at] of group.entries()) {
    const child = children[index];
    if (child === undefined) break;
    if (isSameSubtree(tree, at, over, child)) score += SAME_SCORE;
    else if (tree.labels[at] === over.labels[child]) score += ALIKE_SCORE;
  }
  return score;
}

/** A frame, by its position in the run that is over, or a span of the run. */
type Node = { readonly frame: number } | { readonly span: number };

interface Held {
  readonly frames: number[];
  /** The first began first. */
  readonly spans: number[];
}
const nothing: Held = { frames: [], spans: [] };

/** Puts a run together anew, with frames in it. */
class FrameBuilder {
  readonly #run: OpenRun;
  readonly #over: DiffTree;
  /** Position of the root that has arrived; -1 where none has. */
  readonly #root: number;
  /** What is put into a frame, by its position in the run that is over. */
  readonly #frames = new Map<number, Held>();

  constructor(run: OpenRun, over: DiffTree, root: number) {
    this.#run = run;
    this.#over = over;
    this.#root = root;
  }

  put(group: readonly number[], frame: number): void {
    this.#frameAt(frame).spans.push(...group);
  }

  /** The frame, put into those that are around it. */
  #frameAt(at: number): Held {
    const known = this.#frames.get(at);
    if (known !== undefined) return known;
    const made: Held = { frames: [], spans: [] };
    this.#frames.set(at, made);
    const parent = this.#over.parents[at] ?? -1;
    if (parent !== -1) this.#frameAt(parent).frames.push(at);
    return made;
  }

  finish(): FramedRun {
    const spans: DiffSpan[] = [];
    const origins: number[] = [];
    const add = (span: DiffSpan, origin: number, parent: number): number => {
      origins.push(origin);
      return spans.push({ ...span, parent }) - 1;
    };
    const open: { readonly node: Node; readonly parent: number }[] = [];
    const push = (nodes: readonly Node[], parent: number): void => {
      const starts = new Map(nodes.map((node) => [node, this.#startOf(node)]));
      const startOf = (node: Node): number => starts.get(node) ?? Infinity;
      const sorted = [...nodes].sort((x, y) => (startOf(x) < startOf(y) ? -1 : 1));
      for (let at = sorted.length - 1; at >= 0; at--) {
        const node = sorted[at];
        if (node !== undefined) open.push({ node, parent });
      }
    };
    const childrenOf = (frame: number): Node[] => {
      const { frames, spans: held } = this.#frames.get(frame) ?? nothing;
      return [...frames.map((at) => ({ frame: at })), ...held.map((at) => ({ span: at }))];
    };
    const tops = this.#over.roots.filter((at) => this.#frames.has(at));
    const roots = this.#run.tree.roots.filter((at) => this.#run.missingParents[at] === null);
    push(
      [
        ...roots.map((at) => ({ span: at })),
        // What is around all is the root itself where that has arrived.
        ...(this.#root === -1 ? tops.map((at) => ({ frame: at })) : []),
      ],
      -1,
    );
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { node, parent } = next;
      if ('frame' in node) {
        const like = this.#over.spans[node.frame];
        if (like === undefined) continue;
        const startNs = this.#startOf(node);
        const at = add({ ...like, isError: false, startNs, endNs: Number.NaN }, -1, parent);
        push(childrenOf(node.frame), at);
        continue;
      }
      const span = this.#run.tree.spans[node.span];
      if (span === undefined) continue;
      const at = add(span, node.span, parent);
      const below: Node[] = this.#run.tree.childrenOf(node.span).map((child) => ({ span: child }));
      if (node.span === this.#root) below.push(...tops.flatMap(childrenOf));
      push(below, at);
    }
    return { tree: buildDiffTree(spans), origins: Int32Array.from(origins) };
  }

  /** Of a frame, that of the first within it; what has no time comes last, as in the trace. */
  #startOf(node: Node): number {
    if ('span' in node) {
      const startNs = this.#run.tree.spans[node.span]?.startNs ?? Number.NaN;
      return Number.isNaN(startNs) ? Infinity : startNs;
    }
    const { frames, spans } = this.#frames.get(node.frame) ?? nothing;
    const [first] = spans;
    const inFrames = frames.map((frame) => this.#startOf({ frame }));
    return Math.min(first === undefined ? Infinity : this.#startOf({ span: first }), ...inFrames);
  }
}
