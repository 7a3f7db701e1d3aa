import type { DiffTree } from './diff-tree';

/**
 * By span: the sibling of the same label that it may be a failed attempt of, the next one, with no
 * other turn between; -1 for none.
 */
function nextAttempts(tree: DiffTree): Int32Array {
  const next = new Int32Array(tree.count).fill(-1);
  const link = (siblings: readonly number[]): void => {
    const last = new Map<number, { readonly at: number; readonly callsUpTo: number }>();
    let calls = 0;
    for (const at of siblings) {
      const label = tree.labels[at] ?? 0;
      const before = last.get(label);
      if (before?.callsUpTo === calls) next[before.at] = at;
      if (tree.spans[at]?.kind === 'llm') calls++;
      last.set(label, { at, callsUpTo: calls });
    }
  };
  link(tree.roots);
  for (let at = 0; at < tree.count; at++) link(tree.childrenOf(at));
  return next;
}

/** Whether a step failed and was tried again, given the same, as far as that is known. */
export function retriesOf(tree: DiffTree): (at: number) => boolean {
  let next: Int32Array | null = null;
  return (at) => {
    const span = tree.spans[at];
    if (span?.isError !== true || span.input === null) return false;
    next ??= nextAttempts(tree);
    const again = tree.spans[next[at] ?? -1];
    return again?.input === span.input && !(again.startNs < span.endNs);
  };
}
