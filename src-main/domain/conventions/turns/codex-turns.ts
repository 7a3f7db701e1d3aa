/**
 * Codex with its traces off: records name their conversation alone, so a turn reaches from one
 * prompt to the next. A call is told by a record of its request and one of its completion.
 */
import type { KeyValue } from '../../otlp/model';
import type { EventRecord } from '../event-records';
import { intAttribute, madeOfLogs, pick, startOf, textAttribute } from './record-span';
import type { TurnRecord, TurnStep } from './turn-record';

export function readCodexRecord(record: EventRecord): TurnRecord | null {
  const { attributes, timeNs } = record;
  const conversation = attributes.text('conversation.id');
  if (conversation === null) return null;
  // The record's own event name is a place in Codex's source.
  const name = attributes.text('event.name') ?? record.name;
  if (startNames.has(name)) return null;
  const began = requestNames.has(name) && !isFailedRequest(record) ? startOf(record) : null;
  return {
    conversation,
    promptId: null,
    isPrompt: name === 'codex.user_prompt',
    timeNs,
    turn: {
      name: 'session_task.turn',
      attributes: [madeOfLogs, ...pick(record, contextKeys)],
    },
    step: stepOf(name, record),
    callBeganNs: began,
  };
}

const contextKeys = ['conversation.id', 'model'];
/** Of the session, when it begins or is taken up again: before the prompt of its next turn. */
const startNames = new Set(['codex.conversation_starts', 'codex.startup_phase']);
const requestNames = new Set(['codex.api_request', 'codex.websocket_request']);
const eventNames = new Set(['codex.sse_event', 'codex.websocket_event']);

function isFailedRequest({ attributes }: EventRecord): boolean {
  if (attributes.bool('success') === false) return true;
  const status = attributes.number('http.response.status_code');
  return status === null ? attributes.has('error.message') : status >= 400;
}

function stepOf(name: string, record: EventRecord): TurnStep | null {
  if (name === 'codex.tool_result') return toolStep(record);
  if (requestNames.has(name)) return isFailedRequest(record) ? failedCall(record) : null;
  if (!eventNames.has(name)) return null;
  const kind = record.attributes.text('event.kind');
  if (kind === 'response.failed') return failedCall(record);
  // It is told twice, once without its tokens.
  const isWhole = record.attributes.has('input_token_count');
  return kind === 'response.completed' && isWhole ? completedCall(record) : null;
}

function completedCall(record: EventRecord): TurnStep {
  const { attributes } = record;
  const counts: KeyValue[] = [];
  for (const [key, told] of [
    ['gen_ai.usage.input_tokens', 'input_token_count'],
    ['gen_ai.usage.output_tokens', 'output_token_count'],
  ] as const) {
    const count = attributes.number(told);
    if (count !== null && Number.isFinite(count)) counts.push(intAttribute(key, count));
  }
  const effort = attributes.text('model_reasoning_effort');
  if (effort !== null) counts.push(textAttribute('codex.request.reasoning_effort', effort));
  return { ...callShape(record, counts), isOpenCall: true, error: null };
}

function failedCall(record: EventRecord): TurnStep {
  const error = record.attributes.text('error.message') ?? '';
  const isEvent = record.attributes.has('event.kind');
  return { ...callShape(record, []), isOpenCall: isEvent, error };
}

function callShape(record: EventRecord, more: readonly KeyValue[]) {
  return {
    name: 'handle_responses',
    key: `call ${record.timeNs}`,
    parentKey: null,
    attributes: [
      madeOfLogs,
      textAttribute('gen_ai.operation.name', 'chat'),
      ...pick(record, [...contextKeys, 'attempt', 'http.response.status_code']),
      ...more,
    ],
    startNs: startOf(record),
    endNs: record.timeNs,
  };
}

function toolStep(record: EventRecord): TurnStep {
  const { attributes } = record;
  const callId = attributes.text('call_id');
  const failed = attributes.bool('success') === false;
  return {
    name: attributes.text('tool_name') ?? 'tool',
    key: `tool ${callId ?? record.timeNs}`,
    parentKey: null,
    attributes: [madeOfLogs, ...pick(record, [...contextKeys, 'tool_name', 'call_id'])],
    startNs: startOf(record),
    endNs: record.timeNs,
    isOpenCall: false,
    error: failed ? '' : null,
  };
}
