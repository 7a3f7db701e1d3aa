/**
 * Finds the boundaries of JSON values in a stream of bytes without parsing them: one
 * string-aware bracket count serves JSON Lines, pretty-printed, concatenated and array
 * files (reference §4, detection 3). Torn and broken records are skipped and scanning goes
 * on at the next line that can begin a value.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

export interface JsonValueHandlers {
  /** A complete object; `line` is 1-based, `offset` is that of its first byte. */
  value(bytes: Buffer, line: number, offset: number): void;
  skip(reason: string, line: number, offset: number, bytes: Buffer): void;
  /**
   * The value that begins here has grown past `maxValueBytes`: gets what there is of it,
   * then all further bytes up to its end (`largeEnd`) or its being torn (`largeTorn`).
   */
  largeStart(bytes: Buffer, line: number, offset: number): void;
  largeMore(bytes: Buffer): void;
  largeEnd(): void;
  largeTorn(reason: string): void;
}

export const TORN_REASON = 'The record ends before its object closes.';
const TAIL_REASON = 'The file ends before the last object closes.';
const NOT_JSON_REASON = 'The text is not a JSON object.';
const REQUEST_START = /^\{\s?"resource_?(?:[Ss]pans|[Ll]ogs|[Mm]etrics)"/;
const BRACKET_REASON = 'The brackets of the object do not match.';

export class JsonValueScanner {
  private pieces: Buffer[] = [];
  private pieceBytes = 0;
  private large = false;
  private depth = 0;
  private inString = false;
  private escaped = false;
  private line = 1;
  /** Offset of the next byte to scan. */
  private offset = 0;
  private valueLine = 1;
  private valueOffset = 0;
  /** Text between values: reported where a line holds no value. */
  private junk: Buffer[] = [];
  private junkOffset = -1;
  /** Every value so far ended on the line it began on, and there was one. */
  private oneValuePerLine = false;
  private severalLines = false;

  constructor(
    private readonly handlers: JsonValueHandlers,
    private readonly maxValueBytes: number,
  ) {}

  push(chunk: Buffer): void {
    // Start in this chunk of the value (depth > 0) or of the junk being read.
    let from = 0;
    let i = 0;
    const length = chunk.length;
    while (i < length) {
      const byte = chunk[i] as number;
      if (this.depth === 0) {
        if (byte === OPEN_BRACE) {
          this.depth = 1;
          this.valueLine = this.line;
          this.valueOffset = this.offset + i;
          this.junk = [];
          this.junkOffset = -1;
          from = i;
        } else if (byte === NEWLINE) {
          this.flushJunk(this.line);
          this.line++;
        } else if (
          byte > 0x20 &&
          byte !== 0x2c &&
          byte !== OPEN_BRACKET &&
          byte !== CLOSE_BRACKET
        ) {
          if (this.junkOffset < 0) this.junkOffset = this.offset + i;
          const end = chunk.indexOf(NEWLINE, i);
          const brace = chunk.indexOf(OPEN_BRACE, i);
          const stop = Math.min(end < 0 ? length : end, brace < 0 ? length : brace);
          if (this.junk.length < 64) this.junk.push(Buffer.from(chunk.subarray(i, stop)));
          i = stop;
          continue;
        }
        i++;
        continue;
      }
      if (this.inString) {
        if (this.escaped) {
          this.escaped = false;
        } else if (byte === BACKSLASH) {
          this.escaped = true;
        } else if (byte === QUOTE) {
          this.inString = false;
        } else if (byte === NEWLINE) {
          // A raw line end inside a string is not JSON: the record was torn.
          this.tear(chunk, from, i, TORN_REASON);
          continue;
        }
        i++;
        continue;
      }
      switch (byte) {
        case QUOTE:
          this.inString = true;
          break;
        case OPEN_BRACE:
        case OPEN_BRACKET:
          this.depth++;
          break;
        case CLOSE_BRACE:
        case CLOSE_BRACKET:
          this.depth--;
          if (this.depth === 0) {
            if (byte !== CLOSE_BRACE) {
              this.tear(chunk, from, i + 1, BRACKET_REASON);
            } else {
              this.finish(chunk.subarray(from, i + 1));
            }
          }
          break;
        case NEWLINE:
          if (this.beginsValue(chunk, i + 1)) {
            this.tear(chunk, from, i, TORN_REASON);
            continue;
          }
          this.line++;
          break;
        default:
      }
      i++;
    }
    if (this.depth > 0) this.keep(chunk.subarray(from));
    this.offset += length;
  }

  /** Ends the stream: an open object is a torn tail. */
  end(): void {
    if (this.depth > 0) this.tearOff(Buffer.alloc(0), TAIL_REASON);
    this.flushJunk(this.line);
  }

  /**
   * Whether the line from `at` on can only be a new record, though the last one is open:
   * it begins as an export request does, or records have stood one a line so far.
   */
  private beginsValue(chunk: Buffer, at: number): boolean {
    if (chunk[at] !== OPEN_BRACE) return false;
    if (this.oneValuePerLine) return true;
    const start = chunk.toString('latin1', at, at + 18);
    return REQUEST_START.test(start);
  }

  private finish(tail: Buffer): void {
    if (this.line !== this.valueLine) this.severalLines = true;
    this.oneValuePerLine = !this.severalLines;
    if (this.large) {
      this.handlers.largeMore(tail);
      this.handlers.largeEnd();
    } else {
      const bytes = this.pieces.length === 0 ? tail : Buffer.concat([...this.pieces, tail]);
      this.handlers.value(bytes, this.valueLine, this.valueOffset);
    }
    this.reset();
  }

  private keep(piece: Buffer): void {
    if (this.large) {
      this.handlers.largeMore(piece);
      return;
    }
    this.pieces.push(piece);
    this.pieceBytes += piece.length;
    if (this.pieceBytes > this.maxValueBytes) {
      this.large = true;
      this.handlers.largeStart(Buffer.concat(this.pieces), this.valueLine, this.valueOffset);
      this.pieces = [];
    }
  }

  private tear(chunk: Buffer, from: number, to: number, reason: string): void {
    this.tearOff(chunk.subarray(from, to), reason);
  }

  private tearOff(tail: Buffer, reason: string): void {
    if (this.large) {
      this.handlers.largeMore(tail);
      this.handlers.largeTorn(reason);
    } else {
      this.handlers.skip(
        reason,
        this.valueLine,
        this.valueOffset,
        Buffer.concat([...this.pieces, tail]),
      );
    }
    this.reset();
  }

  private reset(): void {
    this.pieces = [];
    this.pieceBytes = 0;
    this.large = false;
    this.depth = 0;
    this.inString = false;
    this.escaped = false;
  }

  private flushJunk(line: number): void {
    if (this.junkOffset >= 0) {
      this.handlers.skip(NOT_JSON_REASON, line, this.junkOffset, Buffer.concat(this.junk));
    }
    this.junk = [];
    this.junkOffset = -1;
  }
}
