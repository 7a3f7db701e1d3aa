import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { decodeRequest } from '@domain/otlp/decode-request';
import { OtlpDecodeError, type DecodedRequest } from '@domain/otlp/decoded';
import { encodeJsonMessage } from '@domain/otlp/encode-json';
import { RequestNotes } from '@domain/otlp/request-notes';
import { messages } from '@domain/otlp/schema';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { IngestOutcome } from '../ingest';
import {
  committedOutcome,
  nothingWritten,
  undecodableOutcome,
  type Written,
} from '../ingest-outcome';
import { FileImport } from './file-import';
import { UNKNOWN_LISTS_REASON } from './json-outline';
import { probeSignal } from './protobuf-signal';
import type { Delivery, ToldTrace } from './delivery';

const folder = mkdtempSync(join(tmpdir(), 'otelier-import-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface MemoryIngest extends Delivery {
  readonly told: ToldTrace[];
  /** Service, resource, scope and span as stored, by span id. */
  readonly spans: Map<string, { service: string; bytes: string }>;
  logs: number;
}

/** Keeps what it is handed by span id, as the store does, and answers like it. */
function memoryIngest(): MemoryIngest {
  const ingest: MemoryIngest = {
    spans: new Map(),
    logs: 0,
    told: [],
    tell(told) {
      ingest.told.push(told);
      return Promise.resolve({ status: 'committed', project: { id: 0, name: 'Default' } });
    },
    submit: (signal, encoding, body) => {
      try {
        const decoded = decodeRequest(signal, encoding, new Uint8Array(body));
        return Promise.resolve(committedOutcome(decoded, { ...nothingWritten, ...write(decoded) }));
      } catch (error) {
        if (!(error instanceof OtlpDecodeError)) throw error;
        return Promise.resolve(undecodableOutcome(error));
      }
    },
  };
  function write(decoded: DecodedRequest): Partial<Written> {
    if (decoded.signal === 'metrics') return {};
    if (decoded.signal === 'logs') {
      ingest.logs += decoded.logs.length;
      return { added: decoded.logs.length };
    }
    let added = 0;
    for (const { spanId, resource, scope, payload } of decoded.spans) {
      const id = Buffer.from(spanId).toString('hex');
      if (!ingest.spans.has(id)) added++;
      const parts = [decoded.resources[resource]?.bytes, decoded.scopes[scope]?.bytes, payload];
      const bytes = parts.map((part) => Buffer.from(part ?? []).toString('base64')).join('|');
      ingest.spans.set(id, { service: decoded.resources[resource]?.serviceName ?? '', bytes });
    }
    return { added, alreadyThere: decoded.spans.length - added, traceKeys: [1] };
  }
  return ingest;
}

function request(from: number, count: number, service = 'shop'): unknown {
  return {
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] },
        scopeSpans: [
          {
            scope: { name: 'test' },
            spans: Array.from({ length: count }, (_, i) => ({
              traceId: '0af7651916cd43dd8448eb211c80319c',
              spanId: (from + i).toString(16).padStart(16, '0'),
              name: `span ${from + i}`,
              startTimeUnixNano: '1700000000000000000',
              endTimeUnixNano: '1700000000000000001',
            })),
          },
        ],
      },
    ],
  };
}

/** The same request as protobuf: what the JSON decoder keeps, behind its containers. */
function protobuf(from: number, count: number): Buffer {
  const decoded = decodeRequest(
    'traces',
    'json',
    new Uint8Array(Buffer.from(JSON.stringify(request(from, count)))),
  );
  if (decoded.signal !== 'traces') throw new Error('not traces');
  const field = (number: number, body: Uint8Array): Buffer => {
    const header = [number * 8 + 2];
    for (let rest = body.length; ; rest >>>= 7) {
      header.push(rest > 127 ? (rest & 127) | 128 : rest);
      if (rest <= 127) break;
    }
    return Buffer.concat([Buffer.from(header), body]);
  };
  const spans = decoded.spans.map((span) => field(2, span.payload));
  const scope = Buffer.concat([Buffer.from(decoded.scopes[0]?.bytes ?? []), ...spans]);
  return field(1, Buffer.concat([Buffer.from(decoded.resources[0]?.bytes ?? []), field(2, scope)]));
}

function services({ spans }: MemoryIngest): string[] {
  return [...spans.values()].map(({ service }) => service);
}

let lastFile = 0;
async function importBytes(bytes: Buffer, ingest = memoryIngest()) {
  const path = join(folder, `${++lastFile}.bin`);
  writeFileSync(path, bytes);
  const fileImport = new FileImport(
    { id: 1, path, name: 'file', bytesTotal: bytes.length },
    ingest,
    () => undefined,
  );
  await fileImport.run();
  return { file: fileImport.snapshot(), ingest, text: fileImport.skippedText() };
}

const lines = Buffer.from(
  [request(1, 3), request(4, 2), request(6, 5)]
    .map((value) => `${JSON.stringify(value)}\n`)
    .join(''),
);
const frames = Buffer.concat(
  [protobuf(1, 3), protobuf(4, 2), protobuf(6, 5)].map((body) => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(body.length);
    return Buffer.concat([head, body]);
  }),
);
const zstdFrames = Buffer.concat(
  [protobuf(1, 3), Buffer.from(JSON.stringify(request(4, 7)))].map((body) => {
    const packed = zstdCompressSync(body);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(packed.length);
    return Buffer.concat([head, packed]);
  }),
);

const formats: [string, Buffer][] = [
  ['F1 JSON Lines', lines],
  ['F8 pretty-printed JSON', Buffer.from(JSON.stringify(request(1, 10), null, 2))],
  ['F7 concatenated JSON', Buffer.from(lines.toString().replaceAll('\n', ''))],
  [
    'F7 bare ResourceSpans lines',
    Buffer.from(
      `${JSON.stringify((request(1, 10) as { resourceSpans: unknown[] }).resourceSpans[0])}\n`,
    ),
  ],
  ['F1 an array of requests', Buffer.from(JSON.stringify([request(1, 4), request(5, 6)]))],
  ['F6 raw protobuf', Buffer.concat([protobuf(1, 4), protobuf(5, 6)])],
  ['F2 framed protobuf', frames],
  ['F3 frames of zstd', zstdFrames],
];

describe('FileImport', () => {
  for (const [name, bytes] of formats) {
    it(`${name}: plain, gzip and zstd, and a second time adds nothing`, async () => {
      const { file, ingest } = await importBytes(bytes);
      expect(file).toMatchObject({
        state: 'done',
        spansAdded: 10,
        traces: 1,
        message: '',
        skipped: [],
      });
      expect(services(ingest)).toEqual(Array(10).fill('shop'));
      for (const packed of [
        bytes,
        gzipSync(bytes),
        zstdCompressSync(bytes),
        gzipSync(zstdCompressSync(bytes)),
      ]) {
        const again = await importBytes(packed, ingest);
        expect(again.file).toMatchObject({ state: 'done', spansAdded: 0, spansAlreadyThere: 10 });
      }
    });
  }

  it('F4 reads zstd of many frames', async () => {
    const half = lines.indexOf(0x0a) + 1;
    const packed = Buffer.concat([
      zstdCompressSync(lines.subarray(0, half)),
      zstdCompressSync(lines.subarray(half)),
    ]);
    expect((await importBytes(packed)).file).toMatchObject({ state: 'done', spansAdded: 10 });
  });

  it('F1 takes mixed signals, counts metrics and says they are not kept', async () => {
    const mixed = [
      request(1, 2),
      { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'hi' } }] }] }] },
      {
        resourceMetrics: [
          { scopeMetrics: [{ metrics: [{ name: 'm', gauge: { dataPoints: [{ asInt: '1' }] } }] }] },
        ],
      },
    ];
    const { file } = await importBytes(
      Buffer.from(mixed.map((value) => JSON.stringify(value)).join('\n')),
    );
    expect(file).toMatchObject({
      state: 'partial',
      spansAdded: 2,
      logRecordsAdded: 1,
      metricDataPoints: 1,
    });
    expect(file.skipped).toMatchObject([{ count: 1, firstLine: 3 }]);
  });

  it('F5 keeps all but the torn tail of every format, and says where it is', async () => {
    for (const bytes of [lines, frames]) {
      const { file } = await importBytes(bytes.subarray(0, bytes.length - 20));
      expect(file).toMatchObject({ state: 'partial', spansAdded: 5 });
      expect(file.skipped).toHaveLength(1);
      expect(file.skipped[0]?.firstOffset).toBeGreaterThan(0);
    }
    const packed = gzipSync(
      Buffer.concat([lines, Buffer.from(JSON.stringify(request(100, 2000)))]),
      { level: 0 },
    );
    const { file } = await importBytes(packed.subarray(0, packed.length - 50_000));
    expect(file).toMatchObject({ state: 'partial', spansAdded: 10 });
    expect(file.skipped.map((group) => group.reason)).toContain(
      'The gzip data ends early. What came before the end was kept.',
    );
  });

  it('names line, offset and reason of a bad line, and keeps its text for saving', async () => {
    const bad = Buffer.concat([
      lines,
      Buffer.from('{"resourceSpans": nonsense}\n'),
      Buffer.from(`${JSON.stringify(request(50, 1))}\n`),
    ]);
    const { file, text } = await importBytes(bad);
    expect(file).toMatchObject({ state: 'partial', spansAdded: 11 });
    expect(file.skipped).toMatchObject([
      { count: 1, firstLine: 4, firstOffset: lines.length, lines: [4] },
    ]);
    expect(text).toBe('{"resourceSpans": nonsense}\n');
  });

  it('counts spans with bad ids as skipped and keeps their neighbours', async () => {
    const value = JSON.stringify(request(1, 3)).replace('0000000000000002', '02');
    const { file } = await importBytes(Buffer.from(value));
    expect(file).toMatchObject({ state: 'partial', spansAdded: 2 });
    expect(file.skipped).toMatchObject([{ count: 1, firstLine: 1 }]);
  });

  it('names a file of another kind', async () => {
    const jaeger = await importBytes(
      Buffer.from(JSON.stringify({ data: [{ traceID: '1', spans: [] }] })),
    );
    expect(jaeger.file).toMatchObject({ state: 'failed', spansAdded: 0 });
    expect(jaeger.file.message).toContain('Jaeger');
    const pdf = await importBytes(Buffer.from('%PDF-1.7 …'));
    expect(pdf.file.message).toContain('This is a PDF document, neither OTLP nor MLflow JSON.');
    expect((await importBytes(Buffer.alloc(0))).file.message).toBe('The file is empty.');
  });

  it('cuts one huge object of a single resource into requests of bounded size', async () => {
    const sizes: number[] = [];
    const ingest = memoryIngest();
    const spans = Array.from({ length: 15_000 }, (_, i) => ({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: (i + 1).toString(16).padStart(16, '0'),
      name: 'x'.repeat(1000),
    }));
    const value = request(1, 0) as { resourceSpans: { scopeSpans: { spans: unknown[] }[] }[] };
    const [scopeSpans] = value.resourceSpans[0]?.scopeSpans ?? [];
    if (scopeSpans === undefined) throw new Error('no scope');
    scopeSpans.spans = spans;
    const counting = {
      ...ingest,
      submit: ((signal, encoding, body) => {
        sizes.push(body.length);
        return ingest.submit(signal, encoding, body, false);
      }) satisfies Delivery['submit'],
    };
    const { file } = await importBytes(Buffer.from(JSON.stringify(value, null, 1)), counting);
    expect(file).toMatchObject({ state: 'done', spansAdded: 15_000 });
    expect(Math.max(...sizes)).toBeLessThan(2 * 1024 * 1024);
    expect(new Set(services(ingest))).toEqual(new Set(['shop']));
  });

  it('cuts one huge protobuf resource into requests of bounded size', async () => {
    const sizes: number[] = [];
    const ingest = memoryIngest();
    const body = protobuf(1, 200_000);
    expect(body.length).toBeGreaterThan(8 * 1024 * 1024);
    expect(probeSignal(body.subarray(0, 65_536))).toBe('traces');
    const { file } = await importBytes(body, {
      ...ingest,
      submit: (signal, encoding, part) => {
        sizes.push(part.length);
        return ingest.submit(signal, encoding, part, false);
      },
    });
    expect(file).toMatchObject({ state: 'done', spansAdded: 200_000, skipped: [] });
    expect(Math.max(...sizes)).toBeLessThan(2 * 1024 * 1024);
    expect(new Set(services(ingest))).toEqual(new Set(['shop']));
  });

  it('stops at a cancel and keeps what was committed', async () => {
    const path = join(folder, 'cancel.jsonl');
    const bytes = Buffer.from(
      Array.from({ length: 3000 }, (_, i) => `${JSON.stringify(request(i * 5 + 1, 5))}\n`).join(''),
    );
    writeFileSync(path, bytes);
    const ingest = memoryIngest();
    let fileImport: FileImport | null = null;
    let seen = 0;
    const run = new FileImport(
      { id: 1, path, name: 'cancel.jsonl', bytesTotal: bytes.length },
      {
        ...ingest,
        submit(signal, encoding, body) {
          if (++seen === 10) fileImport?.cancel();
          return ingest.submit(signal, encoding, body, false);
        },
      },
      () => undefined,
    );
    fileImport = run;
    await run.run();
    expect(run.snapshot().state).toBe('cancelled');
    expect(ingest.spans.size).toBeGreaterThan(0);
    expect(ingest.spans.size).toBeLessThan(15_000);
    expect(run.snapshot().spansAdded).toBe(ingest.spans.size);
  });

  it('waits and tries again while the store is busy', async () => {
    const ingest = memoryIngest();
    let refusals = 3;
    const { file } = await importBytes(lines, {
      ...ingest,
      submit: (signal, encoding, body) =>
        refusals-- > 0
          ? Promise.resolve({ status: 'unavailable', message: 'busy' })
          : ingest.submit(signal, encoding, body, false),
    });
    expect(file).toMatchObject({ state: 'done', spansAdded: 10 });
  });
});

const SPAN_NAME = 'x'.repeat(1000);

interface Container {
  readonly [member: string]: unknown;
}

/** Requests of more than 8 MiB, with members in front of their lists and behind them. */
const largeObjects: Readonly<Record<string, Container>> = {
  'J16 instrumentation libraries': {
    resourceSpans: [
      {
        resource: resource('old'),
        instrumentationLibrarySpans: [
          { instrumentationLibrary: { name: 'lib' }, spans: manySpans(1, 9000) },
        ],
      },
    ],
  },
  'J4 snake case': {
    resource_spans: [
      {
        instrumentation_library_spans: [
          { spans: manySpans(1, 9000), instrumentation_library: { name: 'lib' } },
        ],
        resource: resource('snake'),
        schema_url: 'https://resource',
      },
    ],
  },
  'schema URLs behind the lists': {
    resourceSpans: [
      { resource: resource('small'), scopeSpans: [{ spans: manySpans(1, 10), schemaUrl: 's' }] },
      {
        scopeSpans: [
          { spans: manySpans(11, 9000), scope: { name: 'late' }, schemaUrl: 'https://scope' },
          { spans: manySpans(9011, 10), schemaUrl: 'https://other' },
        ],
        resource: resource('late'),
        schemaUrl: 'https://resource',
      },
    ],
  },
  'F7 a bare ResourceSpans': {
    scopeSpans: [{ scope: { name: 'bare' }, spans: manySpans(1, 9000) }],
    resource: resource('bare'),
    schemaUrl: 'https://resource',
  },
};

function resource(service: string): Container {
  return { attributes: [{ key: 'service.name', value: { stringValue: service } }] };
}

function manySpans(from: number, count: number): Container[] {
  return Array.from({ length: count }, (_, i) => ({
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: (from + i).toString(16).padStart(16, '0'),
    name: SPAN_NAME,
  }));
}

/** What is stored where the request comes in one piece. */
async function wholeImport(encoding: 'json' | 'protobuf', body: Buffer): Promise<MemoryIngest> {
  const ingest = memoryIngest();
  await ingest.submit('traces', encoding, body, false);
  return ingest;
}

describe('an object of more than 8 MiB', () => {
  for (const [name, value] of Object.entries(largeObjects)) {
    it(`${name}: stores just what a small one would`, async () => {
      const bytes = Buffer.from(JSON.stringify(value));
      expect(bytes.length).toBeGreaterThan(8 * 1024 * 1024);
      const whole = await wholeImport('json', bytes);
      const twice = Buffer.concat([bytes, Buffer.from('\n'), bytes]);
      const frame = Buffer.concat([Buffer.alloc(4), bytes]);
      frame.writeUInt32BE(bytes.length);
      const pretty = Buffer.from(JSON.stringify(value, null, 1));
      for (const file of [bytes, pretty, frame, gzipSync(twice)]) {
        const { file: result, ingest } = await importBytes(file);
        expect(result).toMatchObject({ state: 'done', skipped: [], message: '' });
        expect(ingest.spans).toEqual(whole.spans);
      }
    });
  }

  it('F5 keeps the spans in front of where it is torn, and the object after it', async () => {
    const value = largeObjects['schema URLs behind the lists'];
    const torn = JSON.stringify(value).slice(0, -600_000);
    const next = JSON.stringify(request(100_000, 5));
    const { file, ingest } = await importBytes(Buffer.from(`${torn}\n${next}\n`));
    expect(file).toMatchObject({ state: 'partial', skipped: [{ count: 1, firstLine: 1 }] });
    expect(ingest.spans.size).toBe(torn.split(SPAN_NAME).length - 1 + 5);
  });

  it('reports one that holds nothing of OTLP', async () => {
    const value = { resourceSpans: [{ futureSpans: manySpans(1, 9000) }] };
    const { file } = await importBytes(Buffer.from(JSON.stringify(value)));
    expect(file.state).toBe('failed');
    expect(file.skipped.map(({ reason }) => reason)).toContain(UNKNOWN_LISTS_REASON);
  });
});

describe('a protobuf resource of more than 8 MiB', () => {
  const encode = (value: Container): Buffer => {
    const notes = new RequestNotes();
    return Buffer.from(encodeJsonMessage(messages.TracesRequest, value, notes));
  };

  for (const [name, value] of Object.entries(largeObjects)) {
    if (name.startsWith('J4') || name.startsWith('F7')) continue;
    it(`${name}: stores just what a small one would`, async () => {
      const bytes = encode(value);
      const whole = await wholeImport('protobuf', bytes);
      for (const packed of [bytes, gzipSync(bytes), zstdCompressSync(bytes)]) {
        const { file, ingest } = await importBytes(packed);
        expect(file).toMatchObject({ state: 'done', skipped: [], message: '' });
        expect(ingest.spans).toEqual(whole.spans);
      }
    });
  }

  it('J16 keeps old scopes beside today’s as a small one does', async () => {
    const old = { spans: manySpans(20_000, 3), instrumentationLibrary: { name: 'old' } };
    const bytes = encode({
      resourceSpans: [
        { instrumentationLibrarySpans: [old], scopeSpans: [{ spans: manySpans(1, 9000) }] },
      ],
    });
    const { file, ingest } = await importBytes(bytes);
    expect(file).toMatchObject({ state: 'done', spansAdded: 9000 });
    expect(ingest.spans).toEqual((await wholeImport('protobuf', bytes)).spans);
  });

  it('F5 keeps every whole span in front of where the file is torn', async () => {
    for (const count of [3500, 9000]) {
      const bytes = encode({
        resourceSpans: [
          { resource: resource('torn'), scopeSpans: [{ spans: manySpans(1, count) }] },
        ],
      });
      for (const missing of [3000, 2_000_000]) {
        const torn = bytes.subarray(0, bytes.length - missing);
        const whole = torn.toString('latin1').split(SPAN_NAME).length - 1;
        const frame = Buffer.concat([Buffer.alloc(4), torn]);
        frame.writeUInt32BE(torn.length);
        for (const file of [torn, frame, gzipSync(torn)]) {
          const { file: result, ingest } = await importBytes(file);
          expect(result).toMatchObject({ state: 'partial', spansAdded: whole });
          expect(result.skipped).toMatchObject([
            { count: 1, reason: 'The file ends in the middle of a message.' },
          ]);
          expect(new Set(services(ingest))).toEqual(new Set(['torn']));
        }
      }
    }
  });

  it('F5 keeps the spans of gzip data that ends early', async () => {
    const packed = gzipSync(
      encode({ resourceSpans: [{ scopeSpans: [{ spans: manySpans(1, 3000) }] }] }),
      { level: 0 },
    );
    const { file } = await importBytes(packed.subarray(0, 2_000_000));
    expect(file.state).toBe('partial');
    expect(file.spansAdded).toBeGreaterThan(1800);
    expect(file.skipped).toMatchObject([
      { reason: 'The gzip data ends early. What came before the end was kept.' },
    ]);
  });
});

describe('reasons', () => {
  it('group equal mistakes, whatever the values and places', async () => {
    const wrong = Array.from({ length: 200 }, (_, i) => {
      const value = JSON.stringify(request(i * 2 + 1, 2));
      return i % 2 === 0
        ? value.replace(/"name":"span \d+"/, `"name":${i}`)
        : value.replace(/"spanId":"\w+"/g, (id, at) => (at > 300 ? '"spanId":"00"' : id));
    });
    const { file } = await importBytes(Buffer.from(wrong.join('\n')));
    expect(file.skipped.map(({ reason, count }) => ({ reason, count }))).toEqual([
      { reason: 'resourceSpans.scopeSpans.spans.name must be a string.', count: 100 },
      { reason: 'The span id is not 8 bytes, or all zero.', count: expect.any(Number) as number },
    ]);
  });
});

describe('a store that takes nothing', () => {
  const refusing = (answer: () => IngestOutcome): FileImport => {
    const path = join(folder, `${++lastFile}.bin`);
    writeFileSync(path, lines);
    const file = { id: 1, path, name: 'file', bytesTotal: lines.length };
    return new FileImport(
      file,
      { ...memoryIngest(), submit: () => Promise.resolve(answer()) },
      () => undefined,
    );
  };

  it('shows what it waits for, and stops waiting at a cancel', async () => {
    let tries = 0;
    const fileImport = refusing(() => {
      tries++;
      return { status: 'unavailable', message: 'the disk is full' };
    });
    const run = fileImport.run();
    await vi.waitFor(() => expect(tries).toBeGreaterThan(3));
    expect(fileImport.snapshot()).toMatchObject({
      state: 'reading',
      message: 'Waiting: the disk is full',
    });
    fileImport.cancel();
    await run;
    expect(fileImport.snapshot()).toMatchObject({ state: 'cancelled', message: '' });
  });

  it('fails where it was refused for good', async () => {
    let tries = 0;
    const message = 'This database was written by a newer Otelier.';
    const fileImport = refusing(() => {
      tries++;
      return { status: 'unavailable', message, isFinal: true };
    });
    await fileImport.run();
    expect(fileImport.snapshot()).toMatchObject({ state: 'failed', message });
    expect(tries).toBeLessThanOrEqual(3);
  });
});

it('reports no torn record where a cancel ended the reading', async () => {
  const path = join(folder, 'cancelled.json');
  writeFileSync(path, JSON.stringify(request(1, 20_000)));
  const fileImport = new FileImport(
    { id: 1, path, name: 'cancelled.json', bytesTotal: 1 },
    memoryIngest(),
    () => undefined,
  );
  const run = fileImport.run();
  await vi.waitFor(() => expect(fileImport.snapshot().bytesRead).toBeGreaterThan(0));
  fileImport.cancel();
  await run;
  expect(fileImport.snapshot()).toMatchObject({ state: 'cancelled', skipped: [], message: '' });
});
