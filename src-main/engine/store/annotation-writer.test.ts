import { describe, expect, it } from 'vitest';

import type { ContractError } from '@contract/errors';
import type { NewAssessment } from '@domain/annotations/assessment';
import type { TraceInfo } from '@domain/annotations/trace-info';
import type { AnnotationChange } from './annotation-change';
import { runToEnd } from './sliced-job';
import { testAssessment } from './test-support/assessments';
import { TempStore } from './test-support/temp-store';
import { BASE_NS, traceIdOf } from './test-support/requests';
import { TraceDeletion, UNDO_MS } from './trace-deletion';
import { TraceGrouping } from './trace-grouping';

const NOW = 1_787_000_001_000;

function write(store: TempStore, change: AnnotationChange, nowMs = NOW): unknown {
  return store.commit(() => store.writer.annotations.write(change, nowMs));
}

/** Code of what the change fails with; fails the test where it does not. */
function failure(store: TempStore, change: AnnotationChange): string {
  try {
    write(store, change);
  } catch (error) {
    store.writer.rollback();
    return (error as ContractError).code;
  }
  throw new Error('It did not fail.');
}

function infoOf(trace: number, more: Partial<TraceInfo> = {}): TraceInfo {
  return {
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
}

function tell(store: TempStore, info: TraceInfo, tags: Record<string, string> = {}): void {
  const list = Object.entries(tags).map(([key, value]) => ({ key, value }));
  write(store, { type: 'traceInfo', params: { info, tags: list, assessments: [] } });
}

function rowOf(store: TempStore, trace = 1) {
  return store.db
    .prepare<[Uint8Array], Record<string, number>>(
      'SELECT experiment, experiment_origin, status, told_status, facet_version FROM trace WHERE trace_id = ? AND deleted_at_ms IS NULL',
    )
    .get(Buffer.from(traceIdOf(trace), 'hex'));
}

function experiments(store: TempStore): Record<string, unknown>[] {
  return store.db
    .prepare<[], Record<string, unknown>>(
      'SELECT id, name, deleted_at_ms AS deletedAtMs FROM experiment ORDER BY id',
    )
    .all();
}

function tagsOf(store: TempStore, trace = 1): string[] {
  return store.db
    .prepare<[Uint8Array], { key: string; value: string }>(
      'SELECT key, value FROM trace_tag WHERE trace_id = ? AND is_removed = 0 ORDER BY key',
    )
    .all(Buffer.from(traceIdOf(trace), 'hex'))
    .map(({ key, value }) => `${key}=${value}`);
}

describe('experiments', () => {
  it('are made of what spans say, the strongest first and the first of equals', () => {
    const store = new TempStore();
    store.write({ trace: 1, span: 2, parent: 1, service: 'tools' });
    expect(rowOf(store)).toMatchObject({ experiment: 1, experiment_origin: 1 });
    store.write({ trace: 1, span: 3, parent: 1, service: 'other' });
    expect(rowOf(store)).toMatchObject({ experiment: 1 });
    store.write({ trace: 1, span: 1, service: 'agent' });
    expect(experiments(store).map(({ name }) => name)).toEqual([
      'Default',
      'tools',
      'other',
      'agent',
    ]);
    expect(rowOf(store)).toMatchObject({ experiment: 3, experiment_origin: 2 });
  });

  it('are made for an id that nobody knows', () => {
    const store = new TempStore();
    store.write({ trace: 1, span: 1 });
    tell(store, infoOf(1, { experimentId: 42 }));
    expect(rowOf(store)).toMatchObject({ experiment: 42 });
    expect(experiments(store).at(-1)).toMatchObject({ id: 42, name: 'Experiment 42' });
    // Afterwards nothing but the user's own word moves it.
    tell(store, infoOf(1, { experimentId: 43 }));
    expect(rowOf(store)).toMatchObject({ experiment: 42 });
    const grouping = new TraceGrouping(store.db, store.writer);
    runToEnd(grouping.move({ keys: [1, 99], experimentId: 43 }));
    store.write({ trace: 1, span: 2, parent: 1 });
    expect(rowOf(store)).toMatchObject({ experiment: 43 });
  });

  it('have one name each', () => {
    const store = new TempStore();
    expect(write(store, { type: 'createExperiment', params: { name: 'desk' } })).toBe(1);
    const again: AnnotationChange = { type: 'createExperiment', params: { name: 'desk' } };
    expect(failure(store, again)).toBe('conflict');
    write(store, { type: 'createExperiment', params: { name: 'lab' } });
    const rename = (id: number, name: string): AnnotationChange => ({
      type: 'renameExperiment',
      params: { id, name },
    });
    expect(failure(store, rename(2, 'desk'))).toBe('conflict');
    expect(failure(store, rename(9, 'x'))).toBe('not_found');
    write(store, rename(2, 'lab'));
    write(store, rename(1, 'table'));
    store.write({ trace: 1, span: 1, service: 'desk' });
    expect(experiments(store).map(({ name }) => name)).toEqual(['Default', 'table', 'lab', 'desk']);
  });

  it('go with their traces, and come back with them or with a span', () => {
    const store = new TempStore();
    const deletion = new TraceDeletion(store.db, store.writer);
    store.write({ trace: 1, span: 1, service: 'desk' }, { trace: 2, span: 2, service: 'lab' });
    const deleted = runToEnd(deletion.softDeleteExperiment(1, NOW));
    expect(deleted.deleted).toBe(1);
    expect(store.trace(1)).toBeNull();
    expect(store.trace(2)).not.toBeNull();
    expect(runToEnd(deletion.undo(deleted.undoToken, NOW + 1))).toEqual({
      keys: [1],
      experiments: 1,
    });
    expect(rowOf(store)).toMatchObject({ experiment: 1 });

    runToEnd(deletion.softDeleteExperiment(1, NOW + 10));
    store.write({ trace: 3, span: 3, service: 'desk' });
    expect(experiments(store)[1]).toMatchObject({ name: 'desk', deletedAtMs: null });
    runToEnd(deletion.purge(NOW + 10 + UNDO_MS));
    expect(store.trace(1)).toBeNull();
    expect(experiments(store)).toHaveLength(3);

    runToEnd(deletion.softDeleteExperiment(2, NOW + 20));
    expect(deletion.hasHidden).toBe(true);
    runToEnd(deletion.purge(NOW + 20 + UNDO_MS));
    expect(experiments(store).map(({ name }) => name)).toEqual(['Default', 'desk']);
    expect(deletion.hasHidden).toBe(false);
  });

  it('of which none was left are removed though they had no traces', () => {
    const store = new TempStore();
    const deletion = new TraceDeletion(store.db, store.writer);
    write(store, { type: 'createExperiment', params: { name: 'desk' } });
    runToEnd(deletion.softDeleteExperiment(1, NOW));
    expect(() => runToEnd(deletion.softDeleteExperiment(0, NOW))).toThrow('default');
    expect(() => runToEnd(deletion.softDeleteExperiment(1, NOW))).toThrow('no project');
    expect(deletion.hasHidden).toBe(true);
    runToEnd(deletion.purge(NOW + UNDO_MS));
    expect(experiments(store)).toHaveLength(1);
  });

  it('are not known any more after a rollback', () => {
    const store = new TempStore();
    store.writer.begin();
    store.writeSpans({ trace: 1, span: 1, service: 'desk' });
    store.writer.rollback();
    store.write({ trace: 1, span: 1, service: 'desk' });
    expect(experiments(store).map(({ name }) => name)).toEqual(['Default', 'desk']);
  });
});

describe('what is told of a whole trace', () => {
  it('holds whatever spans come later', () => {
    const store = new TempStore();
    store.write({ trace: 1, span: 1, status: 1 });
    tell(store, infoOf(1, { state: 'ERROR' }));
    expect(store.trace()?.status).toBe('error');
    store.write({ trace: 1, span: 1, end: 2000, status: 1 }, { trace: 1, span: 2, parent: 1 });
    expect(store.trace()).toMatchObject({ status: 'error', spans: 2 });
    store.restart();
    store.write({ trace: 1, span: 3, parent: 1 });
    expect(store.trace()).toMatchObject({ status: 'error', spans: 3 });
    tell(store, infoOf(1, { state: 'IN_PROGRESS' }));
    expect(store.trace()?.status).toBe('ok');
  });

  it('stands for spans that have not come', () => {
    const store = new TempStore();
    const requestTimeMs = 1_787_000_000_000;
    const info = infoOf(1, { requestTimeMs, executionDurationMs: 250 });
    tell(store, info, { 'mlflow.traceName': 'agent' });
    expect(store.trace()).toMatchObject({
      firstSpan: 'agent',
      startNs: BigInt(requestTimeMs) * 1_000_000n,
      durationNs: 250_000_000n,
      spans: 0,
      status: 'ok',
    });
    store.restart();
    store.write({ trace: 1, span: 1, name: 'run' });
    expect(store.trace()).toMatchObject({ rootName: 'run', startNs: BASE_NS, durationNs: 1000n });
  });

  it('has the trace understood anew', () => {
    const store = new TempStore();
    store.write({ trace: 1, span: 1 });
    store.db.exec('UPDATE trace SET facet_version = 9');
    tell(store, infoOf(1));
    expect(rowOf(store)).toMatchObject({ facet_version: 0 });
  });
});

describe('tags', () => {
  it('are set, changed and taken off', () => {
    const store = new TempStore();
    store.write({ trace: 1, span: 1 });
    const traceId = traceIdOf(1);
    const set = (key: string, value: string): AnnotationChange => ({
      type: 'setTags',
      params: { traceId, tags: [{ key, value }] },
    });
    write(store, set('env', 'dev'));
    write(store, set('env', 'prod'));
    write(store, set('label', ''));
    expect(tagsOf(store)).toEqual(['env=prod', 'label=']);
    const remove: AnnotationChange = { type: 'removeTag', params: { traceId, key: 'env' } };
    write(store, remove);
    expect(tagsOf(store)).toEqual(['label=']);
    expect(failure(store, remove)).toBe('not_found');
    const unknown = { type: 'setTags', params: { traceId: traceIdOf(9), tags: [] } } as const;
    expect(failure(store, unknown)).toBe('not_found');
    expect(store.writer.annotations.takeAnnotated()).toEqual([1]);
    expect(store.writer.annotations.takeAnnotated()).toEqual([]);
  });

  it('of many traces change together', () => {
    const store = new TempStore();
    for (let trace = 1; trace <= 450; trace += 1) store.write({ trace, span: trace });
    const grouping = new TraceGrouping(store.db, store.writer);
    const keys = Array.from({ length: 460 }, (_, at) => at + 1);
    const tag = (set: { key: string; value: string }[], remove: string[]) =>
      runToEnd(grouping.tag({ keys, set, remove }));
    expect(tag([{ key: 'a', value: '1' }], [])).toHaveLength(450);
    tag([{ key: 'b', value: '' }], ['a']);
    expect(tagsOf(store, 450)).toEqual(['b=']);
  });

  it('that spans tell give way to those of the user', () => {
    const store = new TempStore();
    const { tags } = store.writer.annotations;
    store.write({ trace: 1, span: 1 });
    const id = Buffer.from(traceIdOf(1), 'hex');
    tags.replaceTold(id, [
      { key: 'a', value: '1' },
      { key: 'b', value: '' },
    ]);
    tags.set(id, { key: 'a', value: 'mine' });
    expect(tags.remove(id, 'b')).toBe(true);
    tags.replaceTold(id, [
      { key: 'a', value: '2' },
      { key: 'b', value: '' },
      { key: 'c', value: '3' },
    ]);
    expect(tagsOf(store)).toEqual(['a=mine', 'c=3']);
    tags.replaceTold(id, []);
    expect(tagsOf(store)).toEqual(['a=mine']);
  });

  it('go when the last row of their trace goes', () => {
    const store = new TempStore();
    const deletion = new TraceDeletion(store.db, store.writer);
    store.write({ trace: 1, span: 1 });
    tell(store, infoOf(1), { env: 'dev' });
    add(store, 'a-1');
    runToEnd(deletion.softDelete([1], NOW));
    store.write({ trace: 1, span: 2 });
    runToEnd(deletion.purge(NOW + UNDO_MS));
    expect(tagsOf(store)).toEqual(['env=dev']);
    runToEnd(deletion.softDelete([2], NOW + 1));
    runToEnd(deletion.purge(NOW + 1 + UNDO_MS));
    for (const table of ['trace_tag', 'trace_info', 'assessment']) {
      expect(store.count(table)).toBe(0);
    }
  });
});

function assessmentOf(id: string, more: Partial<NewAssessment> = {}): NewAssessment {
  return testAssessment(id, { createdMs: NOW, updatedMs: NOW, ...more });
}

function add(store: TempStore, id: string, more: Partial<NewAssessment> = {}): unknown {
  return write(store, { type: 'addAssessment', params: assessmentOf(id, more) });
}

function validity(store: TempStore): Record<string, number> {
  const rows = store.db
    .prepare<[], { id: string; valid: number }>(
      'SELECT assessment_id AS id, is_valid AS valid FROM assessment ORDER BY id',
    )
    .all();
  return Object.fromEntries(rows.map(({ id, valid }) => [id, valid]));
}

describe('assessments', () => {
  it('are kept whole', () => {
    const store = new TempStore();
    store.write({ trace: 1, span: 1 });
    const full = assessmentOf('a-1', {
      value: { list: [1, 'ü', null] },
      error: { code: 'E', message: 'm', stackTrace: null },
      rationale: 'since',
      metadata: { 'mlflow.trace.session': 's-1', other: '2' },
    });
    const params = full;
    expect(write(store, { type: 'addAssessment', params })).toEqual({ ...full, isValid: true });
    expect(store.db.prepare('SELECT session_id, value_text FROM assessment').raw().get()).toEqual([
      's-1',
      '{"list":[1,"ü",null]}',
    ]);
    expect(failure(store, { type: 'addAssessment', params })).toBe('conflict');
    const unknown = assessmentOf('a-2', { traceId: traceIdOf(5) });
    expect(failure(store, { type: 'addAssessment', params: unknown })).toBe('not_found');
  });

  it('may come before their trace, and again', () => {
    const store = new TempStore();
    const put = (id: string, more: Partial<NewAssessment> = {}): AnnotationChange => ({
      type: 'putAssessment',
      params: assessmentOf(id, more),
    });
    expect(write(store, put('a-1'))).toMatchObject({ id: 'a-1', isValid: true });
    expect(write(store, put('a-1', { value: 'again' }))).toMatchObject({ value: 'again' });
    expect(failure(store, put('a-1', { traceId: traceIdOf(2) }))).toBe('conflict');
    write(store, put('a-2', { overrides: 'a-1' }));
    write(store, put('a-1'));
    expect(validity(store)).toEqual({ 'a-1': 0, 'a-2': 1 });
  });

  it('stand in place of others until they are deleted', () => {
    const store = new TempStore();
    store.write({ trace: 1, span: 1 });
    add(store, 'a-1');
    add(store, 'a-2', { overrides: 'a-1', value: false });
    add(store, 'a-3', { overrides: 'a-2', value: 3 });
    expect(validity(store)).toEqual({ 'a-1': 0, 'a-2': 0, 'a-3': 1 });
    const remove = (id: string): AnnotationChange => ({
      type: 'deleteAssessment',
      params: { id, traceId: null },
    });
    expect(write(store, remove('a-3'))).toMatchObject({ id: 'a-3', value: 3 });
    expect(validity(store)).toEqual({ 'a-1': 0, 'a-2': 1 });
    write(store, remove('a-2'));
    expect(validity(store)).toEqual({ 'a-1': 1 });
    expect(write(store, remove('a-2'))).toBeNull();
    const params = assessmentOf('a-4', { overrides: 'gone' });
    expect(failure(store, { type: 'addAssessment', params })).toBe('not_found');
  });

  it('stay as invalid as they come', () => {
    const store = new TempStore();
    store.write({ trace: 1, span: 1 });
    add(store, 'a-1', { isValid: false });
    add(store, 'a-2', { isValid: true });
    expect(validity(store)).toEqual({ 'a-1': 0, 'a-2': 1 });
  });

  it('are changed in place, metadata merged', () => {
    const store = new TempStore();
    store.write({ trace: 1, span: 1 });
    add(store, 'a-1', { metadata: { a: '1', b: '2' } });
    const patch = { value: 0.5, rationale: 'why', metadata: { b: '3' } };
    const params = { traceId: traceIdOf(1), id: 'a-1', patch };
    expect(write(store, { type: 'updateAssessment', params }, NOW + 5)).toMatchObject({
      value: 0.5,
      rationale: 'why',
      metadata: { a: '1', b: '3' },
      createdMs: NOW,
      updatedMs: NOW + 5,
      isValid: true,
    });
    expect(failure(store, { type: 'updateAssessment', params: { ...params, id: 'x' } })).toBe(
      'not_found',
    );
  });

  it('that spans tell come anew, and are overridden but not changed', () => {
    const store = new TempStore();
    const { assessments } = store.writer.annotations;
    store.write({ trace: 1, span: 1 });
    const told = assessmentOf('a-1', { origin: 'span' });
    assessments.replaceTold(1, [told, assessmentOf('a-2', { origin: 'span' })]);
    add(store, 'a-3', { overrides: 'a-1' });
    assessments.replaceTold(1, [{ ...told, value: false }]);
    expect(validity(store)).toEqual({ 'a-1': 0, 'a-3': 1 });
    expect(assessments.find('a-1')?.value).toBe(false);
    const params = { id: 'a-1', traceId: null };
    expect(failure(store, { type: 'deleteAssessment', params })).toBe('conflict');
    const patch = { traceId: traceIdOf(1), id: 'a-1', patch: { value: 1 } };
    expect(failure(store, { type: 'updateAssessment', params: patch })).toBe('conflict');
    assessments.replaceTold(1, []);
    expect(validity(store)).toEqual({ 'a-3': 1 });
  });
});
