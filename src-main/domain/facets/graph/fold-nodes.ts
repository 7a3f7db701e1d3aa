/** Puts nodes together where a graph would be too large to read. */
import { formatCount } from '../../format';
import type { FacetKind } from '../facet-kind';
import type { GraphFold } from '../run-graph';
import { kindWords, type GraphSpans, type NodeKey } from './graph-spans';
import { commonStem, nameStem } from './name-stem';

/** A graph of more nodes is folded. */
const MAX_NODES = 60;
/** Smaller groups are folded only where larger ones were not enough. */
const LARGE_GROUP_NODES = 4;
/** More groups of one kind say nothing apart: they are put together. */
const MAX_GROUPS_OF_KIND = 5;
/** Names quoted of a group. */
const QUOTED_NAMES = 3;
/** Callers that were folded bring groups together; whoever needs more rounds folds by kind. */
const MAX_ROUNDS = 50;

/** In the names of groups whose nodes have like names. */
const LIKE = ' like ';

export interface FoldedSpans extends GraphSpans {
  readonly graphFolds: readonly GraphFold[];
  /** By node: how many were folded into it. */
  readonly foldedCounts: readonly number[];
}

/** Their numbers are no mere numbering. */
const versionedKinds: ReadonlySet<FacetKind> = new Set(['llm', 'embedding', 'reranker']);

/**
 * Folds nodes of one kind into one: first those whose names differ by numbers alone, then those
 * with the same main caller, those that call nothing first and the largest groups first; nodes
 * whose callers were folded into one have the same caller. If that is not enough, or leaves many
 * groups of one kind, all of that kind.
 */
export function foldNodes(shown: GraphSpans): FoldedSpans {
  const count = shown.keys.length;
  if (count <= MAX_NODES) {
    return { ...shown, graphFolds: [], foldedCounts: shown.keys.map(() => 0) };
  }
  const { callers, isLeaf } = mainCallers(shown);
  const groups = new NodeGroups(shown, isLeaf);
  const leaves = shown.keys.map((_, node) => node).filter((node) => isLeaf[node] === 1);
  const all = shown.keys.map((_, node) => node);
  const byCaller = (node: number): string =>
    `${groups.nameOf(callers[node] ?? -1)} ${shown.keys[node]?.kind ?? ''}`;
  const byKind = (node: number): string => shown.keys[node]?.kind ?? '';
  const stems = shown.keys.map(({ kind, label }) =>
    versionedKinds.has(kind) ? null : `${kind}${LIKE}${nameStem(label)}`,
  );
  const byStem = (node: number): string => stems[node] ?? groups.nameOf(node);
  groups.foldUntilSmall(all, byStem, LARGE_GROUP_NODES);
  groups.foldUntilSmall(leaves, byCaller, LARGE_GROUP_NODES);
  groups.foldUntilSmall(all, byCaller, LARGE_GROUP_NODES);
  groups.foldUntilSmall(all, byCaller, 2);
  groups.foldUntilSmall(all, byKind, 2);
  groups.joinLikeGroups();
  return groups.apply(callers);
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
  readonly #isLeaf: Uint8Array;
  /** By node: name of the group it was folded into, or null. */
  readonly #groupOf: (string | null)[];
  #nodeCount: number;

  constructor(shown: GraphSpans, isLeaf: Uint8Array) {
    this.#shown = shown;
    this.#isLeaf = isLeaf;
    this.#groupOf = shown.keys.map(() => null);
    this.#nodeCount = shown.keys.length;
  }

  /** Of the group that a node is in, or of the node alone. */
  nameOf(node: number): string {
    return this.#groupOf[node] ?? `node ${node}`;
  }

  /** @param groupOf puts all nodes of an earlier group into one */
  foldUntilSmall(
    nodes: readonly number[],
    groupOf: (node: number) => string,
    leastNodes: number,
  ): void {
    for (let round = 0; round < MAX_ROUNDS && this.#nodeCount > MAX_NODES; round++) {
      if (!this.#foldLargest(nodes, groupOf, leastNodes)) return;
    }
  }

  /** Folds groups until few nodes are left, or callers have changed. False: there was none. */
  #foldLargest(
    nodes: readonly number[],
    groupOf: (node: number) => string,
    leastNodes: number,
  ): boolean {
    const groups = new Map<string, number[]>();
    for (const node of nodes) {
      const group = groupOf(node);
      const list = groups.get(group);
      if (list === undefined) groups.set(group, [node]);
      else list.push(node);
    }
    let hasFolded = false;
    // Sorting is stable: of equal groups the one that was first used comes first.
    const largest = [...groups].sort(([, a], [, b]) => b.length - a.length);
    for (const [group, members] of largest) {
      if (members.length < leastNodes) break;
      const before = new Set(members.map((node) => this.nameOf(node))).size;
      if (before < 2) continue;
      for (const node of members) this.#groupOf[node] = group;
      this.#nodeCount -= before - 1;
      hasFolded = true;
      const isCaller = members.some((node) => this.#isLeaf[node] === 0);
      if (isCaller || this.#nodeCount <= MAX_NODES) break;
    }
    return hasFolded;
  }

  /** Puts the groups of a kind together where there are many: they differ by their callers alone. */
  joinLikeGroups(): void {
    const byKind = new Map<FacetKind, Set<string>>();
    this.#groupOf.forEach((group, node) => {
      const kind = this.#shown.keys[node]?.kind;
      if (group === null || kind === undefined || hasNames(group)) return;
      const groups = byKind.get(kind);
      if (groups === undefined) byKind.set(kind, new Set([group]));
      else groups.add(group);
    });
    this.#groupOf.forEach((group, node) => {
      const kind = this.#shown.keys[node]?.kind;
      if (group === null || kind === undefined || hasNames(group)) return;
      const isOneOfMany = (byKind.get(kind)?.size ?? 0) > MAX_GROUPS_OF_KIND;
      if (isOneOfMany) this.#groupOf[node] = kind;
    });
  }

  apply(callers: Int32Array): FoldedSpans {
    const { keys, nodes } = this.#shown;
    const newKeys: NodeKey[] = [];
    const members: number[][] = [];
    const places = new Map<string, number>();
    const placeOf = Int32Array.from(keys, (key, node) => {
      const name = this.nameOf(node);
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
    const folded = members.flatMap((nodesOf, place) => {
      const first = newKeys[place];
      if (nodesOf.length < 2 || first === undefined) return [];
      const callerPlace = commonPlace(nodesOf, callers, placeOf);
      const caller = callerPlace === null ? null : (keys[callers[nodesOf[0] ?? -1] ?? -1] ?? null);
      const names = nodesOf.map((node) => keys[node]?.label ?? '');
      const stem = commonStem(names);
      newKeys[place] = foldKey(first.kind, nodesOf.length, caller, stem);
      return [{ place, names, stem, callerPlace, kind: first.kind }];
    });
    // Callers may have been folded themselves: they are named as they are shown.
    const graphFolds = folded.flatMap(({ place, names, stem, callerPlace, kind }): GraphFold[] => {
      const key = newKeys[place];
      if (key === undefined) return [];
      const caller = callerPlace === null ? undefined : newKeys[callerPlace];
      const what = `${formatCount(names.length)} ${kindWords(kind)}`;
      const named = stem === null ? '' : ` named ${stem}`;
      const by = caller === undefined ? '' : ` called by ${caller.label}`;
      return [
        {
          nodeId: key.id,
          nodeCount: names.length,
          spanCount: spanCounts[place] ?? 0,
          reason: `${what}${named}${by} are shown as one, as the run has ${formatCount(keys.length)} nodes: ${quoted(names)}.`,
        },
      ];
    });
    const foldedCounts = members.map(({ length }) => (length < 2 ? 0 : length));
    const declared = this.#shown.declared.map(({ from, to, takenCount }) => {
      return { from: placeOf[from] ?? -1, to: placeOf[to] ?? -1, takenCount };
    });
    return { ...this.#shown, nodes: newNodes, keys: newKeys, declared, graphFolds, foldedCounts };
  }
}

/** Groups of like names can be told apart, however many there are. */
function hasNames(group: string): boolean {
  return group.includes(LIKE);
}

/** The place of the main caller of all nodes; null where they have several, or none. */
function commonPlace(
  nodes: readonly number[],
  callers: Int32Array,
  placeOf: Int32Array,
): number | null {
  const [first = -1, ...rest] = nodes.map((node) => placeOf[callers[node] ?? -1] ?? -1);
  return first !== -1 && rest.every((place) => place === first) ? first : null;
}

function foldKey(
  kind: FacetKind,
  count: number,
  caller: NodeKey | null,
  stem: string | null,
): NodeKey {
  const parts = [`fold:${kind}`, caller?.id ?? [], stem === null ? [] : `like ${stem}`].flat();
  return {
    id: parts.join(':'),
    kind,
    label:
      stem === null ? `${formatCount(count)} ${kindWords(kind)}` : `${stem} ×${formatCount(count)}`,
  };
}

/** The first names, and how many more there are. */
function quoted(names: readonly string[]): string {
  const shown = names.slice(0, QUOTED_NAMES).map((name) => `“${name.slice(0, 60)}”`);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${formatCount(rest)} more` : shown.join(', ');
}
