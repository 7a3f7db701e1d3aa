/** Facets with long content cut, for views that show the beginning of many spans. */
import type { JsonValue, MediaPart, Message, MessagePart, RankedDocument } from '../messages';
import type { ModelCall, Payload, Retrieval, SpanFacets, ToolUse } from './span-facets';

/** Media, whose beginning alone is of no use, may be so many times as long as a text. */
const MEDIA_FACTOR = 50;
/** Values of one payload; a list of a million numbers is no shorter than a long text. */
const MAX_VALUES = 2000;
const MAX_DEPTH = 64;
/** Messages, documents, tool definitions and stream chunks of one span. */
const MAX_ITEMS = 500;
const MAX_CHUNKS = 200;

/**
 * Cuts every text to `maxLength` characters, drops media that are much longer, and limits the
 * number of values in JSON and of items in lists.
 */
export function cutFacets(
  facets: SpanFacets,
  maxLength: number,
): { readonly facets: SpanFacets; readonly isCut: boolean } {
  const cutter = new Cutter(maxLength);
  const cut = cutter.facets(facets);
  return cutter.isCut ? { facets: cut, isCut: true } : { facets, isCut: false };
}

class Cutter {
  isCut = false;
  readonly #maxLength: number;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  facets(facets: SpanFacets): SpanFacets {
    const { model, tool, retrieval, embedding, error } = facets;
    return {
      ...facets,
      model: model === null ? null : this.#model(model),
      tool: tool === null ? null : this.#tool(tool),
      retrieval: retrieval === null ? null : this.#retrieval(retrieval),
      embedding:
        embedding === null
          ? null
          : { ...embedding, texts: this.#list(embedding.texts, (text) => this.#text(text)) },
      input: this.#list(facets.input, (payload) => this.#payload(payload)),
      output: this.#list(facets.output, (payload) => this.#payload(payload)),
      metadata: this.#list(facets.metadata, (entry) => this.#entry(entry)),
      error:
        error === null
          ? null
          : {
              ...error,
              message: this.#textOrNull(error.message),
              stack: this.#textOrNull(error.stack),
            },
    };
  }

  #model(model: ModelCall): ModelCall {
    const message = (each: Message): Message => this.#message(each);
    return {
      ...model,
      parameters: this.#list(model.parameters, (entry) => this.#entry(entry)),
      system: this.#list(model.system, message),
      // The end of a conversation is what a call is about.
      input: this.#lastOf(model.input).map(message),
      output: this.#list(model.output, message),
      toolDefinitions: this.#list(model.toolDefinitions, (tool) => ({
        ...tool,
        description: this.#textOrNull(tool.description),
        parameters: this.#value(tool.parameters),
      })),
      chunks: this.#list(
        model.chunks,
        (chunk) => ({ ...chunk, value: this.#value(chunk.value) }),
        MAX_CHUNKS,
      ),
    };
  }

  #tool(tool: ToolUse): ToolUse {
    return {
      ...tool,
      description: this.#textOrNull(tool.description),
      args: tool.args === null ? null : this.#payload(tool.args),
      result: tool.result === null ? null : this.#payload(tool.result),
    };
  }

  #retrieval(retrieval: Retrieval): Retrieval {
    const document = (each: RankedDocument): RankedDocument => this.#document(each);
    return {
      ...retrieval,
      query: this.#textOrNull(retrieval.query),
      documents: this.#list(retrieval.documents, document),
      inputDocuments: this.#list(retrieval.inputDocuments, document),
    };
  }

  #message(message: Message): Message {
    return { ...message, parts: this.#list(message.parts, (part) => this.#part(part)) };
  }

  #part(part: MessagePart): MessagePart {
    switch (part.type) {
      case 'text':
      case 'reasoning':
        return { ...part, text: this.#text(part.text) };
      case 'toolCall':
        return { ...part, args: this.#value(part.args) };
      case 'toolResult':
        return { ...part, result: this.#value(part.result) };
      case 'media':
        return this.#media(part);
      case 'document':
        return { ...this.#document(part), type: 'document' };
      case 'compaction':
        return { ...part, summary: this.#text(part.summary) };
      case 'unknown':
        return { ...part, value: this.#value(part.value) };
    }
  }

  #media(part: MediaPart): MediaPart {
    const most = this.#maxLength * MEDIA_FACTOR;
    const isLong = (text: string | null): boolean => text !== null && text.length > most;
    const transcript = this.#textOrNull(part.transcript);
    if (!isLong(part.base64) && !isLong(part.uri)) return { ...part, transcript };
    this.isCut = true;
    const byteLength =
      part.byteLength ?? (part.base64 === null ? null : Math.floor((part.base64.length * 3) / 4));
    return { ...part, base64: null, uri: null, byteLength, transcript };
  }

  #document(document: RankedDocument): RankedDocument {
    const { content, metadata } = document;
    return { ...document, content: this.#text(content), metadata: this.#value(metadata) };
  }

  #payload(payload: Payload): Payload {
    return { ...payload, value: this.#value(payload.value) };
  }

  #entry<Entry extends { readonly value: JsonValue }>(entry: Entry): Entry {
    return { ...entry, value: this.#value(entry.value) };
  }

  #text(text: string): string {
    if (text.length <= this.#maxLength) return text;
    this.isCut = true;
    return cutText(text, this.#maxLength);
  }

  #textOrNull(text: string | null): string | null {
    return text === null ? null : this.#text(text);
  }

  #list<Item>(
    items: readonly Item[],
    cut: (item: Item) => Item,
    most = MAX_ITEMS,
  ): readonly Item[] {
    if (items.length > most) this.isCut = true;
    return items.slice(0, most).map(cut);
  }

  #lastOf<Item>(items: readonly Item[]): readonly Item[] {
    if (items.length <= MAX_ITEMS) return items;
    this.isCut = true;
    return items.slice(-MAX_ITEMS);
  }

  /** All texts of a value together are as long as one text may be. */
  #value(value: JsonValue): JsonValue {
    const budget = { values: MAX_VALUES, length: this.#maxLength };
    return this.#json(value, budget, 0);
  }

  #json(value: JsonValue, budget: { values: number; length: number }, depth: number): JsonValue {
    budget.values -= 1;
    if (typeof value === 'string') {
      const room = Math.max(0, budget.length);
      budget.length -= value.length;
      if (value.length <= room) return value;
      this.isCut = true;
      return cutText(value, room);
    }
    if (value === null || typeof value !== 'object') return value;
    if (depth >= MAX_DEPTH) {
      this.isCut = true;
      return null;
    }
    const isSpent = (): boolean => budget.values <= 0 || budget.length <= 0;
    if (Array.isArray(value)) {
      const items: JsonValue[] = [];
      for (const item of value as readonly JsonValue[]) {
        if (isSpent()) {
          this.isCut = true;
          break;
        }
        items.push(this.#json(item, budget, depth + 1));
      }
      return items;
    }
    const members: [string, JsonValue][] = [];
    for (const [key, member] of Object.entries(value)) {
      if (isSpent()) {
        this.isCut = true;
        break;
      }
      budget.length -= key.length;
      members.push([key, this.#json(member, budget, depth + 1)]);
    }
    // Keys such as `__proto__` become members like any other.
    return Object.fromEntries(members);
  }
}

/** Not within a surrogate pair. */
function cutText(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
