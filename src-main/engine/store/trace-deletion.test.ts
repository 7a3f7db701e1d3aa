import { expect, it } from 'vitest';

import { runToEnd } from './sliced-job';
import { RECEIVED_MS, TempStore } from './test-support/temp-store';
import { TraceDeletion, UNDO_MS } from './trace-deletion';

const NOW = 1_787_000_000_000;

function setUp() {
  const store = new TempStore();
  const deletion = new TraceDeletion(store.db, store.writer);
  return {
    store,
    deletion,
    softDelete: (keys: readonly number[], now = NOW) => runToEnd(deletion.softDelete(keys, now)),
    undo: (token: string, now = NOW + 1000) => runToEnd(deletion.undo(token, now)).keys,
    purge: (now: number) => runToEnd(deletion.purge(now)),
  };
}

it('hides traces at once and shows them again', () => {
  const { store, softDelete, undo } = setUp();
  store.write({ trace: 1, span: 1 }, { trace: 1, span: 2 }, { trace: 2, span: 3 });
  store.writeLogs({ trace: 1, text: 'a' });
  const before = store.trace(1);
  const { deleted, undoToken } = softDelete([1, 99]);
  expect(deleted).toBe(1);
  expect(store.trace(1)).toBeNull();
  expect(store.trace(2)).not.toBeNull();
  expect(store.writer.totals).toEqual({ traces: 1, spans: 1, logRecords: 1 });
  expect(softDelete([1]).deleted).toBe(0);

  expect(undo(undoToken)).toEqual([1]);
  expect(store.trace(1)).toEqual(before);
  expect(store.writer.totals).toEqual({ traces: 2, spans: 3, logRecords: 1 });
  expect(undo(undoToken)).toEqual([]);
});

it('undoes each deletion by itself, even those of one moment', () => {
  const { store, softDelete, undo } = setUp();
  store.write({ trace: 1, span: 1 }, { trace: 2, span: 2 });
  const first = softDelete([1]);
  const second = softDelete([2]);
  expect(undo(first.undoToken)).toEqual([1]);
  expect(store.trace(2)).toBeNull();
  expect(undo(second.undoToken)).toEqual([2]);
});

it('removes traces for good once the undo time is over', () => {
  const { store, deletion, softDelete, undo, purge } = setUp();
  store.write({ trace: 1, span: 1 }, { trace: 1, span: 2 }, { trace: 2, span: 3 });
  store.writeLogs({ trace: 1, text: 'a' }, { trace: 2, text: 'b' }, { text: 'of no trace' });
  const { undoToken } = softDelete([1]);
  purge(NOW + UNDO_MS - 1);
  expect(store.count('span')).toBe(3);
  expect(deletion.hasHidden).toBe(true);

  expect(undo(undoToken, NOW + UNDO_MS)).toEqual([]);
  purge(NOW + UNDO_MS);
  expect(deletion.hasHidden).toBe(false);
  expect(store.count('trace')).toBe(1);
  expect(store.count('span')).toBe(1);
  expect(store.count('span_payload')).toBe(1);
  expect(store.count('log_record')).toBe(2);
  expect(store.count('log_payload')).toBe(2);
  expect(store.writer.totals).toEqual({ traces: 1, spans: 1, logRecords: 2 });
  store.restart();
  expect(store.writer.totals).toEqual({ traces: 1, spans: 1, logRecords: 2 });
});

it('removes many rows in slices, between which others may write', () => {
  const { store, deletion, softDelete } = setUp();
  for (let trace = 1; trace <= 5; trace++) {
    store.write(...Array.from({ length: 250 }, (_, at) => ({ trace, span: trace * 1000 + at })));
  }
  softDelete([1, 2, 3, 4, 5]);
  let slices = 0;
  const job = deletion.purge(NOW + UNDO_MS, 0);
  while (job.next().done !== true) {
    slices++;
    expect(store.db.inTransaction).toBe(false);
    store.write({ trace: 100 + slices, span: 1 });
  }
  expect(slices).toBeGreaterThan(5);
  expect(store.count('span')).toBe(slices);
  expect(store.writer.totals).toEqual({ traces: slices, spans: slices, logRecords: 0 });
});

it('removes nothing of a deletion whose undo has begun', () => {
  const { store, deletion, softDelete } = setUp();
  const traces = Array.from({ length: 700 }, (_, at) => at + 1);
  store.write(...traces.map((trace) => ({ trace, span: trace })));
  const { undoToken } = softDelete(traces);

  const undo = deletion.undo(undoToken, NOW + UNDO_MS - 1);
  undo.next();
  const purge = deletion.purge(NOW + UNDO_MS);
  for (let slice = 0; slice < 3; slice++) expect(purge.next().done).toBe(false);
  expect(runToEnd(undo).keys).toHaveLength(700);
  runToEnd(purge);

  const all = { traces: 700, spans: 700, logRecords: 0 };
  expect(store.writer.totals).toEqual(all);
  store.restart();
  expect(store.writer.totals).toEqual(all);
});

it('removes what was hidden before the clock was set back', () => {
  const { store, softDelete, purge } = setUp();
  store.write({ span: 1 });
  softDelete([1], NOW);
  purge(NOW - 365 * 86_400_000);
  expect(store.count('trace')).toBe(0);
});

it('begins a deleted trace anew with what arrives later, and keeps that', () => {
  const { store, softDelete, purge } = setUp();
  store.write({ span: 1, name: 'root' }, { span: 2, parent: 1 });
  store.writeLogs({ trace: 1, text: 'early' });
  softDelete([1]);
  expect(store.write({ span: 3, parent: 1, name: 'late' })).toMatchObject({ added: 1 });
  store.writeLogs({ trace: 1, text: 'late' });
  const late = { rootName: null, firstSpan: 'late', spans: 1, logs: 1, status: 'running' };
  expect(store.trace()).toMatchObject(late);
  expect(store.writer.totals).toEqual({ traces: 1, spans: 1, logRecords: 2 });
  purge(NOW + UNDO_MS);
  expect(store.trace()).toMatchObject(late);
  expect(store.count('span')).toBe(1);
  expect(store.count('log_record')).toBe(1);
  expect(store.writer.totals).toEqual({ traces: 1, spans: 1, logRecords: 1 });
});

it('takes what was deleted when it is sent again, and keeps it', () => {
  const { store, softDelete, purge } = setUp();
  const spans = [{ span: 1 }, { span: 2, parent: 1 }];
  store.write(...spans);
  store.writeLogs({ trace: 1, text: 'a' });
  const before = store.trace();
  softDelete([1]);
  expect(store.write(...spans)).toMatchObject({ added: 2, alreadyThere: 0 });
  expect(store.writeLogs({ trace: 1, text: 'a' })).toMatchObject({ added: 1 });
  expect(store.writeLogs({ trace: 1, text: 'a' })).toMatchObject({ alreadyThere: 1 });
  expect(store.trace()).toEqual(before);
  purge(NOW + UNDO_MS);
  expect(store.trace()).toEqual(before);
  expect(store.count('span_payload')).toBe(2);
  expect(store.count('log_payload')).toBe(1);
  const { totals } = store.writer;
  store.restart();
  expect(store.writer.totals).toEqual(totals);
});

it('merges what arrived meanwhile when a deletion is undone', () => {
  const { store, softDelete, undo } = setUp();
  store.write({ span: 1, end: null, service: 'a' }, { span: 2, parent: 1, end: 700 });
  store.writeLogs({ trace: 1, text: 'early' });
  const { undoToken } = softDelete([1]);
  store.db.exec('UPDATE trace SET last_received_ms = 1');
  store.write(
    { span: 1, end: 900, service: 'a' }, // ended meanwhile
    { span: 2, parent: 1, end: 100 }, // an earlier version
    { span: 3, parent: 1, status: 2, service: 'b' },
  );
  store.writeLogs({ trace: 1, text: 'late' });
  expect(undo(undoToken)).toEqual([1]);

  const straight = new TempStore();
  straight.write({ span: 1, end: 900, service: 'a' }, { span: 2, parent: 1, end: 700 });
  straight.write({ span: 3, parent: 1, status: 2, service: 'b' });
  straight.writeLogs({ trace: 1, text: 'early' }, { trace: 1, text: 'late' });
  expect(store.trace()).toEqual(straight.trace());
  expect(store.db.prepare('SELECT last_received_ms FROM trace').pluck().all()).toEqual([
    RECEIVED_MS,
  ]);
  expect(store.count('span')).toBe(3);
  expect(store.count('span_payload')).toBe(3);
  expect(store.writer.totals).toEqual(straight.writer.totals);

  store.write({ span: 4, parent: 1 });
  expect(store.trace()).toMatchObject({ spans: 4 });
});

it('counts records that came while the trace was hidden once it is shown again', () => {
  const { store, softDelete, undo } = setUp();
  store.write({ span: 1 });
  const { undoToken } = softDelete([1]);
  store.writeLogs({ trace: 1, text: 'meanwhile' });
  undo(undoToken);
  expect(store.trace()).toMatchObject({ logs: 1 });
});

it('gives no key of a removed trace to a new one', () => {
  const { store, softDelete, purge } = setUp();
  store.write({ trace: 1, span: 1 }, { trace: 2, span: 2 });
  softDelete([2]);
  purge(NOW + UNDO_MS);
  expect(store.write({ trace: 3, span: 3 }).traceKeys).toEqual([3]);
});
