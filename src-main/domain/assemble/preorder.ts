import { at } from '../column';
import type { SpanRows } from './span-rows';

/** Nodes in preorder: siblings and roots by start, then by arrival. */
export function preorder(
  total: number,
  parents: Int32Array,
  startNs: Float64Array,
  rows: SpanRows,
): Int32Array {
  const keyOf = (node: number): number => (node < rows.count ? at(rows.keys, node) : 0);
  const byStart = new Int32Array(total);
  for (let node = 0; node < total; node += 1) byStart[node] = node;
  byStart.sort((a, b) => at(startNs, a) - at(startNs, b) || keyOf(a) - keyOf(b) || a - b);

  // Linked lists of children. Walking backwards puts each node before its later siblings.
  const firstChild = new Int32Array(total).fill(-1);
  const nextSibling = new Int32Array(total).fill(-1);
  let firstRoot = -1;
  for (let i = total - 1; i >= 0; i -= 1) {
    const node = at(byStart, i);
    const parent = at(parents, node);
    if (parent === -1) {
      nextSibling[node] = firstRoot;
      firstRoot = node;
    } else {
      nextSibling[node] = at(firstChild, parent);
      firstChild[parent] = node;
    }
  }

  const order = byStart;
  const waiting = new Int32Array(total + 1);
  let waitingCount = 0;
  let position = 0;
  let node = firstRoot;
  while (node !== -1) {
    order[position] = node;
    position += 1;
    const sibling = at(nextSibling, node);
    if (sibling !== -1) {
      waiting[waitingCount] = sibling;
      waitingCount += 1;
    }
    node = at(firstChild, node);
    if (node === -1 && waitingCount > 0) {
      waitingCount -= 1;
      node = at(waiting, waitingCount);
    }
  }
  return order;
}
