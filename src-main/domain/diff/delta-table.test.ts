import { expect, it } from 'vitest';

import { deltaOf, deltaTable, sortDeltas, type DeltaGrouping, type DeltaTime } from './delta-table';
import { mergedDiff } from './test-support/merged';

const diff = mergedDiff([
  { depth: 0, name: 'invoke_agent lead', kind: 'agent', agent: 'lead', a: [0, 100], b: [0, 60] },
  {
    depth: 1,
    name: 'chat big',
    label: 'big',
    otherName: 'chat small',
    otherLabel: 'small',
    kind: 'llm',
    agent: 'lead',
    a: [0, 40],
    b: [0, 10],
    tokens: [100, 80],
    costsUsd: [0.5, 0.1],
  },
  { depth: 1, name: 'execute_tool grep', label: 'grep', kind: 'tool', agent: 'lead', a: [40, 50] },
  { depth: 2, name: 'tools/call grep', label: 'grep', kind: 'mcp', agent: 'lead', a: [41, 49] },
  {
    depth: 1,
    name: 'run_tests',
    kind: 'tool',
    agent: 'lead',
    a: [50, 60],
    b: null,
    isErrorA: true,
  },
]);
const group = (grouping: DeltaGrouping, name: string) =>
  deltaTable(diff, grouping).find((row) => row.name === name);

it('sums each side by tool, model, agent and name', () => {
  expect(deltaTable(diff, 'tool').map(({ name }) => name)).toEqual(['grep', 'run_tests']);
  expect(group('tool', 'run_tests')).toMatchObject({
    row: 4,
    kind: 'tool',
    a: { calls: 1, durationNs: 10e6, tokens: null, errors: 1 },
    b: { calls: 0, durationNs: null, errors: 0 },
  });
  // A pair that asked two models counts for each on its side.
  expect(group('model', 'big')).toMatchObject({ a: { calls: 1, tokens: 100 }, b: { calls: 0 } });
  expect(group('model', 'small')).toMatchObject({ a: { calls: 0 }, b: { calls: 1, tokens: 80 } });
  expect(group('agent', 'lead')).toMatchObject({
    a: { calls: 1, durationNs: 100e6, tokens: 100, costUsd: 0.5, errors: 1 },
    b: { calls: 1, durationNs: 60e6, tokens: 80, costUsd: 0.1 },
  });
  expect(group('name', 'chat small')?.b.calls).toBe(1);
});

it('counts the time of steps within their like once', () => {
  expect(group('tool', 'grep')?.a).toMatchObject({ calls: 2, durationNs: 10e6 });
});

it('sums up what steps took themselves, and what was waited for', () => {
  const nested = mergedDiff([
    { depth: 0, name: 'outer', label: 'f', kind: 'tool', self: [3, 1], path: [3, 0] },
    { depth: 1, name: 'inner', label: 'f', kind: 'tool', self: [7, 9], path: [0, 0] },
  ]);
  const sums = (time: DeltaTime) => {
    const [row] = deltaTable(nested, 'tool', time);
    return [row?.a.durationNs, row?.b.durationNs];
  };
  expect(sums('wall')).toEqual([10e6, 10e6]);
  expect(sums('self')).toEqual([10e6, 10e6]);
  expect(sums('path')).toEqual([3e6, 0]);
});

it('counts the time of an agent within itself once', () => {
  const nested = mergedDiff([
    { depth: 0, name: 'invoke_agent x', kind: 'agent', agent: 'x', a: [0, 100], b: [0, 90] },
    { depth: 1, name: 'agent run x', kind: 'agent', agent: 'x', a: [0, 100], b: [0, 90] },
    { depth: 2, name: 'agent run y', kind: 'agent', agent: 'y', a: [10, 20], b: null },
    { depth: 3, name: 'agent run x', kind: 'agent', agent: 'x', a: [11, 19], b: null },
    { depth: 0, name: 'agent run x', kind: 'agent', agent: 'x', a: [100, 130], b: null },
  ]);
  expect(deltaTable(nested, 'agent')).toMatchObject([
    { name: 'x', a: { calls: 4, durationNs: 130e6 }, b: { calls: 2, durationNs: 90e6 } },
    { name: 'y', a: { calls: 1, durationNs: 10e6 }, b: { calls: 0, durationNs: null } },
  ]);
});

it('counts a step of two agents for each on its side', () => {
  const handed = mergedDiff([
    { depth: 0, name: 'chat', kind: 'llm', agent: 'x', otherAgent: 'y', tokens: [5, 7] },
  ]);
  expect(deltaTable(handed, 'agent')).toMatchObject([
    { name: 'x', a: { tokens: 5 }, b: { tokens: null } },
    { name: 'y', a: { tokens: null }, b: { tokens: 7 } },
  ]);
});

it('sorts by what changed, or by name', () => {
  const rows = deltaTable(diff, 'model');
  const names = (key: 'name' | 'tokens', descending: boolean) =>
    sortDeltas(rows, key, descending).map(({ name }) => name);
  expect(names('tokens', true)).toEqual(['big', 'small']);
  expect(names('tokens', false)).toEqual(['small', 'big']);
  expect(names('name', false)).toEqual(['big', 'small']);
  expect(rows.map((row) => deltaOf(row, 'cost'))).toEqual([-0.5, 0.1]);
});
