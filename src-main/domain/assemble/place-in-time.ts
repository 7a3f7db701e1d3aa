import { at } from '../column';
import type { UnixNs } from '../units';
import type { Links } from './link-parents';
import type { SpanRows } from './span-rows';

/** Times by node, as offsets from the earliest known start. */
export interface Times {
  readonly baseNs: UnixNs;
  readonly startNs: Float64Array;
  readonly durationsNs: Float64Array;
  readonly durationNs: number;
}

/**
 * Gives every node its place. A row without start stands at its end, or at 0 where that is
 * missing too, with no length; a placeholder covers its children.
 */
export function placeInTime(rows: SpanRows, links: Links): Times {
  const { count } = rows;
  const total = count + links.placeholderCount;
  let origin = Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  const startNs = new Float64Array(total);
  const durationsNs = new Float64Array(total);
  for (let row = 0; row < count; row += 1) {
    const start = at(rows.startNs, row);
    const end = at(rows.endNs, row);
    const known = Number.isNaN(start) ? end : start;
    startNs[row] = known;
    durationsNs[row] = Number.isNaN(start) || Number.isNaN(end) ? 0 : end - start;
    if (known < origin) origin = known;
    if (known > latest) latest = known;
    if (end > latest) latest = end;
  }
  if (origin === Number.POSITIVE_INFINITY) origin = latest = 0;
  for (let row = 0; row < count; row += 1) {
    const known = at(startNs, row);
    startNs[row] = Number.isNaN(known) ? 0 : known - origin;
  }
  coverChildren(rows, links.parents, startNs, durationsNs);
  return {
    baseNs: rows.baseNs + BigInt(Math.round(origin)),
    startNs,
    durationsNs,
    durationNs: latest - origin,
  };
}

/** Gives placeholders the time from the first start to the last end of their children. */
function coverChildren(
  rows: SpanRows,
  parents: Int32Array,
  startNs: Float64Array,
  durationsNs: Float64Array,
): void {
  const { count } = rows;
  const endNs = new Float64Array(startNs.length - count).fill(Number.NEGATIVE_INFINITY);
  startNs.fill(Number.POSITIVE_INFINITY, count);
  for (let row = 0; row < count; row += 1) {
    const parent = at(parents, row);
    if (parent < count) continue;
    const isPlaced = !(Number.isNaN(at(rows.startNs, row)) && Number.isNaN(at(rows.endNs, row)));
    if (!isPlaced) continue;
    const start = at(startNs, row);
    startNs[parent] = Math.min(at(startNs, parent), start);
    const end = start + Math.max(0, at(durationsNs, row));
    endNs[parent - count] = Math.max(at(endNs, parent - count), end);
  }
  for (let node = count; node < startNs.length; node += 1) {
    if (at(startNs, node) === Number.POSITIVE_INFINITY) startNs[node] = 0;
    else durationsNs[node] = at(endNs, node - count) - at(startNs, node);
  }
}
