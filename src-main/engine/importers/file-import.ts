/**
 * One file on its way into the store: unpack, cut into requests, hand them to the ingest path
 * with bounded memory, and account for every byte that did not make it.
 */
import type { ImportFile, ImportFileState } from '@contract/import';
import { ByteSource } from './byte-source';
import type { Delivery } from './delivery';
import { isZstd, MAX_FRAME_BYTES } from './detect';
import { ImportAccount } from './import-account';
import type { ImportRecord } from './import-record';
import { JsonRecords } from './json-records';
import { LookAhead } from './look-ahead';
import type { StoredSignal } from './otlp-levels';
import { TornProtobufError } from './protobuf-fields';
import { probeSignal } from './protobuf-signal';
import { splitProtobuf } from './protobuf-split';
import { SendWindow, StoreRefusedError } from './send-window';
import type { Skip } from './skips';
import { openUnpacked, type Unpacked } from './unpack';
import { unzstd } from './unzstd';

export interface FileToImport {
  readonly id: number;
  readonly path: string;
  readonly name: string;
  readonly bytesTotal: number;
}

/** Bytes that can be read a second time, ahead of the first. */
interface Input {
  readonly source: ByteSource;
  readonly lookAhead: LookAhead;
}

const FRAME_CHUNK_BYTES = 256 * 1024;
const EXPORT_HINT =
  'Export the traces as OTLP JSON or protobuf, or as MLflow’s trace JSON, then drop them again.';

export class FileImport {
  readonly #file: FileToImport;
  readonly #onProgress: () => void;
  readonly #account = new ImportAccount();
  readonly #window: SendWindow;
  readonly #cancel = new AbortController();
  readonly #opened: Unpacked[] = [];
  #startedMs = 0;
  #endedMs = 0;
  #bytesRead = 0;
  #state: ImportFileState = 'waiting';
  #format = '';
  /** What the file was read as, for where it could not be. */
  #expected = 'OTLP';
  #message = '';

  constructor(file: FileToImport, delivery: Delivery, onProgress: () => void) {
    this.#file = file;
    this.#onProgress = onProgress;
    this.#window = new SendWindow({
      delivery,
      onOutcome: (record, outcome) => this.#account.add(record, outcome),
      onTold: (record, outcome) => this.#account.addTold(record, outcome),
      onProgress,
      signal: this.#cancel.signal,
    });
  }

  cancel(): void {
    this.#cancel.abort();
    if (this.#state !== 'waiting') return;
    this.#state = 'cancelled';
    this.#onProgress();
  }

  /** Reads the file to its end, its first fatal error, or the cancel. Never rejects. */
  async run(): Promise<void> {
    if (this.#isCancelled) return;
    this.#state = 'reading';
    this.#startedMs = Date.now();
    this.#onProgress();
    await this.#attempt(() => this.#read());
    await this.#attempt(() => this.#window.settled());
    for (const opened of this.#opened) opened.close();
    this.#state = this.#finalState();
    this.#endedMs = Date.now();
    this.#onProgress();
  }

  snapshot(): ImportFile {
    const { id, path, name, bytesTotal } = this.#file;
    const waitingFor = this.#state === 'reading' ? this.#window.waitingFor : '';
    return {
      id,
      path,
      name,
      state: this.#state,
      bytesRead: Math.min(this.#bytesRead, bytesTotal),
      bytesTotal,
      format: this.#format,
      ...this.#account.snapshot(),
      message: waitingFor === '' ? this.#message : `Waiting: ${waitingFor}`,
      elapsedMs: this.#elapsedMs(),
    };
  }

  /** Up to 1 MiB of what was left out, one record a line; '' where there is none. */
  skippedText(): string {
    return this.#account.skips.text();
  }

  #elapsedMs(): number {
    if (this.#startedMs === 0) return 0;
    return (this.#endedMs === 0 ? Date.now() : this.#endedMs) - this.#startedMs;
  }

  get #isCancelled(): boolean {
    return this.#cancel.signal.aborted;
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof StoreRefusedError || this.#window.sent === 0) {
        this.#message = messageOf(error);
      } else {
        const offset = this.#opened[0]?.source.offset ?? 0;
        this.#skip({ reason: messageOf(error), line: null, offset });
      }
    }
  }

  async #open(onRead?: (bytes: number) => void): Promise<Unpacked> {
    const opened = await openUnpacked(this.#file.path, this.#file.bytesTotal, onRead);
    this.#opened.push(opened);
    return opened;
  }

  async #read(): Promise<void> {
    const { source, contents, packing } = await this.#open((bytes) => (this.#bytesRead += bytes));
    const input = { source, lookAhead: new LookAhead(async () => (await this.#open()).source) };
    const named = (format: string): string => [format, ...packing].join(', ');
    switch (contents.kind) {
      case 'empty':
        this.#message = 'The file is empty.';
        return;
      case 'framed':
        this.#format = named('OTLP frames');
        return this.#readFrames(source);
      case 'json':
        this.#format = named('OTLP JSON');
        return this.#readJson(input, null);
      case 'protobuf':
        this.#format = named('OTLP protobuf');
        return this.#readProtobuf(input, Infinity, null);
      case 'other':
        this.#message = `This is ${contents.name}, neither OTLP nor MLflow JSON. ${EXPORT_HINT}`;
    }
  }

  /** `frameOffset` is that of the frame in the file, where the input is one. */
  async #readJson({ source, lookAhead }: Input, frameOffset: number | null): Promise<void> {
    const ready: ImportRecord[] = [];
    const place = frameOffset === null ? {} : { line: null, offset: frameOffset };
    const records = new JsonRecords({
      onRecord: (record) => ready.push({ ...record, ...place }),
      onSkip: (skip) => this.#skip({ ...skip, ...place }),
      lookAhead,
      signal: this.#cancel.signal,
    });
    const drain = async (): Promise<void> => {
      for (const record of ready.splice(0)) await this.#window.send(record);
    };
    try {
      for (let chunk = await source.next(); chunk !== null; chunk = await source.next()) {
        if (this.#isCancelled) return;
        await records.push(chunk);
        await drain();
        if (records.isHopeless) break;
      }
    } finally {
      // A record that the cancel cut short is not torn.
      if (!this.#isCancelled) records.end();
      await drain();
    }
    this.#expected = records.format ?? 'OTLP or MLflow JSON';
    if (records.format !== null) this.#format = this.#format.replace('OTLP JSON', records.format);
    if (records.otherFormat !== null) {
      this.#message = `This is ${records.otherFormat}, neither OTLP nor MLflow JSON. ${EXPORT_HINT}`;
    }
  }

  async #readFrames(source: ByteSource): Promise<void> {
    while (!this.#isCancelled) {
      const { offset } = source;
      const head = await source.read(4);
      const length = head?.readUInt32BE(0) ?? 0;
      if (length > MAX_FRAME_BYTES) {
        throw new TornProtobufError('The length of a frame is not believable.');
      }
      const frame = head === null ? null : await source.read(length);
      if (frame === null) {
        if (source.failure !== null) throw source.failure;
        const isTorn = head !== null || (await source.fill(1));
        if (isTorn) {
          this.#skip({ reason: 'The file ends in the middle of a message.', line: null, offset });
        }
        return;
      }
      await this.#readFrame(frame, offset);
    }
  }

  async #readFrame(frame: Buffer, offset: number): Promise<void> {
    try {
      const payload = isZstd(frame, 0) ? await unpackFrame(frame) : frame;
      const open = (): ByteSource => new ByteSource(chunksOf(payload));
      const input = { source: open(), lookAhead: new LookAhead(() => Promise.resolve(open())) };
      if (payload[0] === 0x7b) await this.#readJson(input, offset);
      else await this.#readProtobuf(input, payload.length, offset);
    } catch (error) {
      if (error instanceof StoreRefusedError) throw error;
      this.#skip({ reason: messageOf(error), line: null, offset });
    }
  }

  async #readProtobuf(
    { source, lookAhead }: Input,
    end: number,
    frameOffset: number | null,
  ): Promise<void> {
    let offset = frameOffset ?? source.offset;
    let known: StoredSignal | null = null;
    const warn = (reason: string): void => this.#skip({ reason, line: null, offset });
    for await (const body of splitProtobuf(source, { end, lookAhead, warn })) {
      if (this.#isCancelled) return;
      known = probeSignal(body) ?? known;
      // A resource without a single span, record or metric holds nothing to keep.
      if (known !== null) {
        await this.#window.send({ signal: known, encoding: 'protobuf', body, line: null, offset });
      }
      offset = frameOffset ?? source.offset;
    }
  }

  #skip(skip: Skip): void {
    this.#account.skips.add(skip);
  }

  #finalState(): ImportFileState {
    if (this.#isCancelled) return 'cancelled';
    if (this.#message !== '') return 'failed';
    if (this.#account.skips.isEmpty) return 'done';
    if (!this.#account.isEmpty) return 'partial';
    this.#message = `Nothing in the file could be read as ${this.#expected}.`;
    return 'failed';
  }
}

async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += FRAME_CHUNK_BYTES) {
    yield bytes.subarray(at, at + FRAME_CHUNK_BYTES);
  }
}

async function unpackFrame(frame: Buffer): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of unzstd(new ByteSource(chunksOf(frame)))) {
    size += chunk.length;
    if (size > MAX_FRAME_BYTES) throw new Error('The frame unpacks to more than 128 MB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What went wrong, for the user: the system's and the unpackers' codes in plain words. */
function messageOf(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  switch (code) {
    case 'ENOENT':
      return 'The file is not there any more.';
    case 'EACCES':
    case 'EPERM':
      return 'The file may not be read. Check its permissions.';
    case 'EISDIR':
      return 'This is a folder.';
    case 'Z_BUF_ERROR':
      return 'The gzip data ends early. What came before the end was kept.';
    case 'Z_DATA_ERROR':
      return 'The gzip data is damaged. What came before the damage was kept.';
    default:
  }
  return error instanceof Error ? error.message : String(error);
}
