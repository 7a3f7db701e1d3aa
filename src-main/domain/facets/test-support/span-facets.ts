import type { Message, MessagePart } from '../../messages';
import { plainFacets } from '../plain-facets';
import type { ModelCall, Payload, SpanFacets, ToolUse } from '../span-facets';

/** Facets that say nothing, but for what a test gives. */
export function facetsOf(told: Partial<SpanFacets>): SpanFacets {
  return { ...plainFacets, ...told };
}

export function modelOf(told: Partial<ModelCall>): ModelCall {
  return {
    requestModel: null,
    responseModel: null,
    provider: null,
    responseId: null,
    parameters: [],
    system: [],
    input: [],
    output: [],
    toolDefinitions: [],
    finishReasons: [],
    isStream: null,
    timeToFirstTokenNs: null,
    serviceTier: null,
    isCompacted: false,
    chunks: [],
    ...told,
  };
}

export function toolOf(told: Partial<ToolUse>): ToolUse {
  return {
    name: 'tool',
    callId: null,
    type: null,
    description: null,
    args: null,
    result: null,
    isError: false,
    mcp: null,
    ...told,
  };
}

export function payloadOf(value: Payload['value'], key = 'input.value'): Payload {
  const from = { key, convention: 'openinference', place: 'attribute' } as const;
  return { value, mime: null, isTruncated: false, isRedacted: false, from };
}

export function message(
  role: Message['role'],
  content: string | readonly MessagePart[],
  more: Partial<Message> = {},
): Message {
  const parts = typeof content === 'string' ? [{ type: 'text', text: content } as const] : content;
  return { role, roleRaw: role, name: null, parts, choiceIndex: null, finishReason: null, ...more };
}

export function toolCall(name: string, args: Payload['value'], id: string | null = null) {
  return { type: 'toolCall', id, name, args, isServerSide: false } as const;
}

export function toolResult(result: Payload['value'], id: string | null = null) {
  return {
    type: 'toolResult',
    id,
    name: null,
    result,
    isError: false,
    isServerSide: false,
  } as const;
}
