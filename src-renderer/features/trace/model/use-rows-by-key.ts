import { useMemo } from 'react';

import type { StoreKey } from '@contract/traces';
import type { SpanIndex } from '@domain/units';

import type { TraceModel } from './trace-model';

/** Finds the row of a span by its store key; -1 where the trace has no such span. */
export function useRowsByKey({ table }: TraceModel): (key: StoreKey) => SpanIndex {
  const rows = useMemo(() => {
    const byKey = new Map<StoreKey, SpanIndex>();
    table.keys.forEach((key, row) => byKey.set(key, row));
    return byKey;
  }, [table]);
  return (key) => rows.get(key) ?? -1;
}
