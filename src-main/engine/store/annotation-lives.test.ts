/** What is said of traces, through deletions, undos, failures of neighbours and odd values. */
import { describe, expect, it } from 'vitest';

import type { NewAssessment } from '@domain/annotations/assessment';
import type { TraceInfo } from '@domain/annotations/trace-info';
import type { AnnotationChange } from './annotation-change';
import { commitGroup } from './group-commit';
import type { WriteMessage } from './ingest-protocol';
import { runToEnd } from './sliced-job';
import { removeStrayAssessments } from './stray-assessments';
import { testAssessment } from './test-support/assessments';
import { RECEIVED_MS, TempStore } from './test-support/temp-store';
import { testSource, traceIdOf, tracesBody } from './test-support/requests';
import { TraceDeletion, UNDO_MS } from './trace-deletion';

const NOW = 1_787_000_001_000;

function write(store: TempStore, change: AnnotationChange): unknown {
  return store.commit(() => store.writer.annotations.write(change, NOW));
}

function tell(store: TempStore, trace: number, more: Partial<TraceInfo> = {}): void {
  write(store, tellingOf(trace, more));
}

function tellingOf(
  trace: number,
  more: Partial<TraceInfo> = {},
  assessments: readonly NewAssessment[] = [],
): AnnotationChange {
  const info: TraceInfo = {
    traceId: traceIdOf(trace),
    clientRequestId: null,
    experimentId: null,
    requestTimeMs: null,
    executionDurationMs: null,
    state: 'OK',
    requestPreview: null,
    responsePreview: null,
    metadata: {},
    ...more,
  };
  return { type: 'traceInfo', params: { info, tags: [], assessments } };
}

function assessmentOf(id: string, more: Partial<NewAssessment> = {}): NewAssessment {
  return testAssessment(id, { createdMs: NOW, updatedMs: NOW, ...more });
}

function experimentOf(store: TempStore, trace: number): string | undefined {
  return store.db
    .prepare<[Uint8Array], string>(
      `SELECT e.name FROM trace t JOIN experiment e ON e.id = t.experiment
        WHERE t.trace_id = ? AND t.deleted_at_ms IS NULL AND e.deleted_at_ms IS NULL`,
    )
    .pluck()
    .get(Buffer.from(traceIdOf(trace), 'hex'));
}

function assessed(store: TempStore): string[] {
  return store.db
    .prepare<[], string>(
      `SELECT lower(substr(hex(trace_id), -2)) || ' ' || value FROM assessment ORDER BY id`,
    )
    .pluck()
    .all();
}

describe('what is said of a trace that never comes', () => {
  it('goes after a week, and nothing else does', () => {
    const store = new TempStore();
    const put = (id: string, trace: number, updatedMs: number): unknown =>
      write(store, {
        type: 'putAssessment',
        params: assessmentOf(id, { traceId: traceIdOf(trace), value: id, updatedMs }),
      });
    store.write({ trace: 1, span: 1 });
    store.write({ trace: 2, span: 1 });
    const weekMs = 7 * 24 * 60 * 60 * 1000;
    put('there', 1, NOW - weekMs - 1);
    put('hidden', 2, NOW - weekMs - 1);
    put('stray', 3, NOW - weekMs - 1);
    put('young', 3, NOW - weekMs);
    runToEnd(new TraceDeletion(store.db, store.writer).softDelete([2], NOW));
    runToEnd(removeStrayAssessments(store.db, NOW));
    expect(assessed(store).map((text) => text.slice(3))).toEqual(
      ['there', 'hidden', 'young'].map((id) => JSON.stringify(id)),
    );
  });
});

describe('a trace that is deleted and arrives again', () => {
  it('has the status that was told of it', () => {
    const store = new TempStore();
    const deletion = new TraceDeletion(store.db, store.writer);
    store.write({ trace: 1, span: 1, status: 1 });
    tell(store, 1, { state: 'ERROR' });
    runToEnd(deletion.softDelete([1], NOW));
    store.write({ trace: 1, span: 1, status: 1 });
    expect(store.trace()?.status).toBe('error');
    runToEnd(deletion.purge(NOW + UNDO_MS));
    store.write({ trace: 1, span: 2, parent: 1 });
    expect(store.trace()?.status).toBe('error');
  });

  it('keeps what was told of it meanwhile when the deletion is taken back', () => {
    const store = new TempStore();
    const deletion = new TraceDeletion(store.db, store.writer);
    store.write({ trace: 1, span: 1, status: 1 });
    const { undoToken } = runToEnd(deletion.softDelete([1], NOW));
    tell(store, 1, { state: 'ERROR', experimentId: 7 });
    runToEnd(deletion.undo(undoToken, NOW + 1));
    expect(store.trace()).toMatchObject({ status: 'error', spans: 1 });
    expect(experimentOf(store, 1)).toBe('Experiment 7');
  });

  it('comes back with its experiment, though that was deleted after it', () => {
    const store = new TempStore();
    const deletion = new TraceDeletion(store.db, store.writer);
    store.write({ trace: 1, span: 1, service: 'desk' });
    const { undoToken } = runToEnd(deletion.softDelete([1], NOW));
    runToEnd(deletion.softDeleteExperiment(1, NOW + 1));
    expect(runToEnd(deletion.undo(undoToken, NOW + 2))).toMatchObject({ keys: [1] });
    expect(store.writer.experiments.takeChanged()).toBe(true);
    expect(experimentOf(store, 1)).toBe('desk');
    expect(deletion.hasHidden).toBe(false);
  });
});

describe('assessments', () => {
  it('go with the trace whose spans tell them of another one', () => {
    const store = new TempStore();
    const deletion = new TraceDeletion(store.db, store.writer);
    store.write({ trace: 1, span: 1 }, { trace: 2, span: 2 });
    const { assessments } = store.writer.annotations;
    assessments.replaceTold(2, [assessmentOf('a-1', { origin: 'span' })]);
    expect(assessed(store)).toEqual(['01 true']);
    runToEnd(deletion.softDelete([2], NOW));
    runToEnd(deletion.purge(NOW + UNDO_MS));
    expect(assessed(store)).toEqual([]);
  });

  it('that spans tell are those of the row that a deletion leaves', () => {
    const store = new TempStore();
    const deletion = new TraceDeletion(store.db, store.writer);
    const { assessments } = store.writer.annotations;
    store.write({ trace: 1, span: 1 });
    const { undoToken } = runToEnd(deletion.softDelete([1], NOW));
    store.write({ trace: 1, span: 2 });
    assessments.replaceTold(2, [assessmentOf('a-1', { origin: 'span' })]);
    runToEnd(deletion.undo(undoToken, NOW + 1));
    expect(assessed(store)).toEqual(['01 true']);
    assessments.replaceTold(1, []);
    expect(assessed(store)).toEqual([]);
  });

  it('of one trace are not taken by another that has the same ids', () => {
    const store = new TempStore();
    store.write({ trace: 1, span: 1 }, { trace: 2, span: 2 });
    write(store, tellingOf(1, {}, [assessmentOf('a-1')]));
    const copies = [
      assessmentOf('a-1', { traceId: traceIdOf(2), value: false }),
      assessmentOf('a-2', { traceId: traceIdOf(2), value: 3, overrides: 'a-1' }),
    ];
    write(store, tellingOf(2, {}, copies));
    write(store, tellingOf(2, {}, copies));
    expect(assessed(store)).toEqual(['01 true', '02 false', '02 3']);
    const valid = store.db.prepare('SELECT is_valid FROM assessment ORDER BY id').pluck().all();
    expect(valid).toEqual([1, 0, 1]);
  });

  it('do not stand in place of one of another trace', () => {
    const store = new TempStore();
    store.write({ trace: 1, span: 1 }, { trace: 2, span: 2 });
    write(store, { type: 'putAssessment', params: assessmentOf('a-1') });
    const other = assessmentOf('a-2', { traceId: traceIdOf(2), overrides: 'a-1' });
    write(store, { type: 'putAssessment', params: other });
    write(store, { type: 'putAssessment', params: assessmentOf('a-1', { value: 1 }) });
    const valid = store.db.prepare('SELECT is_valid FROM assessment ORDER BY id').pluck().all();
    expect(valid).toEqual([1, 1]);
  });

  it('that a sender tells are its own, though a span told the same', () => {
    const store = new TempStore();
    store.write({ trace: 1, span: 1 });
    const { assessments } = store.writer.annotations;
    const told = assessmentOf('a-1', { origin: 'span' });
    assessments.replaceTold(1, [told]);
    write(store, tellingOf(1, {}, [assessmentOf('a-1', { value: false, origin: 'import' })]));
    assessments.replaceTold(1, [told]);
    expect(assessments.find('a-1')).toMatchObject({ value: false, origin: 'import' });
    write(store, { type: 'deleteAssessment', params: { id: 'a-1', traceId: null } });
    assessments.replaceTold(1, [told]);
    expect(assessments.find('a-1')).toMatchObject({ value: true, origin: 'span' });
  });
});

it('announces what was said in a group of which another part failed', () => {
  const store = new TempStore();
  store.db.exec(/* sql */ `
    CREATE TRIGGER poison BEFORE INSERT ON span WHEN new.name = 'poison'
    BEGIN SELECT raise(ABORT, 'no poison here'); END`);
  const request = (id: number, name: string): WriteMessage => ({
    t: 'ingest',
    id,
    request: {
      signal: 'traces',
      encoding: 'protobuf',
      body: tracesBody({ trace: id, span: id, name, service: name }),
      source: testSource,
    },
    receivedMs: RECEIVED_MS,
  });
  const queue: WriteMessage[] = [
    request(1, 'good'),
    { t: 'annotate', id: 9, change: tellingOf(1), receivedMs: RECEIVED_MS },
    request(2, 'poison'),
  ];
  const { annotated } = commitGroup(
    store.writer,
    () => queue.shift(),
    () => 0,
  );
  const result = { id: expect.any(Number), name: expect.any(String) };
  expect(annotated).toEqual([{ id: 9, result }]);
  const key = store.db.prepare('SELECT id FROM trace').pluck().get();
  expect(store.writer.annotations.takeAnnotated()).toEqual([key]);
  expect(store.writer.experiments.takeChanged()).toBe(true);
  expect(experimentOf(store, 1)).toBe('good');
});

it('keeps tags of experiments under any key', () => {
  const store = new TempStore();
  const keys = ['plain', 'a.b', 'say "x"', 'back\\slash', '__proto__', '#-1', 'ü\n'];
  for (const key of keys) {
    write(store, { type: 'setExperimentTag', params: { id: 0, tag: { key, value: `of ${key}` } } });
    write(store, { type: 'setExperimentTag', params: { id: 0, tag: { key, value: key } } });
  }
  const tags = store.db.prepare<[], string>('SELECT tags FROM experiment').pluck().get() ?? '';
  expect(Object.entries(JSON.parse(tags) as object)).toEqual(keys.map((key) => [key, key]));
});

it.each([
  { requestTimeMs: 1.5, executionDurationMs: 265.5 },
  { requestTimeMs: 1e30, executionDurationMs: 1e30 },
  { requestTimeMs: -1e30, executionDurationMs: -5 },
  { requestTimeMs: 9e15, executionDurationMs: 1 },
  { requestTimeMs: 9.2e12, executionDurationMs: 9.2e12 },
  { requestTimeMs: Number.NaN, executionDurationMs: Number.POSITIVE_INFINITY },
])('keeps a trace of which times like %j are told', (times) => {
  const store = new TempStore();
  tell(store, 1, times);
  store.write({ trace: 2, span: 1 });
  tell(store, 2, times);
  const trace = store.trace(1);
  expect(trace?.durationNs).toBeGreaterThanOrEqual(0n);
  const [ms] = store.db.prepare('SELECT request_time_ms FROM trace_info').pluck().all();
  expect(() => new Date((ms as number | null) ?? 0).toISOString()).not.toThrow();
});
