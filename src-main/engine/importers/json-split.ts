/**
 * Cuts one very large OTLP JSON object into many small requests while it streams past, so
 * that a 2 GB pretty-printed dump with a single resource needs no more memory than a line.
 * Members of the resource and scope levels are carried along and repeated on every part.
 */
import type { StoredSignal } from './otlp-levels';

interface Level {
  /** Own arrays that lead to the next level, and the signal each tells. */
  readonly into: ReadonlyMap<string, StoredSignal>;
}

function level(...keys: readonly [spans: string[], logs: string[], metrics: string[]]): Level {
  const signals: readonly StoredSignal[] = ['traces', 'logs', 'metrics'];
  return {
    into: new Map(
      signals.flatMap((signal, i) => (keys[i] ?? []).map((key) => [key, signal] as const)),
    ),
  };
}

const request = level(
  ['resourceSpans', 'resource_spans'],
  ['resourceLogs', 'resource_logs'],
  ['resourceMetrics', 'resource_metrics'],
);
const resource = level(
  ['scopeSpans', 'scope_spans'],
  ['scopeLogs', 'scope_logs'],
  ['scopeMetrics', 'scope_metrics'],
);
const scope = level(['spans'], ['logRecords', 'log_records'], ['metrics']);

/** Keys of the three levels a part is wrapped in. */
const wrapping: Readonly<Record<StoredSignal, readonly [string, string, string]>> = {
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
};

/** An object on the way down to the leaves, with the members seen of it so far. */
interface Frame {
  readonly level: Level;
  members: string[];
  /** Set while inside the array that leads down. */
  array: boolean;
  flushed: boolean;
}

export interface JsonSplitHandlers {
  part(signal: StoredSignal, body: Buffer): void;
  /** Something could not be carried along; one sentence. */
  warn(reason: string): void;
}

export const LATE_MEMBER_REASON =
  'The resource or scope comes after its spans in an object of more than 8 MB; those spans are kept without it.';
const MAX_PART_BYTES = 1024 * 1024;
/** A single member or leaf larger than this is not held. */
const MAX_CAPTURE_BYTES = 128 * 1024 * 1024;
const TOO_LARGE_REASON = 'A single value is larger than 128 MB.';

type Mode = 'structure' | 'key' | 'afterKey' | 'capture';

export class JsonSplitter {
  private frames: Frame[] = [];
  private mode: Mode = 'structure';
  /** As written, escapes and all. */
  private key = '';
  private captured: Buffer[] = [];
  private capturedBytes = 0;
  private captureLeaf = false;
  private depth = 0;
  private inString = false;
  private escaped = false;
  private overflow = false;
  private leaves: Buffer[] = [];
  private leafBytes = 0;
  private signal: StoredSignal = 'traces';

  constructor(private readonly handlers: JsonSplitHandlers) {}

  push(chunk: Buffer): void {
    let from = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      if (this.mode === 'capture' || this.mode === 'key') {
        if (this.capture(byte)) continue;
        // A bare number or literal ends at the byte that follows it, which is structure.
        const inclusive = this.closed;
        this.take(chunk.subarray(from, inclusive ? i + 1 : i));
        this.endCapture();
        if (inclusive) continue;
      }
      from = this.structure(byte, i);
    }
    if (this.mode === 'capture' || this.mode === 'key') this.take(chunk.subarray(from));
  }

  /** Hands out what is left; call at the end of the object or where it was torn. */
  end(): void {
    this.flush();
  }

  /** The capture's last byte belonged to it (a closing quote or bracket). */
  private closed = false;

  /** Returns true while the byte belongs to the value being captured and more may follow. */
  private capture(byte: number): boolean {
    if (this.inString) {
      if (this.escaped) this.escaped = false;
      else if (byte === 0x5c) this.escaped = true;
      else if (byte === 0x22) {
        this.inString = false;
        if (this.depth === 0) return this.close();
      }
      return true;
    }
    if (byte === 0x22) {
      this.inString = true;
    } else if (byte === 0x7b || byte === 0x5b) {
      this.depth++;
    } else if (byte === 0x7d || byte === 0x5d) {
      if (this.depth === 0) return this.open();
      this.depth--;
      if (this.depth === 0) return this.close();
    } else if (this.depth === 0 && (byte === 0x2c || byte <= 0x20)) {
      return this.open();
    }
    return true;
  }

  private close(): false {
    this.closed = true;
    return false;
  }

  private open(): false {
    this.closed = false;
    return false;
  }

  /** A byte between values. Returns where a capture that it begins starts. */
  private structure(byte: number, at: number): number {
    if (byte <= 0x20 || byte === 0x2c) return at;
    const frame = this.frames[this.frames.length - 1];
    if (this.mode === 'afterKey') {
      if (byte === 0x3a) return at;
      const signal = frame?.level.into.get(this.key);
      if (byte === 0x5b && frame !== undefined && signal !== undefined) {
        frame.array = true;
        this.signal = signal;
        this.mode = 'structure';
        return at;
      }
      return this.begin('capture', byte, at, false);
    }
    if (frame === undefined) {
      if (byte === 0x7b) this.frames.push(newFrame(request));
      return at;
    }
    if (frame.array) {
      if (byte === 0x5d) {
        frame.array = false;
        return at;
      }
      if (frame.level === scope || byte !== 0x7b) return this.begin('capture', byte, at, true);
      this.frames.push(newFrame(frame.level === request ? resource : scope));
      return at;
    }
    if (byte === 0x7d) {
      this.flush();
      this.frames.pop();
      return at;
    }
    return this.begin('key', byte, at, false);
  }

  private begin(mode: Mode, byte: number, at: number, leaf: boolean): number {
    this.mode = mode;
    this.captureLeaf = leaf;
    this.captured = [];
    this.capturedBytes = 0;
    this.overflow = false;
    this.inString = byte === 0x22;
    this.escaped = false;
    this.depth = byte === 0x7b || byte === 0x5b ? 1 : 0;
    return at;
  }

  private take(bytes: Buffer): void {
    this.capturedBytes += bytes.length;
    if (this.capturedBytes > MAX_CAPTURE_BYTES) {
      this.overflow = true;
      this.captured = [];
    } else {
      this.captured.push(Buffer.from(bytes));
    }
  }

  private endCapture(): void {
    const bytes = Buffer.concat(this.captured);
    this.captured = [];
    const frame = this.frames[this.frames.length - 1];
    if (this.mode === 'key') {
      this.key = bytes.toString('utf8', 1, bytes.length - 1);
      this.mode = 'afterKey';
      return;
    }
    this.mode = 'structure';
    if (frame === undefined) return;
    if (this.overflow) {
      this.handlers.warn(TOO_LARGE_REASON);
    } else if (this.captureLeaf) {
      this.leaves.push(bytes);
      this.leafBytes += bytes.length;
      if (this.leafBytes >= MAX_PART_BYTES) this.flush();
    } else if (frame.level !== request) {
      if (frame.flushed) this.handlers.warn(LATE_MEMBER_REASON);
      frame.members.push(`"${this.key}":${bytes.toString('utf8')}`);
    }
  }

  private flush(): void {
    if (this.leaves.length === 0) return;
    const [, resourceFrame, scopeFrame] = this.frames;
    const [outer, inner, leaf] = wrapping[this.signal];
    const head = `{"${outer}":[{${membersOf(resourceFrame)}"${inner}":[{${membersOf(scopeFrame)}"${leaf}":[`;
    const parts: Buffer[] = [Buffer.from(head)];
    const comma = Buffer.from(',');
    this.leaves.forEach((bytes, index) => {
      if (index > 0) parts.push(comma);
      parts.push(bytes);
    });
    parts.push(Buffer.from(']}]}]}'));
    if (resourceFrame !== undefined) resourceFrame.flushed = true;
    if (scopeFrame !== undefined) scopeFrame.flushed = true;
    this.leaves = [];
    this.leafBytes = 0;
    this.handlers.part(this.signal, Buffer.concat(parts));
  }
}

function newFrame(level: Level): Frame {
  return { level, members: [], array: false, flushed: false };
}

function membersOf(frame: Frame | undefined): string {
  return frame === undefined || frame.members.length === 0 ? '' : `${frame.members.join(',')},`;
}
