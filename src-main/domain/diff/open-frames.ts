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
const SKIP_SCORE = 0.01;
/** Children by which a frame is known: the first. */
const MAX_SCORED = 50;
/** Siblings that are looked through for one that has arrived: those before it may be open. */
const MAX_AHEAD = 20;

/** @param over the run whose frames are put around what arrived */
export function withOpenFrames(run: OpenRun, over: DiffTree): FramedRun {
  const groups = groupsOf(run);
  const [rootOver = -1] = over.roots;
  if (groups.length === 0 || rootOver === -1) {
    return asGiven(run);
  }
  const { tree } = run;
  const taken = takenFrames(tree, over);
  const arrived = new ArrivedSpans(tree, over, taken);
  const root = tree.roots.find((at) => run.missingParents[at] === null) ?? -1;
  if (root !== -1) arrived.add(rootOver, root);
  const frames = groups.map((group, index) => {
    const found = index < MAX_FRAMES ? bestFrame(tree, group, over, taken) : -1;
    if (found === -1) return rootOver;
    taken[found] = 1;
    arrived.addAll(over.childrenOf(found), group);
    return found;
  });
  const builder = new FrameBuilder(run, over, arrived);
  groups.forEach((group, index) => builder.put(group, frames[index] ?? rootOver));
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

/** Of what arrived against the children of a frame; of two alike the one that begins so. */
function likeness(
  tree: DiffTree,
  group: readonly number[],
  over: DiffTree,
  children: readonly number[],
): number {
  let score = 0;
  for (const { isSame, skipped } of inOrder(tree, group.slice(0, MAX_SCORED), over, children)) {
    score += (isSame ? SAME_SCORE : ALIKE_SCORE) - skipped * SKIP_SCORE;
  }
  return score;
}

interface Met {
  readonly over: number;
  readonly at: number;
  readonly isSame: boolean;
  /** Siblings before it that have not arrived. */
  readonly skipped: number;
}

/** Which of the siblings of the run that is over have arrived, in order. */
function inOrder(
  tree: DiffTree,
  arrived: readonly number[],
  over: DiffTree,
  siblings: readonly number[],
): readonly Met[] {
  const found: Met[] = [];
  let from = 0;
  for (const at of arrived) {
    if (from >= siblings.length) break;
    const ahead = siblings.slice(from, from + MAX_AHEAD);
    const same = ahead.findIndex((each) => isSameSubtree(tree, at, over, each));
    const skipped =
      same !== -1 ? same : ahead.findIndex((each) => tree.labels[at] === over.labels[each]);
    if (skipped === -1) continue;
    const each = ahead[skipped] ?? -1;
    found.push({ over: each, at, isSame: same !== -1, skipped });
    from += skipped + 1;
  }
  return found;
}

/** Spans of the run that is over which have arrived, those with children that have not included. */
class ArrivedSpans {
  readonly #places = new Map<number, number>();

  constructor(
    private readonly tree: DiffTree,
    private readonly over: DiffTree,
    /** Frames that are not open. */
    private readonly taken: Uint8Array,
  ) {}

  /** Where in the run the span is; undefined where it has not arrived. */
  placeOf(over: number): number | undefined {
    return this.#places.get(over);
  }

  add(over: number, at: number): void {
    const open: (readonly [over: number, at: number])[] = [[over, at]];
    for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
      const [x, y] = pair;
      this.#places.set(x, y);
      this.taken[x] = 1;
      const [above, below] = [this.over.childrenOf(x), this.tree.childrenOf(y)];
      for (const met of inOrder(this.tree, below, this.over, above)) open.push([met.over, met.at]);
    }
  }

  addAll(siblings: readonly number[], arrived: readonly number[]): void {
    for (const met of inOrder(this.tree, arrived, this.over, siblings)) this.add(met.over, met.at);
  }
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
  readonly #arrived: ArrivedSpans;
  /** What is put into a frame, by its position in the run that is over. */
  readonly #frames = new Map<number, Held>();
  /** What is put into a span that has arrived, by its position in the run. */
  readonly #spans = new Map<number, Held>();

  constructor(run: OpenRun, over: DiffTree, arrived: ArrivedSpans) {
    this.#run = run;
    this.#over = over;
    this.#arrived = arrived;
  }

  put(group: readonly number[], frame: number): void {
    const { spans } = this.#heldAt(frame);
    for (const at of group) spans.push(at);
  }

  /** What is in a frame, which is put into those around it; or in the span where that arrived. */
  #heldAt(at: number): Held {
    const place = this.#arrived.placeOf(at);
    const all = place === undefined ? this.#frames : this.#spans;
    const known = all.get(place ?? at);
    if (known !== undefined) return known;
    const made: Held = { frames: [], spans: [] };
    all.set(place ?? at, made);
    const parent = this.#over.parents[at] ?? -1;
    if (place === undefined && parent !== -1) this.#heldAt(parent).frames.push(at);
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
    const nodesOf = ({ frames, spans: held }: Held = nothing): Node[] => [
      ...frames.map((at) => ({ frame: at })),
      ...held.map((at) => ({ span: at })),
    ];
    const tops = this.#over.roots.filter((at) => this.#frames.has(at));
    const roots = this.#run.tree.roots.filter((at) => this.#run.missingParents[at] === null);
    push([...roots.map((at) => ({ span: at })), ...tops.map((at) => ({ frame: at }))], -1);
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { node, parent } = next;
      if ('frame' in node) {
        const like = this.#over.spans[node.frame];
        if (like === undefined) continue;
        const startNs = this.#startOf(node);
        const at = add({ ...like, isError: false, startNs, endNs: Number.NaN }, -1, parent);
        push(nodesOf(this.#frames.get(node.frame)), at);
        continue;
      }
      const span = this.#run.tree.spans[node.span];
      if (span === undefined) continue;
      const at = add(span, node.span, parent);
      const below: Node[] = this.#run.tree.childrenOf(node.span).map((child) => ({ span: child }));
      push([...below, ...nodesOf(this.#spans.get(node.span))], at);
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
