import { useMemo, type ReactNode } from 'react';

import type { StoreKey } from '@contract/traces';

import { useEngineQuery } from '../../../lib/engine-queries';
import { ErrorState } from '../../../ui/empty-state';
import { Bones } from './bones';
import { formatNode, parseJson } from '../../../ui/content/json-node';
import { LongText } from '../../../ui/content/long-text';

export interface RawTabProps {
  readonly spanKey: StoreKey;
  readonly find: string;
}

/** The span as OTLP JSON, with its resource and scope: what can be sent again. */
export function RawTab({ spanKey, find }: RawTabProps): ReactNode {
  const query = useEngineQuery('trace.spanOtlpJson', { spanKey });
  const text = useMemo(() => {
    if (query.data === undefined) return '';
    const node = parseJson(query.data);
    return node === null ? query.data : formatNode(node, 2);
  }, [query.data]);
  if (query.isError) {
    return <ErrorState message={query.error.message} onRetry={() => void query.refetch()} />;
  }
  if (query.data === undefined) return <Bones rows={6} />;
  return <LongText text={text} find={find} label="OTLP JSON" language="json" fills />;
}
