/**
 * Fields of a trace as SQL over `trace` joined with `trace_facet`. What a sender told of the trace
 * as a whole comes before what its spans say. Source: mlflow.md §3, §4.
 */
import { costStates } from '@contract/facets';
import { traceStates } from '@domain/annotations/trace-info';
import type { FilterTest, TraceNumberField, TraceTextField } from '@domain/filter-language/ast';
import { TRACE_NAME } from '../trace-row';
import type { Binder } from './binder';
import { someValueTest, valueTest } from './value-test';

/** Tag that names the trace. */
const NAME_TAG = 'mlflow.traceName';

/** Whole milliseconds, as MLflow has them. */
const START_MS = `coalesce(${told('request_time_ms')}, trace.start_ns / 1000000)`;
const DURATION_MS = `coalesce(${told('execution_duration_ms')}, trace.duration_ns / 1000000)`;
const HEX_ID = 'lower(hex(trace.trace_id))';

const states = traceStates.map((state, at) => `WHEN ${at} THEN '${state}'`).slice(1);
const OF_SPANS = "CASE trace.status WHEN 2 THEN 'ERROR' WHEN 3 THEN 'IN_PROGRESS' ELSE 'OK' END";

const columns: Record<Exclude<TraceTextField | TraceNumberField, keyof typeof lists>, string> = {
  // What was told of spans that have come is in `trace.status`, but that they are under way.
  status: `CASE WHEN trace.span_count > 0 THEN ${OF_SPANS}
    ELSE CASE ${told('state')} ${states.join(' ')} ELSE ${OF_SPANS} END END`,
  name: `coalesce((SELECT t.value FROM trace_tag t WHERE t.trace_id = trace.trace_id
    AND t.key = '${NAME_TAG}' AND t.is_removed = 0), ${TRACE_NAME})`,
  request_id: `('tr-' || ${HEX_ID})`,
  trace_id: HEX_ID,
  client_request_id: told('client_request_id'),
  experiment: '(SELECT e.name FROM experiment e WHERE e.id = trace.experiment)',
  session: 'trace_facet.session_id',
  user: 'trace_facet.user_id',
  timestamp_ms: START_MS,
  execution_time_ms: DURATION_MS,
  end_time_ms: `(${START_MS} + ${DURATION_MS})`,
  tokens: `CASE WHEN coalesce(trace_facet.input_tokens, trace_facet.output_tokens) IS NOT NULL
    THEN coalesce(trace_facet.input_tokens, 0) + coalesce(trace_facet.output_tokens, 0) END`,
  // What has no known price costs nobody knows what.
  cost: `CASE trace_facet.cost_state WHEN ${costStates.indexOf('unknown')}
    THEN nullif(trace_facet.cost_usd, 0) ELSE trace_facet.cost_usd END`,
  errors: '(trace.error_count - coalesce(trace_facet.passed_error_count, 0))',
  spans: '(trace.span_count - coalesce(trace_facet.superseded_count, 0))',
  model_calls: 'coalesce(trace_facet.model_call_count, 0)',
  tool_calls: 'coalesce(trace_facet.tool_call_count, 0)',
};

/** Columns that hold a JSON array of texts. */
const lists = {
  service: 'trace.services',
  model: 'trace_facet.models',
  agent: 'trace_facet.agents',
} as const;

function told(column: string): string {
  return `(SELECT i.${column} FROM trace_info i WHERE i.trace_id = trace.trace_id)`;
}

/** The one value that a trace has of a field. */
export function traceColumn(name: keyof typeof columns): string {
  return columns[name];
}

/** A condition on a field of the trace itself. */
export function traceTest(
  name: TraceTextField | TraceNumberField,
  test: FilterTest,
  binder: Binder,
): string {
  if (name in lists) {
    const list = lists[name as keyof typeof lists];
    return someValueTest(`json_each(${list}) AS item`, 'item.value', test, binder);
  }
  const isId = name === 'request_id' || name === 'trace_id';
  if (isId && 'text' in test && test.operator === '=') {
    // By the index.
    return `trace.trace_id = ${binder.add(traceIdBytes(test.text, name))}`;
  }
  return valueTest(columns[name as keyof typeof columns], test, binder);
}

/** Bytes of an id; none, which no trace has, for what is no id. */
function traceIdBytes(text: string, name: 'request_id' | 'trace_id'): Uint8Array {
  const prefix = name === 'request_id' ? 'tr-' : '';
  const hex = text.slice(prefix.length);
  const isId = text.startsWith(prefix) && /^[0-9a-f]{32}$/.test(hex);
  return Buffer.from(isId ? hex : '', 'hex');
}
