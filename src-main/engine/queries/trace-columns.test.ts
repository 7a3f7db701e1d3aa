import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { rowColumns, type TraceChunk, type TraceHeaderChunk } from '@contract/columns';
import type { SpanTable } from '@domain/span-table';
import { chunksOf } from './column-chunks';
import { QueryCancelled } from './query';
import { BASE_NS, createTestStore, traceHex, type TestStore } from './test-support/test-store';
import { openTrace } from './trace-columns';

const nothingLinked = { traces: [], missingCount: 0, cutTraceCount: 0, cutSpanCount: 0 };

let store: TestStore;
beforeEach(() => {
  store = createTestStore();
});
afterEach(() => store.close());

function open(trace: number): TraceChunk[] {
  const chunks: TraceChunk[] = [];
  openTrace(store.host())({ traceId: traceHex(trace) }, (chunk) => chunks.push(chunk));
  return chunks;
}

function headerOf(chunks: readonly TraceChunk[]): TraceHeaderChunk {
  const [header] = chunks;
  if (header?.type !== 'header') throw new Error('The first chunk is no header.');
  return header;
}

/** Puts a trace of one chunk of rows back together. */
function tableOf(chunks: readonly TraceChunk[]): SpanTable {
  const [, rows, ...more] = chunks;
  if (rows?.type !== 'rows' || more.length > 0) throw new Error('Expected one chunk of rows.');
  return { ...headerOf(chunks).table, ...rows.columns };
}

describe('trace.open', () => {
  it('sends a header and the rows as columns', () => {
    store.addSpans(
      {
        trace: 1,
        span: 2,
        parent: 1,
        name: 'chat',
        startMs: 10,
        endMs: 60,
        service: 'llm',
        kind: 3,
      },
      { trace: 1, span: 1, name: 'agent', startMs: 0, endMs: 100 },
      {
        trace: 1,
        span: 3,
        parent: 1,
        name: 'tool',
        startMs: 60,
        endMs: 90,
        status: 2,
        exceptions: 2,
      },
      { trace: 2, span: 9, name: 'of another trace' },
    );
    store.addLogs({ trace: 1, span: 3, body: 'a' }, { trace: 1, span: 3, body: 'b' });
    const chunks = open(1);
    const header = headerOf(chunks);
    const table = tableOf(chunks);
    expect(header.traceId).toBe(traceHex(1));
    expect(header.row).toMatchObject({ rootName: 'agent', spanCount: 3 });
    expect(table).toMatchObject({ count: 3, baseNs: BASE_NS, durationNs: 100e6 });
    const column = (ids: Int32Array, texts: readonly string[]) => [...ids].map((id) => texts[id]);
    expect(column(table.nameIds, table.names)).toEqual(['agent', 'chat', 'tool']);
    expect(column(table.serviceIds, table.services)).toEqual(['app', 'llm', 'app']);
    expect([...table.parents]).toEqual([-1, 0, 0]);
    expect([...table.startNs]).toEqual([0, 10e6, 60e6]);
    expect([...table.durationsNs]).toEqual([100e6, 50e6, 30e6]);
    expect([...table.selfNs]).toEqual([20e6, 50e6, 30e6]);
    expect([...table.kinds]).toEqual([1, 3, 1]);
    expect([...table.statuses]).toEqual([0, 0, 2]);
    expect([...table.exceptionCounts]).toEqual([0, 0, 2]);
    expect([...table.logCounts]).toEqual([0, 0, 2]);
    expect([...table.criticalRows]).toEqual([0, 1, 2, 0]);
    const keys = store.writable.prepare('SELECT id FROM span WHERE name = ?').pluck();
    expect([...table.keys]).toEqual(['agent', 'chat', 'tool'].map((name) => keys.get(name)));
  });

  it('numbers services by arrival, so that a growing trace keeps their numbers', () => {
    const servicesOf = () => {
      const { serviceIds, services } = tableOf(open(1));
      return { services, ids: [...serviceIds] };
    };
    store.addSpans({ trace: 1, span: 9, service: 'front' });
    store.addSpans({ trace: 1, span: 8, parent: 9, startMs: 1, service: 'back' });
    expect(servicesOf()).toEqual({ services: ['front', 'back'], ids: [0, 1] });
    store.addSpans({ trace: 1, span: 2, parent: 9, startMs: 2, service: 'back' });
    store.addSpans({ trace: 1, span: 1, parent: 9, startMs: 3, service: 'model' });
    expect(servicesOf()).toEqual({ services: ['front', 'back', 'model'], ids: [0, 1, 1, 2] });
  });

  it('is exact to the nanosecond', () => {
    store.addSpans(
      { trace: 1, span: 1, startMs: 0.000_001, endMs: 3_600_000 },
      { trace: 1, span: 2, parent: 1, startMs: 3_599_999.999_999, endMs: 3_600_000 },
    );
    const table = tableOf(open(1));
    expect(table.baseNs).toBe(BASE_NS + 1n);
    expect(table.startNs[1]).toBe(3_599_999_999_998);
    expect(table.durationsNs[1]).toBe(1);
  });

  it('B5 shows zero times as unknown, not as 1970', () => {
    store.addSpans(
      { trace: 1, span: 1, startMs: 5, endMs: null },
      { trace: 1, span: 2, parent: 1, startMs: null, endMs: null },
    );
    const table = tableOf(open(1));
    expect(table.baseNs).toBe(BASE_NS + 5_000_000n);
    expect([...table.startNs]).toEqual([0, 0]);
    expect(table.durationNs).toBe(0);
  });

  it('B5 keeps kinds it does not know apart from those it does', () => {
    store.addSpans({ trace: 1, span: 1, kind: 257 }, { trace: 1, span: 2, kind: 7 });
    expect(new Set(tableOf(open(1)).kinds)).toEqual(new Set([7, 255]));
  });

  it('shows only what came after a deletion', () => {
    store.addSpans({ trace: 1, span: 1 }, { trace: 1, span: 2, parent: 1 });
    store.addLogs({ trace: 1, span: 2, body: 'old' });
    store.deleteTrace(1);
    expect(() => open(1)).toThrow(
      expect.objectContaining({ name: 'ContractError', code: 'not_found' }) as Error,
    );
    store.addSpans({ trace: 1, span: 2, parent: 1 });
    store.addLogs({ trace: 1, span: 2, body: 'new' });
    const table = tableOf(open(1));
    expect(table.count).toBe(2); // The span and a placeholder for its deleted parent.
    expect([...table.logCounts]).toEqual([0, 1]);
  });

  it('names the trace that is not there', () => {
    expect(() => open(0xabc)).toThrow(traceHex(0xabc));
  });

  it('stops at a checkpoint when cancelled', () => {
    store.addSpans({ trace: 1, span: 1 });
    store.cancel(true);
    expect(() => open(1)).toThrow(QueryCancelled);
  });
});

describe('chunksOf', () => {
  it('cuts rows at the limit, in order, with buffers of their own', () => {
    store.addSpans(
      { trace: 1, span: 1, endMs: 9 },
      ...[2, 3, 4, 5].map((span) => ({ trace: 1, span, parent: 1, startMs: span, endMs: 9 })),
    );
    const whole = tableOf(open(1));
    const { row } = headerOf(open(1));
    const rowBytes = rowColumns.reduce((sum, name) => sum + whole[name].byteLength, 0) / 5;
    const chunks = [...chunksOf(whole, row, nothingLinked, rowBytes * 2 + 1)].slice(1);
    expect(chunks.map((chunk) => chunk.type === 'rows' && [chunk.from, chunk.count])).toEqual([
      [0, 2],
      [2, 2],
      [4, 1],
    ]);
    const buffers = new Set<unknown>();
    for (const name of rowColumns) {
      const parts = chunks.flatMap((chunk) => (chunk.type === 'rows' ? [chunk.columns[name]] : []));
      expect(parts.flatMap((part) => [...part])).toEqual([...whole[name]]);
      for (const part of parts) {
        expect(part.byteLength).toBe(part.buffer.byteLength);
        buffers.add(part.buffer);
      }
    }
    expect(buffers.size).toBe(3 * rowColumns.length);
  });

  it('sends at least one row a chunk, and a header alone for no rows', () => {
    store.addSpans({ trace: 1, span: 1 });
    const chunks = open(1);
    expect([...chunksOf(tableOf(chunks), headerOf(chunks).row, nothingLinked, 1)]).toHaveLength(2);
    const empty = { ...tableOf(chunks), count: 0 };
    expect([...chunksOf(empty, headerOf(chunks).row, nothingLinked)]).toHaveLength(1);
  });
});
