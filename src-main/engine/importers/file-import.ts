/**
 * One file on its way into the store: detect, unpack, cut into requests, hand them to the
 * ingest path with bounded memory, and account for every byte that did not make it.
 */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ImportFile, ImportFileState } from '@contract/import';
import type { IngestOutcome } from '../ingest';
import { ByteSource } from './byte-source';
import { detect, isZstd, MAX_FRAME_BYTES } from './detect';
import type { ImportRecord } from './import-record';
import { JsonRecords } from './json-records';
import type { StoredSignal } from './otlp-levels';
import { probeSignal } from './protobuf-signal';
import { splitProtobuf, TornProtobufError } from './protobuf-split';
import { SkipLog, type Skip } from './skips';
import { unzstd } from './unzstd';

/** Hands one request to the ingest path; settles when it is committed. */
export type Submit = (
  signal: StoredSignal,
  encoding: 'protobuf' | 'json',
  body: Buffer,
) => Promise<IngestOutcome>;

export interface FileToImport {
  readonly id: number;
  readonly path: string;
  readonly name: string;
  readonly bytesTotal: number;
}

const SNIFF_BYTES = 64 * 1024;
const READ_CHUNK_BYTES = 256 * 1024;
/** Requests on their way at once: enough to keep the writer busy, few enough for live senders. */
const WINDOW_REQUESTS = 64;
const WINDOW_BYTES = 8 * 1024 * 1024;
const BUSY_PAUSE_MS = 100;
const METRICS_REASON = 'Metric data. Otelier keeps traces and logs only.';

export class FileImport {
  readonly skips = new SkipLog();
  private readonly startedMs = Date.now();
  private readonly traceKeys = new Set<number>();
  private readonly inFlight = new Set<Promise<void>>();
  private inFlightBytes = 0;
  private bytesRead = 0;
  private state: ImportFileState = 'waiting';
  private format = '';
  private message = '';
  private records = 0;
  private cancelled = false;
  private readonly counts = {
    spansAdded: 0,
    spansAlreadyThere: 0,
    logRecordsAdded: 0,
    logRecordsAlreadyThere: 0,
    metricDataPoints: 0,
  };

  constructor(
    private readonly file: FileToImport,
    private readonly submit: Submit,
    private readonly onProgress: () => void,
  ) {}

  cancel(): void {
    this.cancelled = true;
    if (this.state === 'waiting') this.state = 'cancelled';
  }

  /** Reads the file to its end, its first fatal error, or the cancel. Never rejects. */
  async run(): Promise<void> {
    if (this.cancelled) return;
    this.state = 'reading';
    this.onProgress();
    const stream = createReadStream(this.file.path, { highWaterMark: READ_CHUNK_BYTES });
    stream.on('data', (chunk) => {
      this.bytesRead += chunk.length;
    });
    try {
      await this.readSource(sourceOf(stream), this.file.bytesTotal, []);
    } catch (error) {
      this.note(error);
    } finally {
      stream.destroy();
      await Promise.all(this.inFlight);
    }
    this.state = this.finalState();
    this.onProgress();
  }

  snapshot(): ImportFile {
    return {
      id: this.file.id,
      path: this.file.path,
      name: this.file.name,
      state: this.state,
      bytesRead: Math.min(this.bytesRead, this.file.bytesTotal),
      bytesTotal: this.file.bytesTotal,
      format: this.format,
      ...this.counts,
      traces: this.traceKeys.size,
      skipped: this.skips.groups(),
      message: this.message,
      elapsedMs: this.state === 'waiting' ? 0 : Date.now() - this.startedMs,
    };
  }

  private async readSource(
    source: ByteSource,
    size: number,
    packing: readonly string[],
  ): Promise<void> {
    const detected = detect(await source.peek(SNIFF_BYTES), size);
    const named = (format: string): string => [format, ...packing].join(', ');
    switch (detected.kind) {
      case 'empty':
        this.message = 'The file is empty.';
        return;
      case 'gzip':
      case 'zstd': {
        if (packing.length >= 3) throw new Error('The file is packed more than three times over.');
        const unpacked = detected.kind === 'gzip' ? gunzip(source) : unzstd(source.rest());
        await this.readSource(sourceOf(unpacked), Infinity, [detected.kind, ...packing]);
        return;
      }
      case 'framed':
        this.format = named('OTLP frames');
        await this.readFrames(source);
        return;
      case 'json':
        this.format = named('OTLP JSON');
        await this.readJson(source);
        return;
      case 'protobuf':
        this.format = named('OTLP protobuf');
        await this.readProtobuf(source, Infinity, null);
        return;
      case 'other':
        this.message = `This is ${detected.name}, not OTLP. Export the traces as OTLP JSON or protobuf, then drop them again.`;
    }
  }

  private async readJson(source: ByteSource): Promise<void> {
    const ready: ImportRecord[] = [];
    const records = new JsonRecords(
      (record) => ready.push(record),
      (skip) => this.skips.add(skip),
    );
    const drain = async (): Promise<void> => {
      for (const record of ready.splice(0)) await this.send(record);
    };
    try {
      for (let chunk = await source.next(); chunk !== null; chunk = await source.next()) {
        if (this.cancelled) return;
        records.push(chunk);
        await drain();
        if (records.isHopeless) break;
      }
    } finally {
      records.end();
      await drain();
    }
    if (records.otherFormat !== null && !records.foundOtlp) {
      this.message = `This is ${records.otherFormat}, not OTLP. Export the traces as OTLP JSON or protobuf, then drop them again.`;
    }
  }

  private async readFrames(source: ByteSource): Promise<void> {
    while (!this.cancelled) {
      const offset = source.offset;
      const head = await source.read(4);
      if (head === null) {
        const rest = await source.next();
        if (rest !== null) this.skips.add(tornTail(offset));
        return;
      }
      const length = head.readUInt32BE(0);
      if (length > MAX_FRAME_BYTES) {
        throw new TornProtobufError('The length of a frame is not believable.');
      }
      const frame = await source.read(length);
      if (frame === null) {
        this.skips.add(tornTail(offset));
        return;
      }
      await this.readFrame(frame, offset);
    }
  }

  private async readFrame(frame: Buffer, offset: number): Promise<void> {
    let payload = frame;
    if (isZstd(frame, 0)) {
      try {
        payload = await unpackFrame(frame);
      } catch {
        this.skips.add({ reason: 'The zstd data of a frame is damaged.', line: null, offset });
        return;
      }
    }
    const source = sourceOf(Readable.from([payload]));
    try {
      if (payload[0] === 0x7b) await this.readJson(source);
      else await this.readProtobuf(source, payload.length, offset);
    } catch (error) {
      this.skips.add({ reason: messageOf(error), line: null, offset });
    }
  }

  private async readProtobuf(
    source: ByteSource,
    end: number,
    frameOffset: number | null,
  ): Promise<void> {
    let offset = source.offset;
    for await (const body of splitProtobuf(source, end)) {
      if (this.cancelled) return;
      const signal = probeSignal(body);
      // A resource without a single span, record or metric holds nothing to keep.
      if (signal !== null) {
        const place = { line: null, offset: frameOffset ?? offset };
        await this.send({ signal, encoding: 'protobuf', body, ...place });
      }
      offset = source.offset;
    }
  }

  /** Waits for room in the window, then lets the request go its way. */
  private async send(record: ImportRecord): Promise<void> {
    while (
      this.inFlight.size > 0 &&
      (this.inFlight.size >= WINDOW_REQUESTS || this.inFlightBytes >= WINDOW_BYTES)
    ) {
      await Promise.race(this.inFlight);
    }
    if (this.cancelled) return;
    const size = record.body.length;
    this.inFlightBytes += size;
    this.records++;
    const sent: Promise<void> = this.deliver(record).finally(() => {
      this.inFlight.delete(sent);
      this.inFlightBytes -= size;
      this.onProgress();
    });
    this.inFlight.add(sent);
  }

  private async deliver(record: ImportRecord): Promise<void> {
    for (;;) {
      const outcome = await this.submit(record.signal, record.encoding, record.body);
      if (outcome.status === 'unavailable') {
        if (this.cancelled) return;
        await new Promise((resolve) => setTimeout(resolve, BUSY_PAUSE_MS));
        continue;
      }
      this.account(record, outcome);
      return;
    }
  }

  private account(
    record: ImportRecord,
    outcome: Exclude<IngestOutcome, { status: 'unavailable' }>,
  ): void {
    const { line, offset } = record;
    const text = record.encoding === 'json' ? record.body : undefined;
    if (outcome.status === 'undecodable') {
      this.skips.add({ reason: outcome.message, line, offset, text });
      return;
    }
    if (record.signal === 'traces') {
      this.counts.spansAdded += outcome.added + outcome.updated;
      this.counts.spansAlreadyThere += outcome.alreadyThere;
    } else {
      this.counts.logRecordsAdded += outcome.added;
      this.counts.logRecordsAlreadyThere += outcome.alreadyThere;
    }
    for (const key of outcome.traceKeys) this.traceKeys.add(key);
    if (record.signal === 'metrics') {
      this.counts.metricDataPoints += outcome.metricDataPoints;
      this.skips.add({ reason: METRICS_REASON, line, offset });
    }
    if (outcome.rejected > 0) {
      this.skips.add({ reason: outcome.message, line, offset, text, count: outcome.rejected });
    }
  }

  private note(error: unknown): void {
    const reason = messageOf(error);
    if (this.records === 0) this.message = reason;
    else this.skips.add({ reason, line: null, offset: this.bytesRead });
  }

  private finalState(): ImportFileState {
    if (this.cancelled) return 'cancelled';
    const kept =
      this.counts.spansAdded +
      this.counts.spansAlreadyThere +
      this.counts.logRecordsAdded +
      this.counts.logRecordsAlreadyThere +
      this.counts.metricDataPoints;
    if (this.message !== '') return 'failed';
    if (this.skips.isEmpty) return 'done';
    if (kept > 0) return 'partial';
    this.message = 'Nothing in the file could be read as OTLP.';
    return 'failed';
  }
}

function sourceOf(stream: AsyncIterable<Uint8Array>): ByteSource {
  return new ByteSource(stream[Symbol.asyncIterator]());
}

/** Members one after another, as `cat a.gz b.gz` makes them, are all read. */
function gunzip(source: ByteSource): AsyncIterable<Uint8Array> {
  const unpacker = createGunzip();
  const packed = Readable.from(source.rest());
  packed.on('error', (error) => unpacker.destroy(error));
  return packed.pipe(unpacker);
}

async function unpackFrame(frame: Buffer): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of unzstd(Readable.from([frame]))) {
    size += chunk.length;
    if (size > MAX_FRAME_BYTES) throw new Error('The frame unpacks to more than 128 MB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tornTail(offset: number): Skip {
  return { reason: 'The file ends in the middle of a message.', line: null, offset };
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
