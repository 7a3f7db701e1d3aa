/**
 * In what two spans that are one step differ: the parts of a model call, a tool, a search. Told in
 * the order in which a reader should see them: what was given before what came of it.
 */
import { hashMessage } from '../facets/message-hash';
import type { MetadataEntry, ModelCall, Payload, SpanFacets } from '../facets/span-facets';
import type { JsonValue, Message, ToolDefinition } from '../messages';
import { hashValue } from './hash-value';

export const differenceFields = [
  'model',
  'parameters',
  'system',
  'tools',
  'input',
  'arguments',
  'query',
  'output',
  'result',
  'documents',
  'finishReason',
  'error',
] as const;

export type DifferenceField = (typeof differenceFields)[number];

export interface Difference {
  readonly field: DifferenceField;
  /** Texts, JSON values or messages, whichever the field has; null where there is nothing. */
  readonly before: JsonValue;
  readonly after: JsonValue;
}

/** Parameters that are of one run alone. */
const ofOneRun = new Set(['seed', 'stream', 'user', 'service_tier']);

/** @param a and `b`, of model calls, without the messages that earlier calls have seen */
export function compareFacets(a: SpanFacets, b: SpanFacets): Difference[] {
  const found: Difference[] = [];
  const add = (field: DifferenceField, before: JsonValue, after: JsonValue): void => {
    if (hashValue(before) !== hashValue(after)) found.push({ field, before, after });
  };
  if (a.model !== null || b.model !== null) compareCalls(a.model, b.model, add);
  if (a.tool !== null || b.tool !== null) {
    add('arguments', valueOf(a.tool?.args), valueOf(b.tool?.args));
    add('result', valueOf(a.tool?.result), valueOf(b.tool?.result));
  }
  if (a.retrieval !== null || b.retrieval !== null) {
    add('query', a.retrieval?.query ?? null, b.retrieval?.query ?? null);
    add('documents', documentsOf(a), documentsOf(b));
  }
  const hasOwn = a.model === null && a.tool === null && a.retrieval === null;
  if (hasOwn && b.model === null && b.tool === null && b.retrieval === null) {
    add('input', valueOf(a.input[0]), valueOf(b.input[0]));
    add('output', valueOf(a.output[0]), valueOf(b.output[0]));
  }
  add('error', errorOf(a), errorOf(b));
  return found.sort(
    (x, y) => differenceFields.indexOf(x.field) - differenceFields.indexOf(y.field),
  );
}

type Add = (field: DifferenceField, before: JsonValue, after: JsonValue) => void;

function compareCalls(a: ModelCall | null, b: ModelCall | null, add: Add): void {
  add('model', modelOf(a), modelOf(b));
  add('parameters', parametersOf(a), parametersOf(b));
  addMessages('system', systemOf(a), systemOf(b));
  add('tools', toolsOf(a), toolsOf(b));
  addMessages('input', inputOf(a), inputOf(b));
  addMessages('output', a?.output ?? [], b?.output ?? []);
  add('finishReason', a?.finishReasons[0] ?? null, b?.finishReasons[0] ?? null);

  function addMessages(
    field: DifferenceField,
    before: readonly Message[],
    after: readonly Message[],
  ): void {
    const isSame =
      before.length === after.length &&
      before.every((message, at) => {
        const other = after[at];
        return other !== undefined && hashMessage(message) === hashMessage(other);
      });
    if (!isSame) add(field, textsOf(before), textsOf(after));
  }
}

function modelOf(call: ModelCall | null): string | null {
  return call?.requestModel ?? call?.responseModel ?? null;
}

function parametersOf(call: ModelCall | null): JsonValue {
  const entries = (call?.parameters ?? []).filter(({ key }) => !ofOneRun.has(key));
  return Object.fromEntries(entries.map(({ key, value }: MetadataEntry) => [key, value]));
}

const isSystem = ({ role }: Message): boolean => role === 'system' || role === 'developer';

function systemOf(call: ModelCall | null): readonly Message[] {
  return [...(call?.system ?? []), ...(call?.input ?? []).filter(isSystem)];
}

function inputOf(call: ModelCall | null): readonly Message[] {
  return (call?.input ?? []).filter((message) => !isSystem(message));
}

/** By name: in which order tools are offered does not count. */
function toolsOf(call: ModelCall | null): JsonValue {
  const tools = call?.toolDefinitions ?? [];
  return Object.fromEntries(
    tools.map(({ name, ...rest }: ToolDefinition) => [name, rest as unknown as JsonValue]),
  );
}

/** Messages as text, for reading word by word; calls of tools as JSON. */
function textsOf(messages: readonly Message[]): JsonValue {
  return messages.map(({ role, parts }) => ({
    role,
    parts: parts.map((part): JsonValue => {
      if (part.type === 'text' || part.type === 'reasoning') return part.text;
      if (part.type === 'toolCall') return { call: part.name, arguments: part.args };
      if (part.type === 'toolResult') return { result: part.result };
      if (part.type === 'compaction') return part.summary;
      return part.type === 'document' ? part.content : { type: part.type };
    }),
  }));
}

function documentsOf({ retrieval }: SpanFacets): JsonValue {
  return (retrieval?.documents ?? []).map(({ content, score }) => ({ content, score }));
}

function valueOf(payload: Payload | null | undefined): JsonValue {
  return payload?.value ?? null;
}

function errorOf({ error }: SpanFacets): JsonValue {
  return error === null ? null : { type: error.type, message: error.message };
}
