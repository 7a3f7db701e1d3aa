/**
 * Content beside the span's attributes: events of the span and log records, one a message (1.28 to
 * 1.36), one with all details (1.37), or one a prompt (until 1.27). Source: reference §2 and §4.
 */
import type { FacetKind } from '../../facets/facet-kind';
import type { Provenance } from '../../facets/span-facets';
import type { JsonValue, Message, MessageRole } from '../../messages';
import type { KeyValue } from '../../otlp/model';
import { createAttributeView } from '../attribute-view';
import type { AttributeView, FacetDraft, SpanSource } from '../convention';
import {
  isObject,
  parsedOnce,
  parseStructure,
  setMember,
  toJson,
  type JsonObject,
} from '../json-value';
import { provenanceOf } from '../provenance';
import { proposeMessages } from '../read/propose-messages';
import { readMessages } from '../read/read-messages';
import { proposeAttributes, proposeEvaluation } from './read-attributes';

const from = provenanceOf('otel-genai');

const DETAILS_RANK = 10;

const detailsNames: ReadonlySet<string> = new Set([
  'gen_ai.client.inference.operation.details',
  'gen_ai.client.operation.details',
]);

const messageNames: ReadonlyMap<string, MessageRole | 'choice'> = new Map<
  string,
  MessageRole | 'choice'
>([
  ['gen_ai.system.message', 'system'],
  ['gen_ai.developer.message', 'developer'],
  ['gen_ai.user.message', 'user'],
  ['gen_ai.assistant.message', 'assistant'],
  ['gen_ai.tool.message', 'tool'],
  // Semantic Kernel's slip of the pen.
  ['gen_ai.tool.developer', 'developer'],
  ['gen_ai.choice', 'choice'],
]);

/** An event of the span or a log record: they say the same in two places. */
interface Entry {
  readonly name: string;
  readonly place: 'event' | 'log';
  readonly attributes: readonly KeyValue[];
  /** Of a log record. */
  readonly body: JsonValue;
}

/** Whether an event or log record of that name is one of the conventions'. */
export function isGenAiEvent(name: string): boolean {
  return name.startsWith('gen_ai.');
}

/** The name of a log record: a field since OTLP 1.5, an attribute before. */
export function eventNameOf(record: {
  eventName: string;
  attributes: readonly KeyValue[];
}): string {
  if (record.eventName !== '') return record.eventName;
  for (const { key, value } of record.attributes) {
    if (key === 'event.name' && value.type === 'string') return value.value;
  }
  return '';
}

/** Proposes what events and log records say. @param kind as told by the span's attributes */
export function proposeEvents(
  { span, logs }: SpanSource,
  draft: FacetDraft,
  kind: FacetKind | null,
): void {
  const entries: Entry[] = [];
  for (const { name, attributes } of span.events) {
    if (isGenAiEvent(name)) entries.push({ name, place: 'event', attributes, body: null });
  }
  for (const record of logs) {
    const name = eventNameOf(record);
    if (!isGenAiEvent(name)) continue;
    entries.push({ name, place: 'log', attributes: record.attributes, body: toJson(record.body) });
  }
  if (entries.length === 0) return;
  const collected = new CollectedMessages(kind);
  for (const entry of entries) {
    const { name, place } = entry;
    const provenance = from[place](name);
    const word = messageNames.get(name);
    if (word !== undefined) collected.add(word, bodyOf(entry), provenance);
    else if (detailsNames.has(name)) proposeDetails(draft, entry, kind);
    else if (name === 'gen_ai.evaluation.result') {
      proposeEvaluation(
        draft,
        { view: viewOf(entry), from: from[place], form: 'semconvDetails', rank: DETAILS_RANK },
        name,
      );
    } else if (name === 'gen_ai.client.operation.exception')
      proposeException(draft, viewOf(entry), provenance);
    else if (name === 'gen_ai.content.prompt') proposeOldContent(draft, 'input', entry, provenance);
    else if (name === 'gen_ai.content.completion')
      proposeOldContent(draft, 'output', entry, provenance);
  }
  collected.propose(draft);
}

/** Attributes of the entry, those in a structured body included. */
function viewOf({ attributes, body, place }: Entry): AttributeView {
  if (place === 'event' || !isObject(body)) return createAttributeView(attributes);
  const more = Object.entries(body).map(([key, value]) => ({
    key: key.startsWith('gen_ai.') || !detailKeys.has(key) ? key : `gen_ai.${key}`,
    value: { type: 'string', value: typeof value === 'string' ? value : JSON.stringify(value) },
  })) satisfies KeyValue[];
  return createAttributeView([...more, ...attributes]);
}

/** Some leave the namespace out in a body. */
const detailKeys: ReadonlySet<string> = new Set([
  'input.messages',
  'output.messages',
  'system_instructions',
  'tool.definitions',
]);

function proposeDetails(draft: FacetDraft, entry: Entry, kind: FacetKind | null): void {
  const place = entry.place;
  proposeAttributes(
    draft,
    {
      view: viewOf(entry),
      from: (key) => ({ key: `${entry.name} ${key}`, convention: from.convention, place }),
      form: 'semconvDetails',
      rank: DETAILS_RANK,
    },
    kind,
  );
}

function proposeException(draft: FacetDraft, view: AttributeView, provenance: Provenance): void {
  draft.error(
    {
      type: view.text('exception.type') ?? view.text('error.type'),
      message: view.text('exception.message'),
      stack: view.text('exception.stacktrace'),
    },
    provenance,
  );
}

/** Until 1.27: one JSON text of all messages. */
function proposeOldContent(
  draft: FacetDraft,
  direction: 'input' | 'output',
  entry: Entry,
  provenance: Provenance,
): void {
  const key = direction === 'input' ? 'gen_ai.prompt' : 'gen_ai.completion';
  const value = viewOf(entry).json(key);
  proposeMessages(draft, direction, value, 'perMessageEvents', provenance);
}

/** What a message event says, as one object: the body, or the attributes in place of one. */
function bodyOf({ attributes, body }: Entry): JsonObject {
  const fields: Record<string, JsonValue> = {};
  for (const { key, value } of attributes) {
    if (key === 'gen_ai.event.content') {
      const content = objectOf(toJson(value));
      for (const name of Object.keys(content)) setMember(fields, name, content[name] ?? null);
    } else if (!ignored.has(key)) setMember(fields, key, parsedField(key, toJson(value)));
  }
  if (body === null) return fields;
  const structured = typeof body === 'string' ? parseStructure(body) : body;
  if (isObject(structured)) return { ...fields, ...structured };
  return { ...fields, content: structured };
}

function objectOf(value: JsonValue): JsonObject {
  const parsed = parsedOnce(value);
  return isObject(parsed) ? parsed : { content: parsed };
}

/** Lists come as JSON text in attributes of events; a text that is JSON by chance does not. */
function parsedField(key: string, value: JsonValue): JsonValue {
  if (key === 'tool_calls' || key === 'message' || key === 'content') {
    const parsed = parsedOnce(value);
    return key === 'tool_calls' || !isObject(parsed) || 'role' in parsed ? parsed : value;
  }
  return value;
}

const ignored: ReadonlySet<string> = new Set([
  'event.name',
  'gen_ai.system',
  'gen_ai.provider.name',
  'gen_ai.operation.name',
]);

class CollectedMessages {
  private readonly input: Message[] = [];
  private readonly output: Message[] = [];
  private inputFrom: Provenance | null = null;
  private outputFrom: Provenance | null = null;
  private toolArgs: JsonValue | undefined;
  private toolResult: JsonValue | undefined;

  constructor(private readonly kind: FacetKind | null) {}

  add(word: MessageRole | 'choice', body: JsonObject, provenance: Provenance): void {
    if (word === 'choice') {
      this.outputFrom ??= provenance;
      if (this.kind === 'tool') this.toolResult = contentOf(body);
      else this.output.push(...readMessages(choiceOf(body), 'assistant'));
      return;
    }
    this.inputFrom ??= provenance;
    if (this.kind === 'tool') this.toolArgs = contentOf(body);
    else this.input.push(...readMessages({ role: word, ...body }, word));
  }

  propose(draft: FacetDraft): void {
    if (this.inputFrom !== null) {
      draft.messages('input', this.input, 'perMessageEvents', this.inputFrom);
      draft.payload('toolArgs', this.toolArgs, 'perMessageEvents', this.inputFrom);
    }
    if (this.outputFrom !== null) {
      draft.messages('output', this.output, 'perMessageEvents', this.outputFrom);
      draft.payload('toolResult', this.toolResult, 'perMessageEvents', this.outputFrom);
    }
  }
}

function contentOf(body: JsonObject): JsonValue | undefined {
  return body['content'] ?? body['message'] ?? undefined;
}

/** A choice whose message is an object is read as such; Strands and others write its content. */
function choiceOf(body: JsonObject): JsonValue {
  const { message, index, finish_reason: finishReason, ...rest } = body;
  const shared = { index: index ?? null, finish_reason: finishReason ?? null };
  if (isObject(message)) return { ...shared, message: { role: 'assistant', ...rest, ...message } };
  if (message === undefined) return { ...shared, message: { role: 'assistant', ...rest } };
  return { ...shared, message: { role: 'assistant', ...rest, content: message } };
}
