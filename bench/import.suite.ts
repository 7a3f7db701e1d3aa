/** Megabytes a second of dump files into the store, unpacked size, through the real workers. */
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { createImports } from '../src-main/engine/importers';
import { openStore } from '../src-main/engine/store';
import { makeBody, type RequestBody } from './generate';
import type { Suite } from './measurement';

const FILE_BYTES = 60 * 1024 * 1024;
const formats = ['json-lines', 'json-lines-gzip', 'protobuf-framed'] as const;
type Format = (typeof formats)[number];

export const importSuite: Suite = {
  names: formats.map((format) => `import ${format}`),

  async run(wanted, report) {
    for (const format of formats) {
      if (!wanted(`import ${format}`)) continue;
      const folder = mkdtempSync(join(tmpdir(), 'otelier-bench-'));
      try {
        const path = join(folder, 'dump');
        const { bytes, spans } = await writeDump(path, format);
        const seconds = await importFile(folder, path, spans);
        report({ name: `import ${format}`, value: bytes / 1e6 / seconds, unit: 'MB/s' });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
  },
};

/** Writes about `FILE_BYTES` of requests of 32 spans each. Sizes are before compression. */
async function writeDump(path: string, format: Format): Promise<{ bytes: number; spans: number }> {
  const body = makeBody(format === 'protobuf-framed' ? 'protobuf' : 'json', 'small', 32);
  const totals = { bytes: 0, spans: 0 };
  const file = createWriteStream(path);
  if (format === 'json-lines-gzip')
    await pipeline(records(body, format, totals), createGzip({ level: 1 }), file);
  else await pipeline(records(body, format, totals), file);
  return totals;
}

function* records(
  body: RequestBody,
  format: Format,
  totals: { bytes: number; spans: number },
): Generator<Buffer> {
  while (totals.bytes < FILE_BYTES) {
    const bytes = Buffer.from(body.fresh().buffer);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(bytes.length);
    const record = format === 'protobuf-framed' ? [head, bytes] : [bytes, Buffer.from('\n')];
    totals.bytes += bytes.length;
    totals.spans += body.spanCount;
    yield Buffer.concat(record);
  }
}

async function importFile(folder: string, path: string, spans: number): Promise<number> {
  const store = openStore({ dataDir: join(folder, 'data'), sqliteBinding: null });
  await store.opened;
  const start = performance.now();
  await new Promise<void>((resolve, reject) => {
    const imports = createImports({
      ingest: store.ingest,
      commands: store.commands,
      onChange(job) {
        if (job.state === 'running') return;
        const [file] = job.files;
        if (file?.state === 'done' && file.spansAdded === spans) resolve();
        else reject(new Error(`the import ended otherwise: ${JSON.stringify(file)}`));
      },
    });
    imports.start([path]);
  });
  const seconds = (performance.now() - start) / 1000;
  await store.close();
  return seconds;
}
