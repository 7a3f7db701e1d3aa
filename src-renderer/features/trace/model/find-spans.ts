/** Finding spans by text. Names and services are dictionaries, so each is compared once. */
import type { SpanTable } from '@domain/span-table';
import { parseSpanId } from '@domain/units';

import type { FacetTable } from './facet-table';
import type { SpanRowIndex } from '../../../lib/span-row-index';

type SearchedColumns = Pick<
  SpanTable,
  'count' | 'names' | 'services' | 'nameIds' | 'serviceIds' | 'spanIds'
>;

/** A text of hexadecimal digits is also the beginning of an id from this length on. */
const MIN_ID_DIGITS = 4;

/**
 * Spans whose name, label or service contains the text, whatever its case, or whose id begins with
 * it; ascending. A whole id finds its span alone. Nothing for empty text.
 */
export function findSpans(
  table: SearchedColumns,
  ids: SpanRowIndex,
  text: string,
  facets: Pick<FacetTable, 'labels' | 'labelIds'> | null = null,
): Int32Array {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return new Int32Array(0);
  const id = parseSpanId(wanted);
  const byId = id === null ? -1 : ids.find(id);
  if (byId >= 0) return Int32Array.of(byId);
  const contains = (word: string): boolean => word.toLowerCase().includes(wanted);
  const names = table.names.map(contains);
  const services = table.services.map(contains);
  const labels = facets?.labels.map(contains) ?? [];
  const idDigits = digitsOf(wanted);
  const found = new Int32Array(table.count);
  let count = 0;
  for (let span = 0; span < table.count; span += 1) {
    if (
      names[table.nameIds[span] ?? 0] ||
      services[table.serviceIds[span] ?? 0] ||
      labels[facets?.labelIds[span] ?? -1] === true ||
      (idDigits.length > 0 && idBeginsWith(table.spanIds, span, idDigits))
    ) {
      found[count] = span;
      count += 1;
    }
  }
  return found.slice(0, count);
}

/** The digits of a text that may begin an id; none for any other text. */
function digitsOf(text: string): Uint8Array {
  if (text.length < MIN_ID_DIGITS || !/^[0-9a-f]{1,16}$/.test(text)) return new Uint8Array(0);
  return Uint8Array.from(text, (digit) => Number.parseInt(digit, 16));
}

function idBeginsWith(spanIds: Uint8Array, span: number, digits: Uint8Array): boolean {
  for (let at = 0; at < digits.length; at += 1) {
    const byte = spanIds[span * 8 + (at >> 1)] ?? 0;
    if (((at & 1) === 0 ? byte >> 4 : byte & 15) !== digits[at]) return false;
  }
  return true;
}
