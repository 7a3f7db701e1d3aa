import type { GraphNode } from '@domain/facets/run-graph';

import { splitSpanName } from '../../../lib/span-name';

/** What a node is called in little room: the icon says what kind of work a name begins with. */
export function shortLabel({ kind, label }: Pick<GraphNode, 'kind' | 'label'>): string {
  // `GET /items` without its verb, or `SELECT notes`, would be another thing.
  return kind === 'http' || kind === 'database' ? label : splitSpanName(label).target;
}
