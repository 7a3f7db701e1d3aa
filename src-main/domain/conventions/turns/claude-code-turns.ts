/** Claude Code with its traces off, which is its default: each record names its prompt. */
import type { EventRecord } from '../event-records';
import { madeOfLogs, pick, startOf, textAttribute } from './record-span';
import type { TurnRecord, TurnStep } from './turn-record';

export function readClaudeCodeRecord(record: EventRecord): TurnRecord | null {
  const { attributes, timeNs } = record;
  const conversation = attributes.text('session.id');
  const promptId = attributes.text('prompt.id');
  if (conversation === null || promptId === null) return null;
  const name = record.name.replace(/^claude_code\./, '');
  return {
    conversation,
    promptId,
    isPrompt: name === 'user_prompt',
    timeNs,
    turn: {
      name: 'claude_code.interaction',
      attributes: [
        madeOfLogs,
        textAttribute('span.type', 'interaction'),
        ...pick(record, contextKeys),
      ],
    },
    step: stepOf(name, record),
    callBeganNs: null,
  };
}

const contextKeys = ['session.id', 'user.id', 'prompt.id'];
const requestKeys = [
  'request_id',
  'query_source',
  'agent_id',
  'parent_agent_id',
  'effort',
  'speed',
  'attempt',
  'ttft_ms',
  'status_code',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_creation_tokens',
];
const toolKeys = ['tool_name', 'tool_use_id', 'agent_id', 'parent_agent_id'];

function stepOf(name: string, record: EventRecord): TurnStep | null {
  switch (name) {
    case 'api_request':
      return requestStep(record, null);
    case 'api_error':
      return requestStep(record, record.attributes.text('error') ?? '');
    case 'tool_result':
      return toolStep(record);
    case 'subagent_completed':
      return agentStep(record);
    default:
      return null;
  }
}

/** Where it stands in the session, for records without an id. */
function ordinal({ attributes, timeNs }: EventRecord): string {
  return attributes.text('event.sequence') ?? String(timeNs);
}

function requestStep(record: EventRecord, error: string | null): TurnStep {
  const { attributes } = record;
  const requestId = error === null ? attributes.text('request_id') : null;
  const shape = common(record, 'llm_request', requestKeys);
  const model = attributes.text('model');
  // What answered; of a request that failed, what was asked.
  const modelKey = error === null ? 'gen_ai.response.model' : 'model';
  return {
    ...shape,
    attributes: [...shape.attributes, ...(model === null ? [] : [textAttribute(modelKey, model)])],
    // Attempts that failed may all have one id, or none.
    key: `request ${requestId ?? ordinal(record)}`,
    error,
  };
}

function toolStep(record: EventRecord): TurnStep {
  const { attributes } = record;
  const failed = attributes.bool('success') === false;
  return {
    ...common(record, 'tool', toolKeys),
    key: `tool ${attributes.text('tool_use_id') ?? ordinal(record)}`,
    error: failed ? (attributes.text('error') ?? '') : null,
  };
}

/** A sub-agent's run, told when it has ended: what it did names it by its id. */
function agentStep(record: EventRecord): TurnStep | null {
  const id = record.attributes.text('agent_id');
  if (id === null) return null;
  const type = record.attributes.text('agent_type');
  const parent = record.attributes.text('parent_agent_id');
  const shape = common(record, 'interaction', ['agent_id', 'parent_agent_id']);
  const named = type === null ? [] : [textAttribute('gen_ai.agent.name', type)];
  return {
    ...shape,
    attributes: [...shape.attributes, ...named],
    key: agentKey(id),
    parentKey: parent === null || parent === id ? null : agentKey(parent),
    error: null,
  };
}

function agentKey(agentId: string): string {
  return `agent ${agentId}`;
}

function common(record: EventRecord, type: string, keys: readonly string[]) {
  const agentId = record.attributes.text('agent_id');
  return {
    name: `claude_code.${type}`,
    attributes: [
      madeOfLogs,
      textAttribute('span.type', type),
      ...pick(record, contextKeys),
      ...pick(record, keys),
    ],
    parentKey: agentId === null ? null : agentKey(agentId),
    startNs: startOf(record),
    endNs: record.timeNs,
    isOpenCall: false,
  };
}
