/** Facets with long content cut, for views that show the beginning of many spans. */
import type { JsonValue, MediaPart, Message, MessagePart, RankedDocument } from '../messages';
import type {
  MetadataEntry,
  ModelCall,
  Payload,
  Provenance,
  Retrieval,
  SpanFacets,
  ToolUse,
} from './span-facets';

/** Media, whose beginning alone is of no use, may be so many times as long as a text. */
const MEDIA_FACTOR = 50;
/** Values of one payload; a list of a million numbers is no shorter than a long text. */
const MAX_VALUES = 2000;
const MAX_DEPTH = 64;
/** Messages, documents, tool definitions and stream chunks of one span. */
const MAX_ITEMS = 500;
const MAX_CHUNKS = 200;
/** Names and ids are never cut below it: half a word says nothing. */
const NAME_LENGTH = 200;

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
    const { agent, model, tool, retrieval, embedding, error, usage, prompt } = facets;
    return {
      ...this.#names(facets),
      conventions: this.#list(facets.conventions, (match) => this.#names(match)),
      agent: agent === null ? null : this.#names(agent),
      model: model === null ? null : this.#model(model),
      tool: tool === null ? null : this.#tool(tool),
      retrieval: retrieval === null ? null : this.#retrieval(retrieval),
      embedding:
        embedding === null
          ? null
          : { ...embedding, texts: this.#list(embedding.texts, (text) => this.#text(text)) },
      input: this.#list(facets.input, (payload) => this.#payload(payload)),
      output: this.#list(facets.output, (payload) => this.#payload(payload)),
      tags: this.#list(facets.tags, (tag) => this.#name(tag)),
      tagValues: this.#list(facets.tagValues, (tag) => this.#names(tag)),
      metadata: this.#entries(facets.metadata),
      error:
        error === null
          ? null
          : {
              ...this.#names(error),
              message: this.#textOrNull(error.message),
              stack: this.#textOrNull(error.stack),
            },
      usage: usage === null ? null : { ...usage, extra: this.#entries(usage.extra) },
      evaluations: this.#list(facets.evaluations, (each) => ({
        ...this.#names(each),
        target: this.#names(each.target),
      })),
      prompt:
        prompt === null
          ? null
          : { ...this.#names(prompt), variables: this.#entries(prompt.variables) },
      declaredEdges: this.#list(facets.declaredEdges, (edge) => this.#names(edge)),
      relations: this.#list(facets.relations, (relation) => this.#names(relation)),
      provenance: this.#provenance(facets.provenance),
      notes: this.#list(facets.notes, (note) => this.#names(note)),
    };
  }

  #model(model: ModelCall): ModelCall {
    const message = (each: Message): Message => this.#message(each);
    return {
      ...this.#names(model),
      parameters: this.#entries(model.parameters),
      system: this.#list(model.system, message),
      // The end of a conversation is what a call is about.
      input: this.#lastOf(model.input).map(message),
      output: this.#list(model.output, message),
      toolDefinitions: this.#list(model.toolDefinitions, (tool) => ({
        ...this.#names(tool),
        description: this.#textOrNull(tool.description),
        parameters: this.#value(tool.parameters),
      })),
      finishReasons: this.#list(model.finishReasons, (reason) => this.#name(reason)),
      chunks: this.#list(
        model.chunks,
        (chunk) => ({ ...chunk, value: this.#value(chunk.value) }),
        MAX_CHUNKS,
      ),
    };
  }

  #tool(tool: ToolUse): ToolUse {
    return {
      ...this.#names(tool),
      description: this.#textOrNull(tool.description),
      args: tool.args === null ? null : this.#payload(tool.args),
      result: tool.result === null ? null : this.#payload(tool.result),
      mcp: tool.mcp === null ? null : this.#names(tool.mcp),
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
    return {
      ...this.#names(message),
      parts: this.#list(message.parts, (part) => this.#part(part)),
    };
  }

  #part(part: MessagePart): MessagePart {
    switch (part.type) {
      case 'text':
      case 'reasoning':
        return { ...part, text: this.#text(part.text) };
      case 'toolCall':
        return {
          ...part,
          id: this.#nameOrNull(part.id),
          name: this.#name(part.name),
          args: this.#value(part.args),
        };
      case 'toolResult':
        return {
          ...part,
          id: this.#nameOrNull(part.id),
          name: this.#nameOrNull(part.name),
          result: this.#value(part.result),
        };
      case 'media':
        return this.#media(part);
      case 'document':
        return { ...this.#document(part), type: 'document' };
      case 'compaction':
        return { ...part, summary: this.#text(part.summary) };
      case 'unknown':
        return { ...part, typeRaw: this.#name(part.typeRaw), value: this.#value(part.value) };
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
    return { ...part, base64: null, uri: null, byteLength, transcript, isLeftOut: true };
  }

  #document(document: RankedDocument): RankedDocument {
    const { content, metadata } = document;
    return { ...document, content: this.#text(content), metadata: this.#value(metadata) };
  }

  #payload(payload: Payload): Payload {
    return { ...payload, from: this.#names(payload.from), value: this.#value(payload.value) };
  }

  #entries(entries: readonly MetadataEntry[]): readonly MetadataEntry[] {
    return this.#list(entries, ({ key, value }) => ({
      key: this.#name(key),
      value: this.#value(value),
    }));
  }

  /** One path a field, but one an entry of metadata. */
  #provenance(provenance: SpanFacets['provenance']): SpanFacets['provenance'] {
    const entries = this.#list(
      Object.entries(provenance),
      ([path, from]): [string, Provenance] => [this.#name(path), this.#names(from)],
      2 * MAX_ITEMS,
    );
    return Object.fromEntries(entries);
  }

  /** Names, ids and words that stand directly in an object. */
  #names<Fields extends object>(fields: Fields): Fields {
    const cut = { ...fields };
    for (const key of Object.keys(fields) as (keyof Fields)[]) {
      const value = fields[key];
      if (typeof value === 'string') cut[key] = this.#name(value) as typeof value;
    }
    return cut;
  }

  #name(name: string): string {
    return name.length <= NAME_LENGTH ? name : this.#text(name);
  }

  #nameOrNull(name: string | null): string | null {
    return name === null ? null : this.#name(name);
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
