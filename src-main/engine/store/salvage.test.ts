import { copyFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import type { NewAssessment } from '@domain/annotations/assessment';
import type { TraceInfo } from '@domain/annotations/trace-info';
import type { TraceId } from '@domain/units';
import { openWritable } from './connection';
import { DATABASE_FILE } from './file-names';
import { salvage } from './salvage';
import { runToEnd } from './sliced-job';
import { damagePages, damageTable, leafPages, pageBytesOf } from './test-support/damage-file';
import { testAssessment } from './test-support/assessments';
import { traceIdOf, type TestSpan } from './test-support/requests';
import { tempDir, TempStore } from './test-support/temp-store';
import { TraceDeletion } from './trace-deletion';

const NOW = 1_787_000_009_000;
const TRACES = 40;
const SPANS_EACH = 50;

function spansOf(trace: number): TestSpan[] {
  return Array.from({ length: SPANS_EACH }, (_, at) => ({
    trace,
    span: trace * 1000 + at,
    ...(at === 0 ? {} : { parent: trace * 1000 }),
    service: `service ${trace % 3}`,
    start: at,
    end: at + 1000,
    note: 'x'.repeat(at % 10 === 0 ? 40_000 : 300),
  }));
}

/** A closed database with some thousand spans, under a set-aside name. */
function filled(change: (store: TempStore) => void = () => undefined): string {
  const store = new TempStore();
  for (let trace = 1; trace <= TRACES; trace++) {
    store.write(...spansOf(trace));
    store.writeLogs({ trace, text: 'twice' }, { trace, text: 'twice' }, { trace, text: 'once' });
  }
  change(store);
  store.db.close();
  const path = join(tempDir(), 'otelier-damaged-2026.db');
  copyFileSync(join(store.dataDir, DATABASE_FILE), path);
  return path;
}

function salvageInto(store: TempStore, path: string) {
  return runToEnd(salvage(path, null, store.writer, NOW));
}

it('copies all of a database that can be read, with where it came from', () => {
  const path = filled();
  const store = new TempStore();
  const all = { spans: TRACES * SPANS_EACH, logRecords: TRACES * 3, unreadable: 0 };
  expect(salvageInto(store, path)).toEqual(all);
  const original = new TempStore();
  for (let trace = 1; trace <= TRACES; trace++) original.write(...spansOf(trace));
  expect(store.trace(7)).toEqual({ ...original.trace(7), logs: 3 });
  expect(store.db.prepare('SELECT transport, agent FROM source').all()).toEqual([
    { transport: 'http/protobuf', agent: 'test/1.0' },
  ]);
  expect(store.db.prepare('SELECT DISTINCT received_ms FROM span').pluck().all()).toEqual([
    1_787_000_000_500,
  ]);
});

it('adds nothing the second time, and nothing that is there already', () => {
  const path = filled();
  const store = new TempStore();
  store.write(...spansOf(5));
  store.writeLogs({ trace: 5, text: 'twice' });
  const { spans, logRecords } = salvageInto(store, path);
  expect(spans).toBe((TRACES - 1) * SPANS_EACH);
  expect(logRecords).toBe(TRACES * 3 - 1);
  expect(salvageInto(store, path)).toEqual({ spans: 0, logRecords: 0, unreadable: 0 });
});

it('steps over damaged pages and keeps the rest', () => {
  const path = filled();
  const leaves = leafPages(path, 'span_payload');
  const damaged = [leaves[3]!, leaves[20]!, leaves[21]!, leaves.at(-1)!];
  damagePages(path, pageBytesOf(path), damaged);
  const store = new TempStore();
  const result = salvageInto(store, path);
  expect(result.unreadable).toBeGreaterThanOrEqual(3);
  expect(result.logRecords).toBe(TRACES * 3);
  // A page holds some forty of the small spans at most.
  expect(result.spans).toBeLessThan(TRACES * SPANS_EACH);
  expect(result.spans).toBeGreaterThan(TRACES * SPANS_EACH - damaged.length * 50);
  expect(store.count('span')).toBe(result.spans);
});

it('keeps spans whose other rows cannot be read, under no service', () => {
  const path = filled();
  for (const table of ['span', 'resource', 'scope', 'trace', 'source']) damageTable(path, table);
  const store = new TempStore();
  expect(salvageInto(store, path)).toMatchObject({ spans: TRACES * SPANS_EACH });
  expect(store.trace(3)).toMatchObject({ spans: SPANS_EACH, service: '', services: [] });
  expect(store.db.prepare('SELECT transport, agent FROM source LIMIT 1').all()).toEqual([
    { transport: 'import', agent: 'otelier-damaged-2026.db' },
  ]);
});

it('keeps what a file holds that was cut short', () => {
  const path = filled();
  const pages = leafPages(path, 'span_payload');
  truncateSync(path, pages[Math.floor(pages.length / 2)]! * pageBytesOf(path));
  const store = new TempStore();
  const { spans } = salvageInto(store, path);
  expect(spans).toBeGreaterThan(TRACES * SPANS_EACH * 0.3);
  expect(spans).toBeLessThan(TRACES * SPANS_EACH * 0.7);
});

it('does not bring back what was deleted', () => {
  const path = filled((store) => {
    const deletion = new TraceDeletion(store.db, store.writer);
    runToEnd(deletion.softDelete([1, 2], NOW));
    store.writeLogs({ trace: 2, text: 'after the deletion' });
  });
  const store = new TempStore();
  expect(salvageInto(store, path)).toEqual({
    spans: (TRACES - 2) * SPANS_EACH,
    logRecords: (TRACES - 2) * 3 + 1,
    unreadable: 0,
  });
  expect(store.trace(1)).toBeNull();
});

it.each([
  ['no JSON', '[{"name":'],
  ['JSON of another shape', '[{"name":1}]'],
])('keeps spans whose source has headers that are %s', (_, headers) => {
  const path = filled((store) => store.db.prepare('UPDATE source SET headers = ?').run(headers));
  const store = new TempStore();
  expect(salvageInto(store, path)).toEqual({
    spans: TRACES * SPANS_EACH,
    logRecords: TRACES * 3,
    unreadable: 1,
  });
  expect(store.db.prepare('SELECT transport, agent, headers FROM source').all()).toEqual([
    { transport: 'import', agent: 'otelier-damaged-2026.db', headers: '[]' },
  ]);
});

it('keeps what it can where columns hold values of another type', () => {
  const path = filled();
  const db = openWritable(path, null);
  db.unsafeMode(true);
  db.pragma('writable_schema = ON');
  db.exec("UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')')");
  db.close();
  const lax = openWritable(path, null);
  lax.exec(
    "UPDATE span SET resource = 'x', scope = x'00', source = 'z', received_ms = 'y' WHERE id = 1",
  );
  lax.exec('UPDATE span SET received_ms = 9.5 WHERE id = 2');
  lax.exec("UPDATE span_payload SET bytes = 'text' WHERE span = 3");
  lax.exec("UPDATE log_record SET dedupe = 'text', source = 2.5 WHERE id = 1");
  lax.exec("UPDATE resource SET bytes = 7; UPDATE source SET transport = x'01'");
  lax.close();
  const store = new TempStore();
  expect(salvageInto(store, path)).toEqual({
    spans: TRACES * SPANS_EACH - 1,
    logRecords: TRACES * 3,
    unreadable: 2,
  });
});

it('says so where nothing can be read', () => {
  const path = join(tempDir(), 'otelier-damaged-2026.db');
  writeFileSync(path, 'no database at all '.repeat(100));
  expect(() => salvageInto(new TempStore(), path)).toThrow(
    /^Nothing of otelier-damaged-2026\.db can be read any more/,
  );
});

it('copies what was said of traces', () => {
  const path = filled((store) => {
    const { annotations } = store.writer;
    const traceId = traceIdOf(7);
    store.commit(() => {
      const info = toldInfo(traceId);
      const tags = [{ key: 'env', value: 'dev' }];
      const assessments = [toldAssessment('a-1', traceId), toldAssessment('a-2', traceIdOf(8))];
      annotations.write({ type: 'traceInfo', params: { info, tags, assessments } }, NOW);
      annotations.tags.replaceTold(Buffer.from(traceId, 'hex'), [{ key: 'derived', value: '' }]);
    });
    runToEnd(new TraceDeletion(store.db, store.writer).softDelete([8], NOW));
  });
  const store = new TempStore();
  salvageInto(store, path);
  const rows = (sql: string): unknown[] => store.db.prepare(sql).raw().all();
  expect(rows('SELECT key, value FROM trace_tag')).toEqual([['env', 'dev']]);
  expect(rows('SELECT assessment_id, value FROM assessment')).toEqual([['a-1', '0.5']]);
  expect(rows('SELECT client_request_id, metadata FROM trace_info')).toEqual([['c', '{"k":"v"}']]);
  expect(
    rows(`SELECT e.name FROM trace t JOIN experiment e ON e.id = t.experiment
      WHERE t.trace_id = x'${traceIdOf(7)}'`),
  ).toEqual([['Experiment 5']]);
  store.commit(() =>
    store.writer.annotations.tags.set(Buffer.from(traceIdOf(7), 'hex'), {
      key: 'env',
      value: 'mine',
    }),
  );
  salvageInto(store, path);
  expect(rows('SELECT key, value FROM trace_tag')).toEqual([['env', 'mine']]);
  expect(store.count('assessment')).toBe(1);
});

it('copies projects under their names and ids, and passes over what is no JSON any more', () => {
  const path = filled((store) => {
    const { annotations } = store.writer;
    const tag = { key: 'team', value: 'blue' };
    store.commit(() => {
      const info = { ...toldInfo(traceIdOf(7)), experimentId: 12 };
      annotations.write({ type: 'traceInfo', params: { info, tags: [], assessments: [] } }, NOW);
      annotations.write({ type: 'renameExperiment', params: { id: 12, name: 'desk' } }, NOW);
      annotations.write({ type: 'setExperimentTag', params: { id: 12, tag } }, NOW);
      annotations.write(
        { type: 'addAssessment', params: toldAssessment('a-1', traceIdOf(9)) },
        NOW,
      );
      annotations.write(
        { type: 'addAssessment', params: toldAssessment('a-2', traceIdOf(9)) },
        NOW,
      );
    });
    store.db.exec(`UPDATE assessment SET value = '{' WHERE assessment_id = 'a-1'`);
  });
  const store = new TempStore();
  store.commit(() =>
    store.writer.annotations.write(
      {
        type: 'traceInfo',
        params: {
          info: { ...toldInfo(traceIdOf(99)), experimentId: 12 },
          tags: [],
          assessments: [],
        },
      },
      NOW,
    ),
  );
  salvageInto(store, path);
  const rows = (sql: string): unknown[] => store.db.prepare(sql).raw().all();
  expect(rows('SELECT id, name, tags FROM experiment WHERE id = 12')).toEqual([
    [12, 'desk', '{"team":"blue"}'],
  ]);
  expect(
    rows(`SELECT hex(trace_id) FROM trace WHERE experiment = 12 ORDER BY trace_id`),
  ).toHaveLength(2);
  expect(rows('SELECT assessment_id FROM assessment')).toEqual([['a-2']]);
});

function toldInfo(traceId: TraceId): TraceInfo {
  return {
    traceId,
    clientRequestId: 'c',
    experimentId: 5,
    requestTimeMs: null,
    executionDurationMs: null,
    state: 'OK',
    requestPreview: null,
    responsePreview: null,
    metadata: { k: 'v' },
  };
}

function toldAssessment(id: string, traceId: TraceId): NewAssessment {
  return testAssessment(id, { traceId, value: 0.5, createdMs: NOW, updatedMs: NOW });
}
