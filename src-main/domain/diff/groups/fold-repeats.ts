import type { DiffSpan } from '../diff-tree';

export interface FoldedSpans {
  /** In preorder; no two siblings are the same step. */
  readonly spans: readonly DiffSpan[];
  /** By position before: position now. */
  readonly nodeOf: Int32Array;
}

/**
 * One node for all siblings that are the same step: the turns of an agent become one model call and
 * one call of each tool, whatever their number. What is below them is folded in the same way, so
 * that every ancestor stays an ancestor. A node is the first of its spans.
 * @param spans in preorder
 * @param isRole whether a system prompt (its hash) tells calls apart, as those of two roles
 */
export function foldRepeats(
  spans: readonly DiffSpan[],
  isRole: (system: number) => boolean,
): FoldedSpans {
  const found = new Map<string, number>();
  const children = new Map<number, number[]>();
  const firsts: number[] = [];
  const nodeOf = new Int32Array(spans.length);
  spans.forEach((span, at) => {
    const parent = span.parent === -1 ? -1 : (nodeOf[span.parent] ?? -1);
    const role = span.system !== null && isRole(span.system) ? span.system : '';
    const key = `${parent} ${span.kind} ${role} ${span.label}`;
    let node = found.get(key);
    if (node === undefined) {
      node = firsts.push(at) - 1;
      found.set(key, node);
      const siblings = children.get(parent);
      if (siblings === undefined) children.set(parent, [node]);
      else siblings.push(node);
    }
    nodeOf[at] = node;
  });

  // A later repeat may have added to a node: its children are put where they belong.
  const positions = new Int32Array(firsts.length);
  const folded: DiffSpan[] = [];
  const open = [...(children.get(-1) ?? [])].reverse();
  const parents = new Int32Array(firsts.length).fill(-1);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const span = spans[firsts[node] ?? 0];
    if (span === undefined) continue;
    positions[node] = folded.length;
    folded.push({ ...span, parent: parents[node] ?? -1 });
    const below = children.get(node) ?? [];
    for (const child of below) parents[child] = folded.length - 1;
    for (let each = below.length - 1; each >= 0; each--) open.push(below[each] ?? 0);
  }
  return { spans: folded, nodeOf: nodeOf.map((node) => positions[node] ?? 0) };
}
