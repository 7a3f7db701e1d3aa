/**
 * The second of two readings of a very large OTLP JSON object: cuts it into many small
 * requests, so that a 2 GB pretty-printed dump with a single resource needs no more memory
 * than a line. Each repeats the members of its resource and scope, as the outline has them;
 * a resource or scope that is small enough passes as it is written.
 */
import { PART_BYTES, type ContainerOutline, type Outline } from './json-outline';
import { JsonWalker, type Container, type JsonVisitor, type List, type Taker } from './json-walk';
import type { StoredSignal } from './otlp-levels';

export interface JsonSplitHandlers {
  part(signal: StoredSignal, body: Buffer): void;
  /** Something had to be left out; one sentence. */
  warn(reason: string): void;
}

/** An item larger than this is not held. */
const MAX_ITEM_BYTES = 128 * 1024 * 1024;
const LARGE_ITEM_REASON = 'A single span or log record is larger than 128 MB.';
const unknownContainer: ContainerOutline = { head: '', lists: new Set() };
const COMMA = Buffer.from(',');

export class JsonSplitter implements JsonVisitor {
  readonly #walker = new JsonWalker(this);
  readonly #partBytes: number;
  readonly #outline: Outline;
  readonly #handlers: JsonSplitHandlers;
  /** Containers from the root down, and the list of each that is being walked. */
  readonly #path: ContainerOutline[] = [];
  readonly #lists: List[] = [];
  #items: Buffer[] = [];
  #itemBytes = 0;
  readonly #itemTaker: Taker = {
    maxBytes: MAX_ITEM_BYTES,
    take: (item) => this.#add(item),
  };

  /** `partBytes` is that of the outline. */
  constructor(outline: Outline, handlers: JsonSplitHandlers, partBytes = PART_BYTES) {
    this.#partBytes = partBytes;
    this.#outline = outline;
    this.#handlers = handlers;
  }

  push(chunk: Buffer): void {
    this.#walker.push(chunk);
  }

  /** Hands out what is left; call at the end of the object or where it was torn. */
  end(): void {
    this.#walker.end();
  }

  open(container: Container): void {
    // Items that go before the container stay before it.
    this.#flush();
    this.#path.push(this.#outline.get(container.at) ?? unknownContainer);
  }

  close(): void {
    this.#path.pop();
  }

  member(): null {
    return null;
  }

  openList(list: List): boolean {
    const counts = this.#path[this.#path.length - 1]?.lists.has(list.at) === true;
    if (counts) this.#lists.push(list);
    return counts;
  }

  closeList(): void {
    this.#flush();
    this.#lists.pop();
  }

  item(at: number, isObject: boolean): Taker | 'enter' | null {
    if (!isObject) return null;
    return this.#outline.has(at) ? 'enter' : this.#itemTaker;
  }

  #add(item: Buffer | null): void {
    if (item === null) {
      this.#handlers.warn(LARGE_ITEM_REASON);
      return;
    }
    this.#items.push(item);
    this.#itemBytes += item.length;
    const headLength = this.#path.reduce((sum, { head }) => sum + head.length, 0);
    // The head is repeated on each part: parts grow with it.
    if (this.#itemBytes >= Math.max(this.#partBytes, headLength)) this.#flush();
  }

  #flush(): void {
    const signal = this.#lists[0]?.key.signal;
    if (this.#items.length === 0 || signal === undefined) return;
    const heads = this.#path.map(({ head }, depth) => `{${head}${this.#lists[depth]?.name}:[`);
    const pieces: Buffer[] = [Buffer.from(heads.join(''))];
    for (const item of this.#items) pieces.push(item, COMMA);
    pieces.pop();
    pieces.push(Buffer.from(']}'.repeat(heads.length)));
    this.#items = [];
    this.#itemBytes = 0;
    this.#handlers.part(signal, Buffer.concat(pieces));
  }
}
