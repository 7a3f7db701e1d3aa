import type { FacetKind } from '../../facets/facet-kind';
import type { FacetDraft, SpanSource } from '../convention';
import { fromMilliseconds } from '../durations';
import { logRecords, type EventRecord } from '../event-records';
import { isObject, parseStructure, textMember } from '../json-value';
import { proposeParameters } from '../propose-request';
import { provenanceOf } from '../provenance';
import { readChatBlob } from '../read/read-chat-blob';
import { textMessage } from '../read/message';
import { parseCutJson } from '../read/truncation';

const from = provenanceOf('claude-code');

/**
 * Proposes what log records of the span tell: the user's prompt, answers, cost, results of tools.
 * A record that names another request or tool call than the span is of that one (§8.3 rule 7).
 */
export function proposeLogs(source: SpanSource, draft: FacetDraft, kind: FacetKind | null): void {
  if (source.logs.length === 0) return;
  const records = logRecords(source).map((record) => ({
    ...record,
    name: record.name.replace(/^claude_code\./, ''),
  }));
  for (const record of records) {
    if (!belongs(source, record)) continue;
    if (kind === 'llm') proposeRequestLog(draft, record, source);
    if (kind === 'tool') proposeToolLog(draft, record);
  }
  if (kind === 'agent') proposeTurn(draft, records);
}

function belongs({ attributes }: SpanSource, record: EventRecord): boolean {
  for (const key of ['request_id', 'tool_use_id']) {
    const own = attributes.text(key);
    const told = record.attributes.text(key);
    if (own !== null && told !== null && own !== told) return false;
  }
  return true;
}

function proposeRequestLog(
  draft: FacetDraft,
  record: EventRecord,
  { attributes }: SpanSource,
): void {
  const place = from.log(record.name);
  const told = record.attributes;
  if (record.name === 'assistant_response') {
    const text = told.text('response');
    if (text !== null) {
      draft.messages('output', [textMessage('assistant', text)], 'vendorBlob', place);
    }
    return;
  }
  if (record.name === 'api_request_body' || record.name === 'api_response_body') {
    proposeBody(draft, record);
    return;
  }
  if (record.name === 'api_error') {
    draft.error({ message: told.text('error'), httpStatus: told.number('status_code') }, place);
    return;
  }
  if (record.name !== 'api_request') return;
  const totalUsd = told.number('cost_usd');
  if (totalUsd !== null) draft.cost({ inputUsd: null, outputUsd: null, totalUsd }, place);
  draft.scalar('responseModel', told.text('model'), place, 2);
  draft.scalar('timeToFirstTokenNs', fromMilliseconds(told.number('ttft_ms')), place, 1);
  const hasUsage = attributes.has('gen_ai.usage.input_tokens') || attributes.has('input_tokens');
  if (!hasUsage) proposeLoggedUsage(draft, record);
}

/** Whole bodies, where the user asked for them: richer than all else there is. */
function proposeBody(draft: FacetDraft, { name, attributes }: EventRecord): void {
  const place = from.log(name);
  const direction = name === 'api_request_body' ? 'input' : 'output';
  const body = attributes.parsed('body');
  const whole = typeof body === 'string' ? (parseCutJson(body) ?? body) : body;
  if (!isObject(whole)) return;
  if (direction === 'input') {
    const { stream, ...request } = whole;
    if (typeof stream === 'boolean') draft.scalar('isStream', stream, place, 1);
    draft.scalar('requestModel', textMember(whole, 'model'), place, 2);
    proposeParameters(draft, request, place);
  } else {
    draft.finishReason(textMember(whole, 'stop_reason'), place);
  }
  const chat = readChatBlob(whole, direction);
  if (chat === null) return;
  // Reminders are messages of the system too, so the system prompt would not be told apart.
  draft.messages(direction, [...chat.system, ...chat.messages], 'perMessageEvents', place);
  draft.toolDefinitions(chat.toolDefinitions, place);
}

/** Counts of the log record leave out what was cached. */
function proposeLoggedUsage(draft: FacetDraft, { name, attributes }: EventRecord): void {
  const place = from.log(name);
  draft.usageRule({ inputIncludedCache: false });
  draft.tokens('input', attributes.number('input_tokens'), place);
  draft.tokens('output', attributes.number('output_tokens'), place);
  draft.tokens('cacheRead', attributes.number('cache_read_tokens'), place);
  draft.tokens('cacheWrite', attributes.number('cache_creation_tokens'), place);
}

function proposeToolLog(draft: FacetDraft, { name, attributes }: EventRecord): void {
  if (name !== 'tool_result') return;
  const place = from.log(name);
  draft.scalar('toolCallId', attributes.text('tool_use_id'), place, 2);
  for (const key of ['tool_input', 'tool_parameters']) {
    const text = attributes.text(key);
    if (text === null) continue;
    draft.payload('toolArgs', parseStructure(text), 'vendorBlob', place);
    break;
  }
  if (attributes.bool('success') !== false) return;
  draft.scalar('toolIsError', true, place);
  draft.error({ type: attributes.text('error_type'), message: attributes.text('error') }, place);
}

/** The prompt that began a turn and the last answer in it. */
function proposeTurn(draft: FacetDraft, records: readonly EventRecord[]): void {
  const prompt =
    records.find(({ name }) => name === 'user_prompt')?.attributes.text('prompt') ?? null;
  if (prompt !== null) draft.payload('input', prompt, 'vendorBlob', from.log('user_prompt'));
  const answer = records.filter(({ name }) => name === 'assistant_response').at(-1);
  const text = answer?.attributes.text('response') ?? null;
  if (text !== null) draft.payload('output', text, 'vendorBlob', from.log('assistant_response'));
}
