/**
 * Walks down one OTLP JSON object as its bytes stream past: into the lists that lead to the
 * spans, log records or metrics, past everything else. Values are bounded by a string-aware
 * bracket count, not parsed. What is held, passed over or entered is the visitor's choice.
 */
import { requestLevel, resourceLevel, type Level, type ListKey } from './otlp-levels';

/** An object on the way down. */
export interface Container {
  /** Offset of its brace in the whole object. */
  readonly at: number;
  readonly level: Level;
}

/** A list that leads down. */
export interface List {
  readonly at: number;
  /** With its quotes, as written. */
  readonly name: string;
  readonly key: ListKey;
}

export interface JsonVisitor {
  open(container: Container): void;
  /** `end` is the offset behind the object, or where it was torn. */
  close(container: Container, end: number, isTorn: boolean): void;
  /** A member that leads nowhere. Returns what takes it, or null to pass over it. */
  member(name: string): Taker | null;
  /** Whether to walk the items of a list; else it is passed over. */
  openList(list: List): boolean;
  closeList(): void;
  /** An item of the list. Returns what takes it, 'enter' to walk it, or null to pass over it. */
  item(at: number, isObject: boolean): Taker | 'enter' | null;
}

/** Takes a value as written; null where it is larger than `maxBytes`. */
export interface Taker {
  readonly maxBytes: number;
  take(value: Buffer | null): void;
}

interface Frame {
  readonly container: Container;
  /** The list that is being walked. */
  list: List | null;
}

/** The root has lists of a request, or of a resource that stands for itself (F7). */
const rootLevel: Level = new Map([...requestLevel, ...resourceLevel]);

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

export class JsonWalker {
  readonly #visitor: JsonVisitor;
  readonly #frames: Frame[] = [];
  #mode: 'structure' | 'afterName' | 'value' = 'structure';
  /** Of the member whose value comes next, with its quotes. */
  #name = '';
  /** Offset of the chunk in the whole object. */
  #base = 0;
  #taker: Taker | null = null;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  readonly #nameTaker: Taker = {
    maxBytes: 1024 * 1024,
    take: (value) => {
      this.#name = value?.toString('utf8') ?? '""';
      this.#mode = 'afterName';
    },
  };

  constructor(visitor: JsonVisitor) {
    this.#visitor = visitor;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#mode === 'value') at = this.#value(chunk, at);
      else at = this.#structure(chunk[at] as number, at);
    }
    this.#base += chunk.length;
  }

  /** Ends the object: what is still open was torn. */
  end(): void {
    for (let frame = this.#frames.pop(); frame !== undefined; frame = this.#frames.pop()) {
      if (frame.list !== null) this.#visitor.closeList();
      this.#visitor.close(frame.container, this.#base, true);
    }
  }

  /** Takes a byte between values; returns where to go on. */
  #structure(byte: number, at: number): number {
    if (byte <= 0x20 || byte === COMMA) return at + 1;
    const frame = this.#frames[this.#frames.length - 1];
    if (frame === undefined) {
      if (byte === OPEN_BRACE && this.#base + at === 0) this.#enter(rootLevel, 0);
      return at + 1;
    }
    if (this.#mode === 'afterName') {
      if (byte === COLON) return at + 1;
      return this.#member(frame, byte, at);
    }
    if (frame.list !== null) return this.#item(frame, frame.list, byte, at);
    if (byte === CLOSE_BRACE) {
      this.#frames.pop();
      this.#visitor.close(frame.container, this.#base + at + 1, false);
      return at + 1;
    }
    if (byte === CLOSE_BRACKET) return at + 1;
    return this.#begin(this.#nameTaker, at);
  }

  #member(frame: Frame, byte: number, at: number): number {
    const key = frame.container.level.get(this.#plainName());
    this.#mode = 'structure';
    if (key === undefined) return this.#begin(this.#visitor.member(this.#name), at);
    const list = { at: this.#base + at, name: this.#name, key };
    if (byte !== OPEN_BRACKET || !this.#visitor.openList(list)) return this.#begin(null, at);
    frame.list = list;
    return at + 1;
  }

  #item(frame: Frame, { key }: List, byte: number, at: number): number {
    if (byte === CLOSE_BRACKET) {
      frame.list = null;
      this.#visitor.closeList();
      return at + 1;
    }
    if (byte === CLOSE_BRACE) return at + 1;
    const choice = this.#visitor.item(this.#base + at, byte === OPEN_BRACE);
    if (choice !== 'enter') return this.#begin(choice, at);
    if (key.items !== null) this.#enter(key.items, this.#base + at);
    return at + 1;
  }

  #enter(level: Level, at: number): void {
    const container = { at, level };
    this.#frames.push({ container, list: null });
    this.#visitor.open(container);
  }

  /** The value begins at the byte that is at hand. */
  #begin(taker: Taker | null, at: number): number {
    this.#mode = 'value';
    this.#taker = taker;
    this.#held = [];
    this.#heldBytes = 0;
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    return at;
  }

  /** Reads on in a value; returns where it ends, or the end of the chunk. */
  #value(chunk: Buffer, from: number): number {
    const end = this.#endOfValue(chunk, from);
    this.#hold(chunk.subarray(from, end < 0 ? chunk.length : end));
    if (end < 0) return chunk.length;
    this.#mode = 'structure';
    const taker = this.#taker;
    if (taker !== null) {
      const isHeld = this.#heldBytes <= taker.maxBytes;
      taker.take(isHeld ? Buffer.concat(this.#held) : null);
    }
    this.#held = [];
    return end;
  }

  #hold(bytes: Buffer): void {
    if (this.#taker === null) return;
    this.#heldBytes += bytes.length;
    if (this.#heldBytes > this.#taker.maxBytes) this.#held = [];
    else this.#held.push(Buffer.from(bytes));
  }

  /** Index behind the value, or -1 where it goes on in the next chunk. */
  #endOfValue(chunk: Buffer, from: number): number {
    let depth = this.#depth;
    let inString = this.#inString;
    let escaped = this.#escaped;
    for (let i = from; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) {
          inString = false;
          if (depth === 0) return i + 1;
        }
      } else if (byte === QUOTE) {
        inString = true;
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        depth++;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        // A number or literal ends where the object around it does.
        if (depth === 0) return i;
        depth--;
        if (depth === 0) return i + 1;
      } else if (depth === 0 && (byte === COMMA || byte <= 0x20)) {
        return i;
      }
    }
    this.#depth = depth;
    this.#inString = inString;
    this.#escaped = escaped;
    return -1;
  }

  #plainName(): string {
    if (!this.#name.includes('\\')) return this.#name.slice(1, -1);
    try {
      return String(JSON.parse(this.#name));
    } catch {
      return '';
    }
  }
}
