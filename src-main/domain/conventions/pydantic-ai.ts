/**
 * Pydantic AI, instrumentation formats 1 to 6. Chat spans follow the semantic conventions from
 * format 2; runs and tools carry keys of their own. Source: conventions reference §4, §5.
 */
import type { JsonValue } from '../messages';
import type { Convention, FacetDraft, SpanSource } from './convention';
import { fromSeconds } from './durations';
import { isArray, isObject } from './json-value';
import { proposeConversation } from './propose-conversation';
import { provenanceOf } from './provenance';
import { readToolDefinitions } from './read/read-tool-definitions';

const from = provenanceOf('pydantic-ai');

export const pydanticAi: Convention = {
  id: 'pydantic-ai',

  detect({ scope, attributes }) {
    if (scope.name === 'pydantic-ai') {
      return { version: scope.version || null, evidence: 'scope pydantic-ai' };
    }
    return attributes.hasPrefix('pydantic_ai.')
      ? { version: null, evidence: 'attributes pydantic_ai.*' }
      : null;
  },

  propose(source, draft) {
    proposeKind(source, draft);
    proposeRun(source, draft);
    proposeTool(source, draft);
    proposeUsage(source, draft);
    const { attributes } = source;
    const parameters = 'model_request_parameters';
    const request = attributes.parsed(parameters);
    if (isObject(request)) {
      const tools = [request['function_tools'], request['output_tools']].filter(isArray).flat();
      draft.toolDefinitions(readToolDefinitions(tools.map(withSchema)), from.attribute(parameters));
    }
    // Told of streams alone.
    const firstChunk = 'gen_ai.client.operation.time_to_first_chunk';
    const firstToken = fromSeconds(attributes.number(firstChunk));
    draft.scalar('timeToFirstTokenNs', firstToken, from.attribute(firstChunk));
    if (firstToken !== null) draft.scalar('isStream', true, from.attribute(firstChunk), 1);
    const events = attributes.parsed('events');
    if (isArray(events))
      proposeConversation(draft, events, 'perMessageEvents', from.attribute('events'));
  },
};

/** Their name for the JSON Schema of the arguments. */
function withSchema(tool: JsonValue): JsonValue {
  if (!isObject(tool)) return tool;
  const { parameters_json_schema: parameters, name, description } = tool;
  return parameters === undefined
    ? tool
    : { name: name ?? '', description: description ?? null, parameters };
}

function proposeKind({ span, attributes }: SpanSource, draft: FacetDraft): void {
  if (attributes.has('gen_ai.operation.name')) return;
  if (attributes.has('gen_ai.tool.name')) {
    draft.kind('tool', null, 'toolKeys', from.attribute('gen_ai.tool.name'));
  } else if (attributes.has('agent_name') || span.name === 'agent run') {
    draft.kind('agent', span.name, 'spanName', from.name(span.name));
  } else if (/^running (\d+ )?tools?$/.test(span.name)) {
    draft.kind('chain', span.name, 'spanName', from.name(span.name));
  }
}

function proposeRun({ attributes }: SpanSource, draft: FacetDraft): void {
  draft.scalar('agentName', attributes.text('agent_name'), from.attribute('agent_name'), 1);
  if (!attributes.has('agent_name')) return;
  draft.scalar('requestModel', attributes.text('model_name'), from.attribute('model_name'), 1);
  for (const key of ['pydantic_ai.all_messages', 'all_messages_events']) {
    const messages = attributes.parsed(key);
    if (!isArray(messages)) continue;
    proposeConversation(draft, messages, 'pydanticAllMessages', from.attribute(key));
    break;
  }
  const result = 'final_result';
  const value = attributes.parsed(result);
  if (value !== undefined) draft.payload('output', value, 'vendorBlob', from.attribute(result));
}

function proposeTool({ attributes }: SpanSource, draft: FacetDraft): void {
  for (const [direction, key] of [
    ['toolArgs', 'tool_arguments'],
    ['toolResult', 'tool_response'],
  ] as const) {
    const value = attributes.parsed(key);
    if (value !== undefined) draft.payload(direction, value, 'vendorBlob', from.attribute(key));
  }
}

const details = [
  ['cacheRead', 'cache_read_tokens'],
  ['cacheWrite', 'cache_write_tokens'],
  ['reasoning', 'reasoning_tokens'],
] as const;

function proposeUsage({ attributes }: SpanSource, draft: FacetDraft): void {
  const isRun = attributes.hasPrefix('gen_ai.aggregated_usage.');
  const prefix = isRun ? 'gen_ai.aggregated_usage.' : 'gen_ai.usage.';
  if (isRun) {
    draft.usageRule({ scope: 'aggregate' });
    for (const [field, name] of [
      ['input', 'input_tokens'],
      ['output', 'output_tokens'],
      ['cacheRead', 'cache_read.input_tokens'],
      ['cacheWrite', 'cache_creation.input_tokens'],
    ] as const) {
      draft.tokens(field, attributes.number(prefix + name), from.attribute(prefix + name));
    }
  }
  for (const [field, name] of details) {
    const key = `${prefix}details.${name}`;
    draft.tokens(field, attributes.number(key), from.attribute(key), 1);
  }
  const cost = 'operation.cost';
  const totalUsd = attributes.number(cost);
  if (totalUsd !== null) {
    draft.cost({ inputUsd: null, outputUsd: null, totalUsd }, from.attribute(cost));
  }
}
