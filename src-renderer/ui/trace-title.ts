/** What a trace is called: the same in the list and at its head. */
import type { TraceRow } from '@contract/traces';

import { titleOf, type SpanTitle } from '../lib/span-name';

type NameFields = Pick<TraceRow, 'rootName' | 'firstSpanName' | 'facets'>;

/** Name of the root, also of one that is still open; null while none has arrived. */
export function rootNameOf({
  rootName,
  facets,
}: Pick<TraceRow, 'rootName' | 'facets'>): string | null {
  return rootName ?? facets?.openRootName ?? null;
}

/** The name as it is drawn: what the root is about before its operation. */
export function titlePartsOfTrace(trace: NameFields): SpanTitle {
  const name = rootNameOf(trace) ?? trace.firstSpanName;
  return name === '' ? untitled : titleOf(name, trace.facets?.rootLabel ?? '');
}

/** What a trace is called: by what its root is about, else by the root's name, else the earliest span's. */
export function titleOfTrace(trace: NameFields): string {
  const { operation, target } = titlePartsOfTrace(trace);
  return `${operation}${target}`;
}

const untitled: SpanTitle = { operation: '', target: '(no name)', rest: '' };
