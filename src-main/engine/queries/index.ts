/** Every query that runs in a reader thread, by its method. */
import type { MethodName } from '@contract/methods';
import type { Query, QueryHost } from './query';
import { spanDetail, spanOtlpJson } from './span-detail';
import { openTrace } from './trace-columns';
import { traceLogs } from './trace-logs';
import { tracesSearch } from './trace-search';
import { tracesWindow } from './trace-window';

export const queries = {
  'traces.window': tracesWindow,
  'traces.search': tracesSearch,
  'trace.open': openTrace,
  'trace.spanDetail': spanDetail,
  'trace.spanOtlpJson': spanOtlpJson,
  'trace.logs': traceLogs,
} as const satisfies { [Name in MethodName]?: (host: QueryHost) => Query<Name> };

export type QueryName = keyof typeof queries;
