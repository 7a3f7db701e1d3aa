/**
 * Codex: hundreds of spans of its own plumbing, few of which mean something to who uses it, and
 * log records that hold all content. Numbers are often text.
 * Source: conventions reference §6 (Codex CLI), §8.3 rule 7.
 */
import type { FacetKind } from '../facets/facet-kind';
import type { Convention, FacetDraft, SpanSource } from './convention';
import { fromMilliseconds } from './durations';
import { logRecords, spanEvents, type EventRecord } from './event-records';
import { proposeTokens, sessionRank, type TokenRow } from './field-table';
import { provenanceOf } from './provenance';
import { isMadeOfLogs, noteMadeOfLogs } from './turns/record-span';

const from = provenanceOf('codex');

const services = new Set(['codex_exec', 'codex_cli_rs', 'codex-cli', 'codex-app-server']);

export const codex: Convention = {
  id: 'codex',

  detect({ scope, attributes, resourceAttributes }) {
    const version = resourceAttributes.text('service.version');
    if (/^codex[_-]/.test(scope.name)) return { version, evidence: `scope ${scope.name}` };
    if (attributes.hasPrefix('codex.')) return { version, evidence: 'attributes codex.*' };
    const service = resourceAttributes.text('service.name') ?? '';
    const target = attributes.text('target') ?? '';
    return services.has(service) && target.startsWith('codex_')
      ? { version, evidence: `service.name ${service}` }
      : null;
  },

  propose(source, draft) {
    const kind = proposeKind(source, draft);
    noteMadeOfLogs(source, draft, 'Codex');
    proposeSession(source, draft);
    if (kind === 'agent') proposeTurn(source, draft);
    if (kind === 'llm') proposeCall(source, draft);
    if (kind === 'tool') proposeTool(source, draft);
    proposeRecords(source, draft, kind);
  },
};

/** A turn, a model's answer with its usage, and a tool call; the rest is plumbing. */
function kindOf(source: SpanSource): FacetKind | null {
  const { span, attributes } = source;
  const isMade = isMadeOfLogs(source);
  if (span.name === 'session_task.turn') return 'agent';
  const isAnswer = isMade || attributes.has('gen_ai.usage.input_tokens');
  if (span.name === 'handle_responses' && isAnswer) return 'llm';
  const isCall = attributes.has('tool_name') && attributes.has('call_id');
  return isCall && (isMade || attributes.has('codex.tool.phase')) ? 'tool' : null;
}

function proposeKind(source: SpanSource, draft: FacetDraft): FacetKind | null {
  const kind = kindOf(source);
  const { name } = source.span;
  // All else is plumbing, whatever its name sounds like.
  draft.kind(kind ?? 'span', name, 'spanName', from.name(name));
  return kind;
}

/**
 * One key twice on a span: `thread.id` is the operating system's thread as a number, then the
 * conversation as text (§6).
 */
function proposeSession({ attributes }: SpanSource, draft: FacetDraft): void {
  const key = 'conversation.id';
  draft.scalar('sessionId', attributes.text(key), from.attribute(key), sessionRank.vendor);
  for (const value of attributes.all('thread.id')) {
    if (value.type !== 'string' || /^\d+$/.test(value.value)) continue;
    draft.scalar('sessionId', value.value, from.attribute('thread.id'), sessionRank.vendor + 1);
  }
}

const turnTokens: readonly TokenRow[] = [
  ['input', 'codex.turn.token_usage.input_tokens'],
  ['output', 'codex.turn.token_usage.output_tokens'],
  ['total', 'codex.turn.token_usage.total_tokens'],
  ['cacheRead', 'codex.turn.token_usage.cached_input_tokens'],
  ['cacheWrite', 'codex.turn.token_usage.cache_write_input_tokens'],
  ['reasoning', 'codex.turn.token_usage.reasoning_output_tokens'],
];

function proposeTurn(source: SpanSource, draft: FacetDraft): void {
  const { attributes } = source;
  draft.scalar('agentName', 'Codex', from.derived('the product'), 2);
  draft.scalar('requestModel', attributes.text('model'), from.attribute('model'), 1);
  draft.usageRule({ scope: 'aggregate' });
  proposeTokens(source, draft, from, turnTokens);
  const effort = 'codex.turn.reasoning_effort';
  draft.parameter('reasoning_effort', attributes.json(effort), from.attribute(effort));
}

const callTokens: readonly TokenRow[] = [
  ['reasoning', 'codex.usage.reasoning_output_tokens'],
  ['total', 'codex.usage.total_tokens'],
];

function proposeCall(source: SpanSource, draft: FacetDraft): void {
  proposeTokens(source, draft, from, callTokens);
  const { attributes } = source;
  const effort = 'codex.request.reasoning_effort';
  draft.parameter('reasoning_effort', attributes.json(effort), from.attribute(effort));
  draft.scalar('isStream', true, from.name(source.span.name), 1);
}

function proposeTool({ attributes }: SpanSource, draft: FacetDraft): void {
  draft.scalar('toolName', attributes.text('tool_name'), from.attribute('tool_name'), 1);
  draft.scalar('toolCallId', attributes.text('call_id'), from.attribute('call_id'), 1);
  if (attributes.bool('aborted') === true) {
    draft.scalar('toolIsError', true, from.attribute('aborted'));
  }
}

/** Events of spans hold no content, log records of the same names do. */
function proposeRecords(source: SpanSource, draft: FacetDraft, kind: FacetKind | null): void {
  for (const record of [...logRecords(source), ...spanEvents(source)]) {
    const name = record.attributes.text('event.name') ?? record.name;
    const place = record.place === 'log' ? from.log(name) : from.event(name);
    if (name === 'codex.user_prompt') {
      draft.payload('input', record.attributes.json('prompt'), 'vendorBlob', place);
    }
    if (kind === 'tool' && name === 'codex.tool_result') proposeResult(draft, record, place);
    if (kind === 'llm' && name === 'codex.sse_event') proposeCompleted(draft, record, place);
  }
}

type Place = ReturnType<typeof from.log>;

function proposeResult(draft: FacetDraft, { attributes }: EventRecord, place: Place): void {
  draft.payload('toolArgs', attributes.json('arguments'), 'vendorBlob', place);
  draft.payload('toolResult', attributes.json('output'), 'vendorBlob', place);
  const server = attributes.text('mcp_server');
  if (server !== null) draft.mcp({ method: 'tools/call', server, sessionId: null }, place);
  if (attributes.bool('success') === false) draft.scalar('toolIsError', true, place);
  if (attributes.bool('output_truncated') !== true) return;
  draft.note({
    code: 'contentTruncated',
    field: 'tool.result',
    message: 'Codex cut the output of this tool.',
  });
}

/** `response.completed` is logged twice, once without tokens; the span has the counts too. */
function proposeCompleted(draft: FacetDraft, { attributes }: EventRecord, place: Place): void {
  draft.scalar('requestModel', attributes.text('model'), place, 1);
  if (attributes.text('event.kind') !== 'response.completed') return;
  if (!attributes.has('input_token_count')) return;
  draft.tokens('input', attributes.number('input_token_count'), place, 1);
  draft.tokens('output', attributes.number('output_token_count'), place, 1);
  draft.tokens('cacheRead', attributes.number('cached_token_count'), place, 1);
  draft.tokens('reasoning', attributes.number('reasoning_token_count'), place, 1);
  // What it calls tokens of tools is the total (§6).
  draft.tokens('total', attributes.number('tool_token_count'), place, 1);
  const firstToken = fromMilliseconds(attributes.number('ttft_ms'));
  draft.scalar('timeToFirstTokenNs', firstToken, place, 1);
}
