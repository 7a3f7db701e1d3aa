import { decodeTracesProtobuf } from '@domain/otlp/decode-protobuf';
import { expect, it } from 'vitest';

import { openWritable } from './connection';
import { runToEnd } from './sliced-job';
import { testSource, tracesBody, type TestSpan } from './test-support/requests';
import { RECEIVED_MS, TempStore } from './test-support/temp-store';
import { TraceDeletion, UNDO_MS } from './trace-deletion';
import { removeUnusedEntries } from './unused-entries';

const NOW = 1_787_000_000_000;

/** Writes spans that came with a header of their own. */
function writeFrom(store: TempStore, agent: string, ...spans: readonly TestSpan[]): void {
  const source = { ...testSource, agent, headers: [{ name: 'x-secret', value: agent }] };
  const decoded = decodeTracesProtobuf(tracesBody(...spans));
  store.commit(() => store.writer.writeSpans(decoded, source, RECEIVED_MS));
}

function deleteTraces(store: TempStore, keys: readonly number[]): void {
  const deletion = new TraceDeletion(store.db, store.writer);
  runToEnd(deletion.softDelete(keys, NOW));
  runToEnd(deletion.purge(NOW + UNDO_MS));
}

function services(store: TempStore): unknown[] {
  return store.db.prepare('SELECT service_name FROM resource ORDER BY 1').pluck().all();
}

function agents(store: TempStore): unknown[] {
  return store.db.prepare('SELECT agent FROM source ORDER BY 1').pluck().all();
}

function dangling(store: TempStore): unknown {
  return store.db
    .prepare(/* sql */ `
      SELECT count(*) FROM span WHERE resource NOT IN (SELECT id FROM resource)
        OR scope NOT IN (SELECT id FROM scope) OR source NOT IN (SELECT id FROM source)`)
    .pluck()
    .get();
}

it('are removed with the last trace that had them, and come back when they are used again', () => {
  const store = new TempStore();
  writeFrom(store, 'kept', { trace: 1, span: 1, service: 'kept' });
  writeFrom(store, 'gone', { trace: 2, span: 2, service: 'gone' });
  writeFrom(store, 'gone', { trace: 3, span: 3, service: 'gone' });
  store.writeLogs({ trace: 9, text: 'of the service app' });
  deleteTraces(store, [2]);
  expect(services(store)).toEqual(['app', 'gone', 'kept']);
  deleteTraces(store, [3]);
  expect(services(store)).toEqual(['app', 'kept']);
  expect(agents(store)).toEqual(['kept', testSource.agent]);
  expect(store.count('scope')).toBe(2);

  writeFrom(store, 'gone', { trace: 4, span: 4, service: 'gone' });
  expect(services(store)).toEqual(['app', 'gone', 'kept']);
  expect(agents(store)).toEqual(['gone', 'kept', testSource.agent]);
  expect(dangling(store)).toBe(0);
});

it('stay while a deletion may be undone', () => {
  const store = new TempStore();
  writeFrom(store, 'a', { trace: 1, span: 1, service: 'a' });
  writeFrom(store, 'b', { trace: 2, span: 2, service: 'b' });
  const deletion = new TraceDeletion(store.db, store.writer);
  runToEnd(deletion.softDelete([1], NOW));
  runToEnd(deletion.softDelete([2], NOW + 10));
  runToEnd(deletion.purge(NOW + UNDO_MS));
  expect(services(store)).toEqual(['b']);
});

it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
  'are kept where something begins to use them after slice %i of the search',
  (uses) => {
    const store = new TempStore();
    const many = Array.from({ length: 5000 }, (_, at) => ({ span: at + 1 }));
    store.write(...many);
    writeFrom(store, 'unused', { trace: 2, span: 1, service: 'unused' });
    store.db.exec(
      'DELETE FROM span WHERE trace = 2; DELETE FROM span_payload WHERE span = 5001; DELETE FROM trace WHERE id = 2',
    );
    store.restart();

    const job = removeUnusedEntries(store.db, store.writer.dictionaries, 0);
    let slices = 0;
    do {
      // The newest span, which is looked at first, and a new one.
      const used = [
        { span: 5000, end: 9000 },
        { trace: 3, span: 7 },
      ];
      if (slices === uses) {
        writeFrom(store, 'unused', ...used.map((span) => ({ ...span, service: 'unused' })));
      }
      slices++;
    } while (job.next().done !== true);
    expect(slices).toBeGreaterThan(uses);
    expect(dangling(store)).toBe(0);
    expect(services(store)).toEqual(['app', 'unused']);
  },
);

it('stay where another program wrote meanwhile', () => {
  const store = new TempStore();
  writeFrom(store, 'unused', { trace: 1, span: 1, service: 'unused' });
  store.db.exec('DELETE FROM span; DELETE FROM span_payload; DELETE FROM trace');
  store.restart();
  writeFrom(store, 'used', { trace: 2, span: 2, service: 'used' });
  const job = removeUnusedEntries(store.db, store.writer.dictionaries, 0);
  // Three of them list what there is, one looks at the spans.
  for (let slice = 0; slice < 4; slice++) job.next();
  const other = openWritable(store.db.name, null);
  other.exec("INSERT INTO notice VALUES ('/x', 'migrated', '')");
  other.close();
  runToEnd(job);
  expect(services(store)).toEqual(['unused', 'used']);
  runToEnd(removeUnusedEntries(store.db, store.writer.dictionaries));
  expect(services(store)).toEqual(['used']);
});
