/** Puts nodes together where a graph would be too large to read. */
import type { FacetKind } from '../facet-kind';
import type { GraphFold } from '../run-graph';
import { kindWords, type GraphSpans, type NodeKey } from './graph-spans';

/** A graph of more nodes is folded. */
const MAX_NODES = 60;

export interface FoldedSpans extends GraphSpans {
  readonly graphFolds: readonly GraphFold[];
  /** By node: how many were folded into it. */
  readonly foldedCounts: readonly number[];
}

/**
 * Folds nodes of one kind with the same main caller into one, those that call nothing first and
 * the largest groups first; if that is not enough, all nodes of a kind.
 */
export function foldNodes(shown: GraphSpans): FoldedSpans {
  const count = shown.keys.length;
  if (count <= MAX_NODES) {
    return { ...shown, graphFolds: [], foldedCounts: shown.keys.map(() => 0) };
  }
  const groups = new NodeGroups(shown);
  const { callers, isLeaf } = mainCallers(shown);
  const leaves = shown.keys.map((_, node) => node).filter((node) => isLeaf[node] === 1);
  const all = shown.keys.map((_, node) => node);
  groups.foldUntilSmall(leaves, (node) => groupKey(callers[node] ?? -1, shown.keys[node]));
  groups.foldUntilSmall(all, (node) => groupKey(callers[node] ?? -1, shown.keys[node]));
  groups.foldUntilSmall(all, (node) => groupKey(-1, shown.keys[node]));
  return groups.apply(callers);
}

function groupKey(caller: number, key: NodeKey | undefined): string {
  return `${caller} ${key?.kind ?? ''}`;
}

/** By node: the node that calls it most often, -1 for none. */
function mainCallers({ tree, nodes, keys, above }: GraphSpans): {
  callers: Int32Array;
  isLeaf: Uint8Array;
} {
  const counts = keys.map(() => new Map<number, number>());
  const isLeaf = new Uint8Array(keys.length).fill(1);
  for (const index of tree.order) {
    const node = nodes[index] ?? -1;
    const caller = nodes[above[index] ?? -1] ?? -1;
    if (node === -1 || caller === -1 || caller === node) continue;
    isLeaf[caller] = 0;
    const of = counts[node];
    of?.set(caller, (of.get(caller) ?? 0) + 1);
  }
  const callers = Int32Array.from(counts, (of) => {
    let best = -1;
    for (const [caller, count] of of) {
      if (best === -1 || count > (of.get(best) ?? 0)) best = caller;
    }
    return best;
  });
  return { callers, isLeaf };
}

class NodeGroups {
  readonly #shown: GraphSpans;
  /** By node: name of the group it was folded into, or null. */
  readonly #groupOf: (string | null)[];
  #nodeCount: number;

  constructor(shown: GraphSpans) {
    this.#shown = shown;
    this.#groupOf = shown.keys.map(() => null);
    this.#nodeCount = shown.keys.length;
  }

  foldUntilSmall(nodes: readonly number[], groupOf: (node: number) => string): void {
    if (this.#nodeCount <= MAX_NODES) return;
    const groups = new Map<string, number[]>();
    for (const node of nodes) {
      const group = groupOf(node);
      const list = groups.get(group);
      if (list === undefined) groups.set(group, [node]);
      else list.push(node);
    }
    // Sorting is stable: of equal groups the one that was first used comes first.
    const largest = [...groups].sort(([, a], [, b]) => b.length - a.length);
    for (const [group, members] of largest) {
      if (this.#nodeCount <= MAX_NODES) return;
      const before = new Set(members.map((node) => this.#groupOf[node] ?? `node ${node}`)).size;
      if (before < 2) continue;
      for (const node of members) this.#groupOf[node] = group;
      this.#nodeCount = this.#countNodes();
    }
  }

  #countNodes(): number {
    return new Set(this.#groupOf.map((group, node) => group ?? `node ${node}`)).size;
  }

  apply(callers: Int32Array): FoldedSpans {
    const { keys, nodes } = this.#shown;
    const newKeys: NodeKey[] = [];
    const members: number[][] = [];
    const places = new Map<string, number>();
    const placeOf = Int32Array.from(keys, (key, node) => {
      const group = this.#groupOf[node] ?? null;
      const name = group ?? `node ${node}`;
      let place = places.get(name);
      if (place === undefined) {
        place = newKeys.length;
        places.set(name, place);
        newKeys.push(key);
        members.push([]);
      }
      members[place]?.push(node);
      return place;
    });
    const newNodes = nodes.map((node) => (node === -1 ? -1 : (placeOf[node] ?? -1)));
    const spanCounts = new Int32Array(newKeys.length);
    for (const node of newNodes) {
      if (node !== -1) spanCounts[node] = (spanCounts[node] ?? 0) + 1;
    }
    const graphFolds: GraphFold[] = [];
    members.forEach((folded, place) => {
      const first = newKeys[place];
      if (folded.length < 2 || first === undefined) return;
      const caller = this.#commonCaller(folded, callers);
      const key = foldKey(first.kind, folded.length, caller);
      newKeys[place] = key;
      graphFolds.push({
        nodeId: key.id,
        nodeCount: folded.length,
        spanCount: spanCounts[place] ?? 0,
        reason: `${key.label}${caller === null ? '' : ` called by ${caller.label}`} are shown as one, as the run has ${keys.length} nodes.`,
      });
    });
    const foldedCounts = members.map((folded) => (folded.length < 2 ? 0 : folded.length));
    return { ...this.#shown, nodes: newNodes, keys: newKeys, graphFolds, foldedCounts };
  }

  #commonCaller(folded: readonly number[], callers: Int32Array): NodeKey | null {
    const [first = -1, ...rest] = folded.map((node) => callers[node] ?? -1);
    const isCommon = first !== -1 && rest.every((caller) => caller === first);
    return isCommon ? (this.#shown.keys[first] ?? null) : null;
  }
}

function foldKey(kind: FacetKind, count: number, caller: NodeKey | null): NodeKey {
  return {
    id: caller === null ? `fold:${kind}` : `fold:${kind}:${caller.id}`,
    kind,
    label: `${count} ${kindWords(kind)}`,
  };
}
