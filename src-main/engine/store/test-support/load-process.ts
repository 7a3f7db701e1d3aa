/**
 * Runs an ingest worker under load and prints the number of each request as it is
 * acknowledged, so that whoever kills this process knows what must not be lost.
 *
 * Arguments: worker file, data folder, numbers of requests to repeat (JSON), first new number.
 * Request n holds the spans `n * SPANS_EACH` to `n * SPANS_EACH + SPANS_EACH - 1`; span k
 * belongs to trace `floor(k / SPANS_A_TRACE)`. The same constants stand in the test.
 */
import { writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

const SPANS_EACH = 20;
const SPANS_A_TRACE = 50;
const IN_FLIGHT = 48;
const padding = 'x'.repeat(700);

const [workerFile = '', dataDir = '', repeats = '[]', firstNew = '0'] = process.argv.slice(2);
const again = JSON.parse(repeats) as number[];
let nextNew = Number(firstNew);

const worker = new Worker(workerFile, { workerData: { dataDir, sqliteBinding: null } });

interface FromWorker {
  readonly t: string;
  readonly outcomes?: readonly (readonly [number, { readonly status: string }])[];
}

worker.on('message', (message: FromWorker) => {
  if (message.t === 'refused') throw new Error(JSON.stringify(message));
  if (message.t === 'opened') for (let i = 0; i < IN_FLIGHT; i++) send();
  for (const [id, { status }] of message.outcomes ?? []) {
    if (status !== 'committed') throw new Error(`Request ${id}: ${status}`);
    writeSync(1, `${id}\n`);
    send();
  }
});

function send(): void {
  const id = again.shift() ?? nextNew++;
  const source = { transport: 'http/protobuf', agent: 'load', headers: [] };
  const request = { signal: 'traces', encoding: 'protobuf', body: bodyOf(id), source };
  worker.postMessage({ t: 'ingest', id, request, receivedMs: Date.now() });
}

function bodyOf(id: number): Uint8Array {
  const spans = Array.from({ length: SPANS_EACH }, (_, at) => {
    const number = id * SPANS_EACH + at;
    return field(
      2,
      field(1, idBytes(16, Math.floor(number / SPANS_A_TRACE) + 1)),
      field(2, idBytes(8, number + 1)),
      ...(number % SPANS_A_TRACE === 0 ? [] : [field(4, idBytes(8, number))]),
      field(5, Buffer.from('load')),
      fixed64(7, 1_787_000_000_000_000_000n + BigInt(number)),
      fixed64(8, 1_787_000_000_000_001_000n + BigInt(number)),
      field(9, field(1, Buffer.from('pad')), field(2, field(1, Buffer.from(padding)))),
    );
  });
  return new Uint8Array(field(1, field(2, ...spans)));
}

function idBytes(length: number, number: number): Buffer {
  const id = Buffer.alloc(length);
  id.writeUInt32BE(number, length - 4);
  return id;
}

function field(number: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const head: number[] = [number * 8 + 2];
  let rest = body.length;
  for (; rest > 0x7f; rest >>>= 7) head.push((rest & 0x7f) | 0x80);
  head.push(rest);
  return Buffer.concat([Buffer.from(head), body]);
}

function fixed64(number: number, value: bigint): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = number * 8 + 1;
  bytes.writeBigUInt64LE(value, 1);
  return bytes;
}
