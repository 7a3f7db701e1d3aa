/**
 * Gemini CLI: operations of its own, content in Gemini's words, usage completed by log records.
 * Source: conventions reference §6 (Gemini CLI), §8.2.
 */
import type { FacetKind } from '../facets/facet-kind';
import type { JsonValue } from '../messages';
import type { Convention, FacetDraft, SpanSource } from './convention';
import { logRecords, type EventRecord } from './event-records';
import { isArray, isObject, member, parseJson, parseStructure, textMember } from './json-value';
import { provenanceOf } from './provenance';
import { joinChunks } from './read/join-chunks';
import { textMessage } from './read/message';
import { readMessages } from './read/read-messages';
import { parseCutJson } from './read/truncation';
import { stringList } from './string-list';

const from = provenanceOf('gemini-cli');

export const geminiCli: Convention = {
  id: 'gemini-cli',

  detect({ scope, attributes, resourceAttributes }) {
    if (scope.name === 'gemini-cli') {
      return { version: resourceAttributes.text('service.version'), evidence: 'scope gemini-cli' };
    }
    return resourceAttributes.text('service.name') === 'gemini-cli' &&
      operations.has(attributes.text('gen_ai.operation.name') ?? '')
      ? { version: null, evidence: 'service.name gemini-cli' }
      : null;
  },

  propose(source, draft) {
    const kind = proposeKind(source, draft);
    if (kind === 'tool') proposeTool(source, draft);
    if (kind === 'llm') proposeModel(source, draft);
    for (const record of logRecords(source)) {
      if (kind === 'llm') proposeModelLog(draft, record);
      if (kind === 'tool' && record.name === 'gemini_cli.tool_call') proposeToolLog(draft, record);
    }
  },
};

const operations: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['llm_call', 'llm'],
  ['tool_call', 'tool'],
  ['agent_call', 'agent'],
  ['schedule_tool_calls', 'step'],
  ['user_prompt', 'step'],
  ['system_prompt', 'span'],
]);

function proposeKind({ attributes }: SpanSource, draft: FacetDraft): FacetKind | null {
  const key = 'gen_ai.operation.name';
  const operation = attributes.text(key);
  const kind = operation === null ? undefined : operations.get(operation);
  if (kind === undefined) return null;
  draft.kind(kind, operation, 'genAiOperation', from.attribute(key));
  return kind;
}

/** The system prompt is JSON text of a text; an answer that was streamed is a list of its chunks. */
function proposeModel({ attributes }: SpanSource, draft: FacetDraft): void {
  const systemKey = 'gen_ai.system_instructions';
  const system = parseJson(attributes.text(systemKey) ?? '');
  if (typeof system === 'string') {
    const place = from.attribute(systemKey);
    draft.messages('system', [textMessage('system', system)], 'semconvMessages', place);
  }
  const key = 'gen_ai.output.messages';
  const chunks = parsedOrCut(attributes.text(key));
  if (!isArray(chunks)) return;
  const answer = joinChunks(readMessages(chunks, 'assistant'));
  draft.messages('output', answer, 'semconvMessages', from.attribute(key));
}

/** What a tool got and gave stands in the keys of messages: `{name, args}`, `{response: …}`. */
function proposeTool({ attributes }: SpanSource, draft: FacetDraft): void {
  const callId = 'gen_ai.tool.call_id';
  draft.scalar('toolCallId', attributes.text(callId), from.attribute(callId), 1);
  const inputKey = 'gen_ai.input.messages';
  const request = firstObject(parsedOrCut(attributes.text(inputKey)));
  if (request !== null) {
    draft.payload('toolArgs', member(request, 'args'), 'semconvMessages', from.attribute(inputKey));
  }
  const outputKey = 'gen_ai.output.messages';
  const done = firstObject(parsedOrCut(attributes.text(outputKey)));
  if (done === null) return;
  const place = from.attribute(outputKey);
  draft.payload('toolResult', responseOf(member(done, 'response')), 'semconvMessages', place);
  if (member(done, 'status') !== 'error') return;
  draft.scalar('toolIsError', true, place);
  const response = member(done, 'response');
  const type = isObject(response) ? textMember(response, 'errorType') : null;
  draft.error({ type, message: errorOf(responseOf(response)) }, place);
}

/** Content is cut at 10,000 characters, which leaves JSON without its end (§6). */
function parsedOrCut(text: string | null): JsonValue | undefined {
  if (text === null) return undefined;
  const value = parseStructure(text);
  return typeof value === 'string' ? (parseCutJson(value) ?? value) : value;
}

function firstObject(value: JsonValue | undefined): { readonly [key: string]: JsonValue } | null {
  const first = isArray(value) ? value[0] : value;
  return isObject(first) ? first : null;
}

/** `{responseParts: [{functionResponse: {response}}]}`. */
function responseOf(response: JsonValue | undefined): JsonValue | undefined {
  const parts = isObject(response) ? member(response, 'responseParts') : undefined;
  const part = isArray(parts)
    ? parts.find((each) => isObject(each) && isObject(each['functionResponse']))
    : undefined;
  const answer = isObject(part) ? part['functionResponse'] : undefined;
  if (isObject(answer)) return member(answer, 'response');
  return isObject(response) ? member(response, 'resultDisplay') : undefined;
}

function errorOf(result: JsonValue | undefined): string | null {
  return isObject(result) ? textMember(result, 'error') : null;
}

/** The details say `gcp.gen_ai` of any of Google's; the host tells which. */
function proposeProvider(draft: FacetDraft, { name, attributes }: EventRecord): void {
  const host = attributes.text('server.address') ?? '';
  const isVertex = host.endsWith('aiplatform.googleapis.com');
  const provider = isVertex ? 'gcp.vertex_ai' : 'gcp.gemini';
  if (isVertex || host === 'generativelanguage.googleapis.com') {
    draft.scalar('provider', provider, from.log(name));
  }
}

/** Spans have neither what was cached nor thoughts, which Gemini's output leaves out (§8.2). */
function proposeModelLog(draft: FacetDraft, record: EventRecord): void {
  const { name, attributes } = record;
  proposeProvider(draft, record);
  const place = from.log(name);
  if (name === 'gemini_cli.api_error') {
    const message = attributes.text('error.message') ?? attributes.text('error');
    const httpStatus = attributes.number('status_code');
    draft.error({ type: attributes.text('error.type'), message, httpStatus }, place);
    return;
  }
  if (name !== 'gemini_cli.api_response') return;
  draft.usageRule({ outputIncludedReasoning: false });
  draft.tokens('input', attributes.number('input_token_count'), place, 1);
  draft.tokens('output', attributes.number('output_token_count'), place, 1);
  draft.tokens('total', attributes.number('total_token_count'), place, 1);
  draft.tokens('cacheRead', attributes.number('cached_content_token_count'), place);
  draft.tokens('reasoning', attributes.number('thoughts_token_count'), place);
  draft.scalar('responseModel', attributes.text('model'), place, 1);
  for (const reason of stringList(attributes.json('finish_reasons'))) {
    draft.finishReason(reason, place);
  }
  draft.metadata('prompt_id', attributes.json('prompt_id'), place);
  draft.metadata('role', attributes.json('role'), place);
}

function proposeToolLog(draft: FacetDraft, { name, attributes }: EventRecord): void {
  const place = from.log(name);
  draft.payload('toolArgs', attributes.json('function_args'), 'vendorBlob', place);
  draft.metadata('decision', attributes.json('decision'), place);
  const server = attributes.text('mcp_server_name');
  if (server !== null) draft.mcp({ method: 'tools/call', server, sessionId: null }, place);
  if (attributes.bool('success') !== false) return;
  draft.scalar('toolIsError', true, place);
  draft.error({ type: attributes.text('error.type'), message: attributes.text('error') }, place);
}
