/** JSON bytes in, export requests with their places out; anything else is a skip. */
import type { ByteSource } from './byte-source';
import { JsonOutline, type Outline } from './json-outline';
import { JsonSplitter } from './json-split';
import { JsonValueScanner } from './json-values';
import { ownKeys, otherFormatOf, signalsOf } from './json-signal';
import type { ImportRecord } from './import-record';
import type { LookAhead } from './look-ahead';
import {
  isMlflowJson,
  MAX_MLFLOW_BYTES,
  MLFLOW_TOO_LARGE_REASON,
  readMlflowJson,
} from './mlflow-json';
import { requestLevel } from './otlp-levels';
import type { Skip } from './skips';

/** Values up to this size are handed on whole; larger ones are cut up as they stream past. */
const WHOLE_BYTES = 8 * 1024 * 1024;
/** So many foreign objects before the first OTLP one, and the file is taken for what it is. */
const HOPELESS_OBJECTS = 1000;
/** More than the scanner keeps of a chunk to judge a line end. */
const MAX_LOOK_BACK_BYTES = 64;

export interface JsonRecordsOptions {
  readonly onRecord: (record: ImportRecord) => void;
  readonly onSkip: (skip: Skip) => void;
  /** Over the same bytes. */
  readonly lookAhead: LookAhead;
  readonly signal: AbortSignal;
}

export class JsonRecords {
  readonly #options: JsonRecordsOptions;
  readonly #scanner: JsonValueScanner;
  #otherFormat: string | null = null;
  #foundOtlp = false;
  #foundMlflow = false;
  #foreign = 0;
  /** The value that has just grown too large to be handed on whole. */
  #grown: Buffer | null = null;
  #splitter: JsonSplitter | null = null;
  /** What there is of a large value of MLflow, which is read as a whole. */
  #mlflow: LargeMlflow | null = null;
  #largeLine = 1;
  #largeOffset = 0;
  #largeParts = 0;

  constructor(options: JsonRecordsOptions) {
    this.#options = options;
    this.#scanner = new JsonValueScanner(
      {
        value: (bytes, line, offset) => this.#value(bytes, line, offset),
        skip: (reason, line, offset, text) => options.onSkip({ reason, line, offset, text }),
        largeStart: (bytes, line, offset) => {
          this.#grown = bytes;
          this.#largeLine = line;
          this.#largeOffset = offset;
        },
        largeMore: (bytes) => this.#largeMore(bytes),
        largeEnd: () => this.#largeEnd(),
        largeTorn: (reason) => {
          this.#mlflow = null;
          this.#largeEnd();
          options.onSkip({ reason, line: this.#largeLine, offset: this.#largeOffset });
        },
      },
      WHOLE_BYTES,
    );
  }

  /** What was found; null where nothing was. */
  get format(): string | null {
    if (!this.#foundMlflow) return this.#foundOtlp ? 'OTLP JSON' : null;
    return this.#foundOtlp ? 'OTLP and MLflow JSON' : 'MLflow JSON';
  }

  /** What the first object that is neither OTLP nor MLflow's seems to be, where none was. */
  get otherFormat(): string | null {
    return this.format === null ? this.#otherFormat : null;
  }

  /** True once reading on would only find more of what is no OTLP. */
  get isHopeless(): boolean {
    return this.format === null && this.#foreign >= HOPELESS_OBJECTS;
  }

  async push(chunk: Buffer): Promise<void> {
    this.#scanner.push(chunk);
    if (this.#grown === null) return;
    const bytes = this.#grown;
    this.#grown = null;
    if (isMlflowJson(ownKeys(bytes), bytes)) this.#mlflow = { pieces: [bytes], size: bytes.length };
    else this.#largeStart(bytes, await this.#outline());
  }

  end(): void {
    this.#scanner.end();
  }

  #value(bytes: Buffer, line: number, offset: number): void {
    // The first own key tells nearly always; only then are all of them read.
    let signals = signalsOf(ownKeys(bytes, 1));
    if (signals.length === 0 || mentionsOtherSignal(bytes)) signals = signalsOf(ownKeys(bytes));
    if (signals.length === 0) {
      if (isMlflowJson(ownKeys(bytes), bytes)) this.#mlflowObject(bytes, line, offset);
      else this.#foreignObject(bytes, line, offset);
      return;
    }
    this.#foundOtlp = true;
    for (const signal of signals) {
      this.#options.onRecord({ signal, encoding: 'json', body: bytes, line, offset });
    }
  }

  #mlflowObject(bytes: Buffer, line: number, offset: number): void {
    this.#foundMlflow = true;
    const { records, skips } = readMlflowJson(bytes, { line, offset }, Date.now());
    for (const record of records) this.#options.onRecord(record);
    for (const skip of skips) this.#options.onSkip(skip);
  }

  #foreignObject(bytes: Buffer, line: number, offset: number): void {
    const keys = ownKeys(bytes);
    const format = otherFormatOf(keys);
    this.#foreign++;
    this.#otherFormat ??= format ?? 'JSON of another kind';
    const reason =
      format === null
        ? 'The object has the members neither of OTLP (resourceSpans, resourceLogs, resourceMetrics) nor of MLflow (info and data, trace_info, spans).'
        : `The object is ${format}, neither OTLP nor MLflow JSON.`;
    this.#options.onSkip({ reason, line, offset, text: bytes });
  }

  /** Reads the value that has just grown too large once to its end, ahead of handing it on. */
  async #outline(): Promise<Outline> {
    const source = await this.#options.lookAhead.at(this.#largeOffset);
    const { oneValuePerLine } = this.#scanner;
    return outlineOf(source, oneValuePerLine, this.#options.signal, (reason) => this.#warn(reason));
  }

  #largeStart(bytes: Buffer, outline: Outline): void {
    this.#largeParts = 0;
    if ((outline.get(0)?.lists.size ?? 0) > 0) this.#foundOtlp = true;
    this.#splitter = new JsonSplitter(outline, {
      part: (signal, body) => {
        this.#largeParts++;
        const place = { line: this.#largeLine, offset: this.#largeOffset };
        this.#options.onRecord({ signal, encoding: 'json', body, ...place });
      },
      warn: (reason) => this.#warn(reason),
    });
    this.#splitter.push(bytes);
  }

  #largeMore(bytes: Buffer): void {
    const mlflow = this.#mlflow;
    if (mlflow === null) {
      this.#splitter?.push(bytes);
      return;
    }
    mlflow.size += bytes.length;
    if (mlflow.size <= MAX_MLFLOW_BYTES) mlflow.pieces.push(bytes);
    else mlflow.pieces.length = 0;
  }

  #largeEnd(): void {
    if (this.#mlflow !== null) {
      const { pieces, size } = this.#mlflow;
      this.#mlflow = null;
      this.#foundMlflow = true;
      if (size > MAX_MLFLOW_BYTES) this.#warn(MLFLOW_TOO_LARGE_REASON);
      else this.#mlflowObject(Buffer.concat(pieces), this.#largeLine, this.#largeOffset);
      return;
    }
    this.#splitter?.end();
    this.#splitter = null;
    if (this.#largeParts > 0) return;
    this.#foreign++;
    this.#otherFormat ??= 'JSON of another kind';
    this.#warn('A large object has no spans or log records of OTLP.');
  }

  #warn(reason: string): void {
    this.#options.onSkip({ reason, line: this.#largeLine, offset: this.#largeOffset });
  }
}

interface LargeMlflow {
  readonly pieces: Buffer[];
  size: number;
}

/** Reads one value, or what there is of it before it was torn. */
async function outlineOf(
  source: ByteSource,
  oneValuePerLine: boolean,
  signal: AbortSignal,
  warn: (reason: string) => void,
): Promise<Outline> {
  const outline = new JsonOutline(warn);
  const reading = { hasEnded: false };
  const add = (bytes: Buffer): void => {
    if (!reading.hasEnded) outline.push(bytes);
  };
  const end = (): void => {
    reading.hasEnded = true;
  };
  // Ends the value where the first reading will, torn ones too.
  const scanner = new JsonValueScanner(
    {
      value: (bytes) => (add(bytes), end()),
      skip: (_reason, _line, _offset, bytes) => (add(bytes), end()),
      largeStart: add,
      largeMore: add,
      largeEnd: end,
      largeTorn: end,
    },
    0,
    oneValuePerLine,
  );
  let before = Buffer.alloc(0);
  while (!reading.hasEnded && !signal.aborted) {
    const chunk = await source.next().catch(() => null);
    if (chunk === null) {
      scanner.end();
      break;
    }
    scanner.push(chunk);
    // The next value may begin in it, or where the scanner waited for it.
    const recent = Buffer.concat([before, chunk]);
    if (reading.hasEnded) source.unread(recent);
    before = recent.subarray(-MAX_LOOK_BACK_BYTES);
  }
  return outline.end();
}

function mentionsOtherSignal(bytes: Buffer): boolean {
  const signals = new Set<string>();
  for (const [key, { signal }] of requestLevel) {
    if (bytes.includes(`"${key}"`)) signals.add(signal);
  }
  return signals.size > 1;
}
