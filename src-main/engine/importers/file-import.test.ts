import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { decodeRequest } from '@domain/otlp/decode-request';
import { OtlpDecodeError } from '@domain/otlp/decoded';
import { afterAll, describe, expect, it } from 'vitest';
import type { IngestOutcome } from '../ingest';
import { FileImport, type Submit } from './file-import';
import { probeSignal } from './protobuf-signal';

const folder = mkdtempSync(join(tmpdir(), 'otelier-import-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Keeps what it is handed by span id, as the store does, and answers like it. */
function memoryIngest(): { submit: Submit; spans: Map<string, string>; logs: number } {
  const state = { spans: new Map<string, string>(), logs: 0 };
  const submit: Submit = (signal, encoding, body) => {
    const committed = {
      status: 'committed' as const,
      added: 0,
      alreadyThere: 0,
      updated: 0,
      rejected: 0,
      metricDataPoints: 0,
      traceKeys: [1],
      message: '',
    };
    let outcome: IngestOutcome = committed;
    try {
      const decoded = decodeRequest(signal, encoding, new Uint8Array(body));
      if (decoded.signal === 'metrics') {
        outcome = { ...committed, metricDataPoints: decoded.dataPointCount };
      } else if (decoded.signal === 'logs') {
        state.logs += decoded.logs.length;
        outcome = { ...committed, added: decoded.logs.length };
      } else {
        let added = 0;
        for (const span of decoded.spans) {
          const id = Buffer.from(span.spanId).toString('hex');
          if (!state.spans.has(id)) added++;
          state.spans.set(id, decoded.resources[span.resource]?.serviceName ?? '');
        }
        const rejected = decoded.rejections.reduce((sum, { count }) => sum + count, 0);
        outcome = {
          ...committed,
          added,
          alreadyThere: decoded.spans.length - added,
          rejected,
          message: decoded.rejections.map(({ reason }) => reason).join(' '),
        };
      }
    } catch (error) {
      if (!(error instanceof OtlpDecodeError)) throw error;
      outcome = { status: 'undecodable', message: error.message, offset: error.offset };
    }
    return Promise.resolve(outcome);
  };
  return {
    submit,
    get spans() {
      return state.spans;
    },
    get logs() {
      return state.logs;
    },
  };
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

let lastFile = 0;
async function importBytes(bytes: Buffer, ingest = memoryIngest()) {
  const path = join(folder, `${++lastFile}.bin`);
  writeFileSync(path, bytes);
  const fileImport = new FileImport(
    { id: 1, path, name: 'file', bytesTotal: bytes.length },
    ingest.submit,
    () => undefined,
  );
  await fileImport.run();
  return { file: fileImport.snapshot(), ingest, text: fileImport.skips.text() };
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
      expect([...ingest.spans.values()]).toEqual(Array(10).fill('shop'));
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
    expect(pdf.file.message).toContain('This is a PDF document, not OTLP.');
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
      spans: ingest.spans,
      logs: 0,
      submit: ((signal, encoding, body) => {
        sizes.push(body.length);
        return ingest.submit(signal, encoding, body);
      }) satisfies Submit,
    };
    const { file } = await importBytes(Buffer.from(JSON.stringify(value, null, 1)), counting);
    expect(file).toMatchObject({ state: 'done', spansAdded: 15_000 });
    expect(Math.max(...sizes)).toBeLessThan(2 * 1024 * 1024);
    expect([...ingest.spans.values()].every((service) => service === 'shop')).toBe(true);
  });

  it('cuts one huge protobuf resource into requests of bounded size', async () => {
    const sizes: number[] = [];
    const ingest = memoryIngest();
    const body = protobuf(1, 200_000);
    expect(body.length).toBeGreaterThan(8 * 1024 * 1024);
    expect(probeSignal(body.subarray(0, 65_536))).toBe('traces');
    const { file } = await importBytes(body, {
      ...ingest,
      spans: ingest.spans,
      logs: 0,
      submit: (signal, encoding, part) => {
        sizes.push(part.length);
        return ingest.submit(signal, encoding, part);
      },
    });
    expect(file).toMatchObject({ state: 'done', spansAdded: 200_000, skipped: [] });
    expect(Math.max(...sizes)).toBeLessThan(2 * 1024 * 1024);
    expect(new Set(ingest.spans.values())).toEqual(new Set(['shop']));
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
      (signal, encoding, body) => {
        if (++seen === 10) fileImport?.cancel();
        return ingest.submit(signal, encoding, body);
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
      spans: ingest.spans,
      logs: 0,
      submit: (signal, encoding, body) =>
        refusals-- > 0
          ? Promise.resolve({ status: 'unavailable', message: 'busy' })
          : ingest.submit(signal, encoding, body),
    });
    expect(file).toMatchObject({ state: 'done', spansAdded: 10 });
  });
});
