import { expect, it } from 'vitest';

import type { GroupsHeaderChunk, GroupsRowsChunk } from '@contract/groups';
import type { TraceRow } from '@contract/traces';
import { findDifferences } from '@domain/diff/groups/findings';
import { defaultTolerances } from '@domain/diff/tolerances';
import { facetKinds } from '@domain/facets/facet-kind';
import { compareRoute } from '@domain/route';
import type { SpanId, TraceId } from '@domain/units';

import { examplePair } from './example-pair';
import { GroupsBuilder } from './groups-builder';
import { groupsModel, linkOf, pathOf, rowOfStep, type GroupsModel } from './groups-model';

const traceId = (run: number): TraceId => String(run).padStart(32, '0') as TraceId;
const spanId = (row: number, run: number): SpanId =>
  `${row.toString(16)}${run.toString(16)}`.padStart(16, '0') as SpanId;

const runOf = (run: number): TraceRow =>
  ({ key: run + 1, traceId: traceId(run), durationNs: 1, facets: null }) as TraceRow;

interface Row {
  readonly name: string;
  readonly parent: number;
  /** By run, ms; null for a run without the step. */
  readonly ms: readonly (number | null)[];
}

/** Rows of three good runs and three bad ones; each row comes in a chunk of its own. */
function modelOf(rows: readonly Row[]): GroupsModel {
  const builder = new GroupsBuilder();
  const names = rows.map(({ name }) => name);
  const chunks: GroupsRowsChunk[] = [];
  let entriesFrom = 0;
  rows.forEach(({ parent, ms }, row) => {
    const having = ms.flatMap((each, run) => (each === null ? [] : [{ run, ns: each * 1e6 }]));
    const count = having.length;
    chunks.push({
      type: 'rows',
      from: row,
      count: 1,
      columns: {
        parents: Int32Array.of(parent),
        depths: Int32Array.of(parent + 1),
        kinds: Uint8Array.of(facetKinds.indexOf('tool')),
        nameIds: Int32Array.of(row),
        labelIds: Int32Array.of(-1),
        entryCounts: Int32Array.of(count),
      },
      entriesFrom,
      entryCount: count,
      entries: {
        runs: Uint16Array.from(having, ({ run }) => run),
        times: new Int32Array(count).fill(1),
        durationsNs: Float64Array.from(having, ({ ns }) => ns),
        tokens: new Float64Array(count).fill(Number.NaN),
        costsUsd: new Float64Array(count).fill(Number.NaN),
        errors: new Int32Array(count),
        spanIds: Uint8Array.from(having.flatMap(({ run }) => [...bytes(spanId(row, run))])),
        nameIds: new Int32Array(count).fill(row),
        modelIds: new Int32Array(count).fill(-1),
      },
    });
    entriesFrom += count;
  });
  const header: GroupsHeaderChunk = {
    type: 'header',
    good: [0, 1, 2].map(runOf),
    bad: [3, 4, 5].map(runOf),
    found: { good: { runs: [], total: 3 }, bad: { runs: [], total: 3 } },
    isComplete: true,
    names,
    rowCount: rows.length,
    entryCount: entriesFrom,
  };
  for (const chunk of [header, ...chunks]) builder.add(chunk);
  const loaded = builder.finish();
  const findings = findDifferences(loaded.table, defaultTolerances);
  return groupsModel(loaded, findings, defaultTolerances);
}

function bytes(id: SpanId): Uint8Array {
  return Uint8Array.from({ length: 8 }, (_, at) =>
    Number.parseInt(id.slice(at * 2, at * 2 + 2), 16),
  );
}

const root: Row = { name: 'root', parent: -1, ms: [9, 9, 9, 9, 9, 9] };

it('puts chunks together, and finds a row by the span of any run', () => {
  const model = modelOf([root, { name: 'search', parent: 0, ms: [null, 5, null, 6, 7, 8] }]);
  expect(model.table.entryStarts).toEqual(Int32Array.of(0, 6, 10));
  expect(pathOf(model.table, 1)).toBe('root');
  expect(linkOf(model, 1)).toEqual({ traceId: traceId(1), spanId: spanId(1, 1) });
  expect(rowOfStep(model, { traceId: traceId(4), spanId: spanId(1, 4) })).toBe(1);
  expect(rowOfStep(model, { traceId: traceId(4), spanId: 'ffffffffffffffff' as SpanId })).toBe(-1);
});

it('tells spans of two traces apart that have one id', () => {
  const model = modelOf([root, { name: 'search', parent: 0, ms: [null, 5, null, 6, 7, 8] }]);
  model.table.entries.spanIds.set(bytes(spanId(0, 0)), 6 * 8);
  expect(rowOfStep(model, { traceId: traceId(0), spanId: spanId(0, 0) })).toBe(0);
  expect(rowOfStep(model, { traceId: traceId(1), spanId: spanId(0, 0) })).toBe(1);
});

it('fails where the stream ended early', () => {
  const builder = new GroupsBuilder();
  expect(() => builder.finish()).toThrow('before its header');
});

it('shows a step that bad runs have by one with it beside one without', () => {
  const model = modelOf([root, { name: 'search', parent: 0, ms: [null, 5, null, 6, 7, 8] }]);
  const [finding = null] = model.findings.ofRows[1] ?? [];
  expect(finding?.measure).toBe('presence');
  expect(examplePair(model, 1, finding)).toEqual({
    ...compareRoute(traceId(0), traceId(3)),
    row: { side: 'b', spanId: spanId(1, 3) },
  });
});

it('shows a slow step by runs near the medians', () => {
  const model = modelOf([root, { name: 'search', parent: 0, ms: [10, 30, 20, 700, 500, 600] }]);
  const [finding = null] = model.findings.ofRows[1] ?? [];
  expect(finding?.measure).toBe('duration');
  expect(examplePair(model, 1, finding)).toEqual({
    ...compareRoute(traceId(2), traceId(5)),
    row: { side: 'b', spanId: spanId(1, 5) },
  });
});
