/** Finding spans by text. Names and services are dictionaries, so each is compared once. */
import type { SpanTable } from '@domain/span-table';
import { parseSpanId } from '@domain/units';

import type { SpanRowIndex } from './span-row-index';

type SearchedColumns = Pick<SpanTable, 'count' | 'names' | 'services' | 'nameIds' | 'serviceIds'>;

/**
 * Spans whose name or service contains the text, whatever its case, or whose id it is;
 * ascending. Nothing for empty text.
 */
export function findSpans(table: SearchedColumns, ids: SpanRowIndex, text: string): Int32Array {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return new Int32Array(0);
  const id = parseSpanId(wanted);
  const byId = id === null ? -1 : ids.find(id);
  if (byId >= 0) return Int32Array.of(byId);
  const contains = (word: string): boolean => word.toLowerCase().includes(wanted);
  const names = table.names.map(contains);
  const services = table.services.map(contains);
  const found = new Int32Array(table.count);
  let count = 0;
  for (let span = 0; span < table.count; span += 1) {
    if (names[table.nameIds[span] ?? 0] || services[table.serviceIds[span] ?? 0]) {
      found[count] = span;
      count += 1;
    }
  }
  return found.slice(0, count);
}
