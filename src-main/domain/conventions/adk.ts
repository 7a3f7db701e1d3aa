/**
 * Google's Agent Development Kit: bodies of requests and answers in Gemini's words.
 * Source: conventions reference §6 (Google ADK), §8.2.
 */
import type { Provenance } from '../facets/span-facets';
import type { JsonValue } from '../messages';
import type { ContentForm, Convention, FacetDraft, SpanSource } from './convention';
import { logRecords } from './event-records';
import { sessionRank } from './field-table';
import { isArray, isObject } from './json-value';
import { proposeParameters } from './propose-request';
import { proposeResponse } from './propose-response';
import { provenanceOf } from './provenance';
import { joinChunks } from './read/join-chunks';
import { readMessages } from './read/read-messages';

const from = provenanceOf('adk');

export const adk: Convention = {
  id: 'adk',

  detect({ scope, attributes }) {
    if (scope.name === 'gcp.vertex.agent') {
      return { version: scope.version || null, evidence: 'scope gcp.vertex.agent' };
    }
    return attributes.hasPrefix('gcp.vertex.agent.')
      ? { version: null, evidence: 'attributes gcp.vertex.agent.*' }
      : null;
  },

  propose(source, draft) {
    proposeKind(source, draft);
    const { attributes } = source;
    const session = 'gcp.vertex.agent.session_id';
    draft.scalar(
      'sessionId',
      attributes.text(session),
      from.attribute(session),
      sessionRank.vendor,
    );
    draft.scalar('userId', attributes.text('user.id'), from.attribute('user.id'));
    for (const key of ['gcp.vertex.agent.invocation_id', 'gcp.vertex.agent.event_id']) {
      draft.metadata(key, attributes.json(key), from.attribute(key));
    }
    proposeTool(source, draft);
    proposeAnswer(source, draft);
    proposeModel(source, draft);
  },
};

function proposeKind({ span, attributes }: SpanSource, draft: FacetDraft): void {
  const place = from.name(span.name);
  if (attributes.text('gen_ai.tool.name') === '(merged tools)') {
    // Answers of several calls in one event: each call has a span of its own.
    const tool = from.attribute('gen_ai.tool.name');
    draft.kind('step', '(merged tools)', 'vendorKind', tool);
    return;
  }
  if (attributes.has('gen_ai.operation.name')) return;
  const agent = /^agent_run \[(.+)\]$/.exec(span.name.slice(0, 300));
  if (agent !== null) {
    draft.kind('agent', 'agent_run', 'spanName', place);
    draft.scalar('agentName', agent[1], place, 1);
  } else if (span.name === 'invocation') {
    draft.kind('chain', span.name, 'spanName', place);
  } else if (span.name === 'call_llm') {
    draft.kind('llm', span.name, 'spanName', place);
  } else if (span.name.startsWith('execute_tool')) {
    draft.kind('tool', 'execute_tool', 'spanName', place);
  }
}

/** A streamed answer is a list of its chunks, of which the last says why it ended. */
function proposeAnswer(source: SpanSource, draft: FacetDraft): void {
  const key = 'gen_ai.output.messages';
  const propose = (chunks: JsonValue | undefined, form: ContentForm, place: Provenance): void => {
    if (!isArray(chunks) || chunks.length < 2) return;
    draft.messages('output', joinChunks(readMessages(chunks, 'assistant')), form, place);
  };
  propose(source.attributes.parsed(key), 'semconvMessages', from.attribute(key));
  for (const { name, attributes } of logRecords(source)) {
    if (!name.endsWith('.operation.details')) continue;
    draft.scalar('userId', attributes.text('user.id'), from.log(name), 1);
    propose(attributes.parsed(key), 'semconvDetails', from.log(name));
  }
}

/** What stands where content was not recorded, or cannot be written as JSON. */
const placeholders = new Set(['{}', 'N/A', '"<not serializable>"', '<not serializable>']);

function told({ attributes }: SpanSource, key: string): JsonValue | undefined {
  const text = attributes.text(key);
  return text === null || placeholders.has(text) ? undefined : attributes.parsed(key);
}

function proposeTool(source: SpanSource, draft: FacetDraft): void {
  for (const [direction, key] of [
    ['toolArgs', 'gcp.vertex.agent.tool_call_args'],
    ['toolResult', 'gcp.vertex.agent.tool_response'],
  ] as const) {
    draft.payload(direction, told(source, key), 'vendorBlob', from.attribute(key));
  }
}

function proposeModel(source: SpanSource, draft: FacetDraft): void {
  const requestKey = 'gcp.vertex.agent.llm_request';
  const request = told(source, requestKey);
  if (isObject(request)) {
    const { config } = request;
    if (isObject(config)) proposeParameters(draft, config, from.attribute(requestKey));
    draft.payload('input', withTools(request), 'vendorBlob', from.attribute(requestKey));
  }
  const responseKey = 'gcp.vertex.agent.llm_response';
  const response = told(source, responseKey);
  if (isObject(response)) {
    const hasUsage = source.attributes.has('gen_ai.usage.input_tokens');
    proposeResponse(draft, response, from.attribute(responseKey), !hasUsage);
  }
  // Its output counts thoughts, unlike Gemini's own (§8.2).
  if (source.attributes.has('gen_ai.usage.output_tokens')) {
    draft.usageRule({ outputIncludedReasoning: true });
  }
}

/** Gemini's tools are part of the configuration. */
function withTools(request: { readonly [key: string]: JsonValue }): JsonValue {
  const { config } = request;
  const tools = isObject(config) ? config['tools'] : undefined;
  return tools === undefined ? request : { ...request, tools };
}
