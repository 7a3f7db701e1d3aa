/**
 * Finds the boundaries of JSON values in a stream of bytes without parsing them: one
 * string-aware bracket count serves JSON Lines, pretty-printed, concatenated and array
 * files (reference §4, detection 3). Torn and broken records are skipped and scanning goes
 * on at the next line that can begin a value. How the stream is cut into chunks makes no
 * difference.
 */
import { requestLevel } from './otlp-levels';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const NOTHING = Buffer.alloc(0);

export interface JsonValueHandlers {
  /** A complete object; `line` is 1-based, `offset` is that of its first byte. */
  value(bytes: Buffer, line: number, offset: number): void;
  skip(reason: string, line: number, offset: number, bytes: Buffer): void;
  /**
   * The value that begins here has grown past `maxValueBytes`: gets what there is of it,
   * then all further bytes up to its end (`largeEnd`) or its being torn (`largeTorn`).
   * Nothing else is told in the same push.
   */
  largeStart(bytes: Buffer, line: number, offset: number): void;
  largeMore(bytes: Buffer): void;
  largeEnd(): void;
  largeTorn(reason: string): void;
}

export const TORN_REASON = 'The record ends before its object closes.';
const TAIL_REASON = 'The file ends before the last object closes.';
const NOT_JSON_REASON = 'The text is not a JSON object.';
const BRACKET_REASON = 'The brackets of the object do not match.';

const requestKeys = [...requestLevel.keys()];
const REQUEST_START = new RegExp(`^\\{\\s?"(?:${requestKeys.join('|')})"`);
/** As much of a line as tells whether a request begins there. */
const REQUEST_START_BYTES = Math.max(...requestKeys.map((key) => key.length)) + 4;
const MAX_JUNK_BYTES = 4096;

export class JsonValueScanner {
  readonly #handlers: JsonValueHandlers;
  readonly #maxValueBytes: number;
  #pieces: Buffer[] = [];
  #pieceBytes = 0;
  #isLarge = false;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #line = 1;
  /** Offset of the next byte to scan. */
  #offset = 0;
  /** The end of the last chunk, from a line end that cannot be judged without what follows. */
  #carry = NOTHING;
  #valueLine = 1;
  #valueOffset = 0;
  /** Text between values: reported where a line holds no value. */
  #junk: Buffer[] = [];
  #junkBytes = 0;
  #junkOffset = -1;
  #severalLines = false;
  #oneValuePerLine: boolean;

  /** `oneValuePerLine` where the records before this stream are known to stand one a line. */
  constructor(handlers: JsonValueHandlers, maxValueBytes: number, oneValuePerLine = false) {
    this.#handlers = handlers;
    this.#maxValueBytes = maxValueBytes;
    this.#oneValuePerLine = oneValuePerLine;
  }

  /** Every value so far ended on the line it began on, and there was one. */
  get oneValuePerLine(): boolean {
    return this.#oneValuePerLine;
  }

  push(chunk: Buffer): void {
    this.#scan(this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk]), false);
  }

  /** Ends the stream: an open object is a torn tail. */
  end(): void {
    this.#scan(this.#carry, true);
    this.#flushJunk(this.#line);
  }

  #scan(chunk: Buffer, isLast: boolean): void {
    this.#carry = NOTHING;
    // Start in this chunk of the value that is open.
    let from = 0;
    let i = 0;
    const length = chunk.length;
    while (i < length) {
      const byte = chunk[i] as number;
      if (this.#depth === 0) {
        if (byte === OPEN_BRACE) {
          this.#depth = 1;
          this.#valueLine = this.#line;
          this.#valueOffset = this.#offset + i;
          this.#forgetJunk();
          from = i;
        } else if (byte === NEWLINE) {
          this.#flushJunk(this.#line);
          this.#line++;
        } else if (this.#junkOffset >= 0 || !isBetweenValues(byte)) {
          const end = chunk.indexOf(NEWLINE, i);
          const brace = chunk.indexOf(OPEN_BRACE, i);
          const stop = Math.min(end < 0 ? length : end, brace < 0 ? length : brace);
          this.#addJunk(chunk.subarray(i, stop), this.#offset + i);
          i = stop;
          continue;
        }
        i++;
        continue;
      }
      if (this.#inString) {
        if (this.#escaped) {
          this.#escaped = false;
          i++;
          continue;
        }
        i = endOfPlainText(chunk, i);
        const stop = chunk[i];
        if (stop === NEWLINE) {
          // A raw line end inside a string is not JSON: the record was torn.
          this.#tearOff(chunk.subarray(from, i), TORN_REASON);
          continue;
        }
        if (stop === BACKSLASH) this.#escaped = true;
        else if (stop === QUOTE) this.#inString = false;
        i++;
        continue;
      }
      switch (byte) {
        case QUOTE:
          this.#inString = true;
          break;
        case OPEN_BRACE:
        case OPEN_BRACKET:
          this.#depth++;
          break;
        case CLOSE_BRACE:
        case CLOSE_BRACKET:
          this.#depth--;
          if (this.#depth === 0) {
            const bytes = chunk.subarray(from, i + 1);
            if (byte === CLOSE_BRACE) this.#finish(bytes);
            else this.#tearOff(bytes, BRACKET_REASON);
          }
          break;
        case NEWLINE: {
          const begins = this.#beginsValue(chunk, i + 1, isLast);
          if (begins === 'unknown') {
            this.#carry = Buffer.from(chunk.subarray(i));
            this.#keep(chunk.subarray(from, i));
            this.#offset += i;
            return;
          }
          if (begins) {
            this.#tearOff(chunk.subarray(from, i), TORN_REASON);
            continue;
          }
          this.#line++;
          break;
        }
        default:
      }
      i++;
    }
    if (this.#depth > 0) {
      if (isLast) this.#tearOff(chunk.subarray(from), TAIL_REASON);
      else this.#keep(chunk.subarray(from));
    }
    this.#offset += length;
  }

  /**
   * Whether the line from `at` on can only be a new record, though the last one is open:
   * it begins as an export request does, or records have stood one a line so far.
   */
  #beginsValue(chunk: Buffer, at: number, isLast: boolean): boolean | 'unknown' {
    if (at >= chunk.length) return isLast ? false : 'unknown';
    if (chunk[at] !== OPEN_BRACE) return false;
    if (this.#oneValuePerLine) return true;
    const end = at + REQUEST_START_BYTES;
    if (end > chunk.length && !isLast) return 'unknown';
    return REQUEST_START.test(chunk.toString('latin1', at, end));
  }

  #finish(tail: Buffer): void {
    if (this.#line !== this.#valueLine) this.#severalLines = true;
    this.#oneValuePerLine = !this.#severalLines;
    if (this.#isLarge) {
      this.#handlers.largeMore(tail);
      this.#handlers.largeEnd();
    } else {
      const bytes = this.#pieces.length === 0 ? tail : Buffer.concat([...this.#pieces, tail]);
      this.#handlers.value(bytes, this.#valueLine, this.#valueOffset);
    }
    this.#reset();
  }

  #keep(piece: Buffer): void {
    if (this.#isLarge) {
      this.#handlers.largeMore(piece);
      return;
    }
    this.#pieces.push(piece);
    this.#pieceBytes += piece.length;
    if (this.#pieceBytes > this.#maxValueBytes) {
      this.#isLarge = true;
      this.#handlers.largeStart(Buffer.concat(this.#pieces), this.#valueLine, this.#valueOffset);
      this.#pieces = [];
    }
  }

  #tearOff(tail: Buffer, reason: string): void {
    if (this.#isLarge) {
      this.#handlers.largeMore(tail);
      this.#handlers.largeTorn(reason);
    } else {
      const bytes = Buffer.concat([...this.#pieces, tail]);
      this.#handlers.skip(reason, this.#valueLine, this.#valueOffset, bytes);
    }
    this.#reset();
  }

  #reset(): void {
    this.#pieces = [];
    this.#pieceBytes = 0;
    this.#isLarge = false;
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
  }

  #addJunk(bytes: Buffer, offset: number): void {
    if (this.#junkOffset < 0) this.#junkOffset = offset;
    const part = bytes.subarray(0, MAX_JUNK_BYTES - this.#junkBytes);
    if (part.length > 0) this.#junk.push(Buffer.from(part));
    this.#junkBytes += part.length;
  }

  #flushJunk(line: number): void {
    if (this.#junkOffset >= 0) {
      this.#handlers.skip(NOT_JSON_REASON, line, this.#junkOffset, Buffer.concat(this.#junk));
    }
    this.#forgetJunk();
  }

  #forgetJunk(): void {
    this.#junk = [];
    this.#junkBytes = 0;
    this.#junkOffset = -1;
  }
}

/** Index of the next byte that means something in a string, or the end. */
function endOfPlainText(chunk: Buffer, from: number): number {
  const { length } = chunk;
  let i = from;
  for (; i < length; i++) {
    const byte = chunk[i];
    if (byte === QUOTE || byte === BACKSLASH || byte === NEWLINE) break;
  }
  return i;
}

/** White space, and what stands around the elements of a list. */
function isBetweenValues(byte: number): boolean {
  return byte <= 0x20 || byte === COMMA || byte === OPEN_BRACKET || byte === CLOSE_BRACKET;
}
