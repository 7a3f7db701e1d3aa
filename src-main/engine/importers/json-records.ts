/** JSON bytes in, export requests with their places out; anything else is a skip. */
import { JsonSplitter } from './json-split';
import { JsonValueScanner } from './json-values';
import { ownKeys, otherFormatOf, signalsOf } from './json-signal';
import type { ImportRecord } from './import-record';
import type { Skip } from './skips';

/** Values up to this size are handed on whole; larger ones are cut up as they stream past. */
const WHOLE_BYTES = 8 * 1024 * 1024;
/** So many foreign objects before the first OTLP one, and the file is taken for what it is. */
const HOPELESS_OBJECTS = 1000;

export class JsonRecords {
  /** What the first object that is no OTLP seems to be. */
  otherFormat: string | null = null;
  foundOtlp = false;
  private foreign = 0;
  private splitter: JsonSplitter | null = null;
  private largeLine = 1;
  private largeOffset = 0;
  private largeParts = 0;
  private readonly scanner: JsonValueScanner;

  constructor(
    private readonly onRecord: (record: ImportRecord) => void,
    private readonly onSkip: (skip: Skip) => void,
  ) {
    this.scanner = new JsonValueScanner(
      {
        value: (bytes, line, offset) => this.value(bytes, line, offset),
        skip: (reason, line, offset, text) => onSkip({ reason, line, offset, text }),
        largeStart: (bytes, line, offset) => this.largeStart(bytes, line, offset),
        largeMore: (bytes) => this.splitter?.push(bytes),
        largeEnd: () => this.largeEnd(),
        largeTorn: (reason) => {
          this.largeEnd();
          onSkip({ reason, line: this.largeLine, offset: this.largeOffset });
        },
      },
      WHOLE_BYTES,
    );
  }

  /** True once reading on would only find more of what is no OTLP. */
  get isHopeless(): boolean {
    return !this.foundOtlp && this.foreign >= HOPELESS_OBJECTS;
  }

  push(chunk: Buffer): void {
    this.scanner.push(chunk);
  }

  end(): void {
    this.scanner.end();
  }

  private value(bytes: Buffer, line: number, offset: number): void {
    // The first own key tells nearly always; only then are all of them read.
    let signals = signalsOf(ownKeys(bytes, 1));
    if (signals.length === 0 || mentionsOtherSignal(bytes)) signals = signalsOf(ownKeys(bytes));
    if (signals.length === 0) {
      this.foreignObject(bytes, line, offset);
      return;
    }
    this.foundOtlp = true;
    for (const signal of signals) {
      this.onRecord({ signal, encoding: 'json', body: bytes, line, offset });
    }
  }

  private foreignObject(bytes: Buffer, line: number, offset: number): void {
    const keys = ownKeys(bytes);
    const format = otherFormatOf(keys);
    this.foreign++;
    if (this.foreign === 1) this.otherFormat = format ?? 'JSON of another kind';
    const reason =
      format === null
        ? 'The object has none of the members of OTLP (resourceSpans, resourceLogs, resourceMetrics).'
        : `The object is ${format}, not OTLP.`;
    this.onSkip({ reason, line, offset, text: bytes });
  }

  private largeStart(bytes: Buffer, line: number, offset: number): void {
    this.largeLine = line;
    this.largeOffset = offset;
    this.largeParts = 0;
    this.splitter = new JsonSplitter({
      part: (signal, body) => {
        this.foundOtlp = true;
        this.largeParts++;
        this.onRecord({ signal, encoding: 'json', body, line, offset });
      },
      warn: (reason) => this.onSkip({ reason, line, offset }),
    });
    this.splitter.push(bytes);
  }

  private largeEnd(): void {
    this.splitter?.end();
    this.splitter = null;
    if (this.largeParts === 0) {
      this.foreign++;
      this.otherFormat ??= 'JSON of another kind';
      this.onSkip({
        reason: 'A large object has no spans or log records of OTLP.',
        line: this.largeLine,
        offset: this.largeOffset,
      });
    }
  }
}

function mentionsOtherSignal(bytes: Buffer): boolean {
  let found = 0;
  for (const key of ['"resourceSpans"', '"resourceLogs"', '"resourceMetrics"']) {
    if (bytes.includes(key)) found++;
  }
  return found > 1;
}
