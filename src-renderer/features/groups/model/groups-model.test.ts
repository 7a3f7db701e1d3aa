import { expect, it } from 'vitest';

import { findDifferences } from '@domain/diff/groups/findings';
import { defaultTolerances } from '@domain/diff/tolerances';
import { compareRoute } from '@domain/route';
import type { SpanId } from '@domain/units';

import {
  bytesOf,
  groupsChunks,
  rootRow,
  spanIdOfRow,
  traceIdOf,
  type RowSketch,
} from '../test-support/groups-chunks';
import { examplePair } from './example-pair';
import { GroupsBuilder } from './groups-builder';
import { groupsModel, linkOf, pathOf, rowOfStep, type GroupsModel } from './groups-model';

function modelOf(rows: readonly RowSketch[]): GroupsModel {
  const builder = new GroupsBuilder();
  for (const chunk of groupsChunks(rows)) builder.add(chunk);
  const loaded = builder.finish();
  const findings = findDifferences(loaded.table, defaultTolerances);
  return groupsModel(loaded, findings, defaultTolerances);
}

it('puts chunks together, and finds a row by the span of any run', () => {
  const model = modelOf([rootRow, { name: 'search', parent: 0, ms: [null, 5, null, 6, 7, 8] }]);
  expect(model.table.entryStarts).toEqual(Int32Array.of(0, 6, 10));
  expect(pathOf(model.table, 1)).toBe('root');
  expect(linkOf(model, 1)).toEqual({ traceId: traceIdOf(1), spanId: spanIdOfRow(1, 1) });
  expect(rowOfStep(model, { traceId: traceIdOf(4), spanId: spanIdOfRow(1, 4) })).toBe(1);
  expect(rowOfStep(model, { traceId: traceIdOf(4), spanId: 'ffffffffffffffff' as SpanId })).toBe(
    -1,
  );
});

it('tells spans of two traces apart that have one id', () => {
  const model = modelOf([rootRow, { name: 'search', parent: 0, ms: [null, 5, null, 6, 7, 8] }]);
  model.table.entries.spanIds.set(bytesOf(spanIdOfRow(0, 0)), 6 * 8);
  expect(rowOfStep(model, { traceId: traceIdOf(0), spanId: spanIdOfRow(0, 0) })).toBe(0);
  expect(rowOfStep(model, { traceId: traceIdOf(1), spanId: spanIdOfRow(0, 0) })).toBe(1);
});

it('fails where the stream ended early', () => {
  const builder = new GroupsBuilder();
  expect(() => builder.finish()).toThrow('before its header');
});

it('shows a step that bad runs have by one with it beside one without', () => {
  const model = modelOf([rootRow, { name: 'search', parent: 0, ms: [null, 5, null, 6, 7, 8] }]);
  const [finding = null] = model.findings.ofRows[1] ?? [];
  expect(finding?.measure).toBe('presence');
  expect(examplePair(model, 1, finding)).toEqual({
    ...compareRoute(traceIdOf(0), traceIdOf(3)),
    row: { side: 'b', spanId: spanIdOfRow(1, 3) },
  });
});

it('shows a slow step by runs near the medians', () => {
  const model = modelOf([rootRow, { name: 'search', parent: 0, ms: [10, 30, 20, 700, 500, 600] }]);
  const [finding = null] = model.findings.ofRows[1] ?? [];
  expect(finding?.measure).toBe('duration');
  expect(examplePair(model, 1, finding)).toEqual({
    ...compareRoute(traceIdOf(2), traceIdOf(5)),
    row: { side: 'b', spanId: spanIdOfRow(1, 5) },
  });
});
