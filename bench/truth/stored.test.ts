import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { NORMALISER_VERSION } from '@domain/facets/facet-row';
import type { TraceFacets } from '@domain/facets/trace-facets';
import { decodeRequest } from '@domain/otlp/decode-request';
import { noPrices } from '../../src-main/engine/facets/price-list';
import { traceFacetReader } from '../../src-main/engine/facets/trace-facet-row';
import { createUnderstanding } from '../../src-main/engine/facets/understand-trace';
import { openReadable } from '../../src-main/engine/store/connection';
import { FacetWriter } from '../../src-main/engine/store/facet-writer';
import { DATABASE_FILE } from '../../src-main/engine/store/file-names';
import { IngestWriter } from '../../src-main/engine/store/ingest-writer';
import { openDatabase } from '../../src-main/engine/store/open-database';
import { runToEnd } from '../../src-main/engine/store/sliced-job';
import { capturesDir, captureNames } from './truth-file';
import { understandCapture } from './understand';

const source = { transport: 'http/json', agent: 'test', headers: [] } as const;

it.each(captureNames())(
  'the store comes to know of %s what all of it at once tells, request by request',
  (name) => {
    const stored = storedFacets(name);
    const expected = understandCapture(name).map(({ fold }) => fold.trace);
    expect(stored).toEqual(expected);
  },
);

/** Facets of all traces in order of start, after each request was understood as it came. */
function storedFacets(name: string): (TraceFacets | null)[] {
  const dataDir = mkdtempSync(join(tmpdir(), 'otelier-truth-'));
  const db = openDatabase({ dataDir, sqliteBinding: null, now: () => new Date() });
  const reader = openReadable(join(dataDir, DATABASE_FILE), null);
  onTestFinished(() => {
    reader.close();
    db.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const writer = new IngestWriter(db);
  const facets = new FacetWriter(db);
  const understanding = createUnderstanding(reader, (error) => {
    throw error;
  });
  const due = db.prepare<[], number>('SELECT id FROM trace WHERE facet_version = 0').pluck();

  for (const line of readFileSync(join(capturesDir, `${name}.jsonl`), 'utf8').split('\n')) {
    if (line.trim() === '') continue;
    const signal = line.includes('"resourceSpans"') ? 'traces' : 'logs';
    const decoded = decodeRequest(signal, 'json', new TextEncoder().encode(line));
    writer.begin();
    if (decoded.signal === 'traces') writer.writeSpans(decoded, source, 1);
    if (decoded.signal === 'logs') writer.writeLogs(decoded, source, 1);
    writer.commit();
    for (const key of due.all()) {
      for (const trace of understanding.of(key, noPrices)) {
        runToEnd(facets.store({ version: NORMALISER_VERSION, traces: [trace] }));
      }
    }
  }
  const read = traceFacetReader(db);
  const keys = db.prepare<[], number>('SELECT id FROM trace ORDER BY start_ns, id').pluck();
  return keys.all().map(read);
}
