import { describe, expect, it } from 'vitest';

import { FacetFlag, type FacetColumns } from '@contract/facets';
import { categoryNumber } from '@domain/span-category';
import { SpanFlag } from '@domain/span-table';
import type { TraceId } from '@domain/units';

import { traceFacets } from '../../../lib/test-support/trace-facets';
import { tableOf, type TestSpan } from '../../../lib/test-support/tables';
import type { LoadedFacets } from './facet-columns-builder';
import { kindOf, labelOf, subtreeCost } from './facet-table';
import { mergeFacets } from './merge-facets';
import { buildTraceModel, isRunning, type TraceModel } from './trace-model';

interface TestRow {
  readonly key: number;
  readonly kind?: number;
  readonly label?: string;
  readonly tokens?: readonly [number, number];
  readonly usd?: number;
  readonly state?: number;
  readonly parent?: number;
  readonly flags?: number;
}

const AGENT = 1;
const LLM = 4;
const NONE = 0;
const REPORTED = 1;
const COMPUTED = 2;
const LOCAL = 4;
const UNKNOWN = 5;

function loaded(...rows: readonly TestRow[]): LoadedFacets {
  const floats = (valueOf: (row: TestRow) => number) => Float64Array.from(rows, valueOf);
  const columns: FacetColumns = {
    keys: floats(({ key }) => key),
    kinds: Uint8Array.from(rows, ({ kind = 0 }) => kind),
    labelIds: Int32Array.from(rows, (_, at) => at),
    modelIds: new Int32Array(rows.length).fill(-1),
    agentIds: new Int32Array(rows.length).fill(-1),
    inputTokens: floats(({ tokens }) => tokens?.[0] ?? Number.NaN),
    outputTokens: floats(({ tokens }) => tokens?.[1] ?? Number.NaN),
    cacheReadTokens: floats(() => Number.NaN),
    reasoningTokens: floats(() => Number.NaN),
    costUsd: floats(({ usd }) => usd ?? Number.NaN),
    costStates: Uint8Array.from(rows, ({ state = NONE }) => state),
    usageCounts: new Uint8Array(rows.length),
    timeToFirstTokenNs: floats(() => Number.NaN),
    knownMessageCounts: new Int32Array(rows.length),
    requestedBy: new Float64Array(rows.length),
    parents: floats(({ parent = 0 }) => parent),
    flags: Uint8Array.from(rows, ({ flags = 0 }) => flags),
  };
  const header = {
    type: 'header',
    traceId: '0af7651916cd43dd8448eb211c80319c' as TraceId,
    isComplete: true,
    understoodCount: rows.length,
    trace: traceFacets,
    labels: rows.map(({ label = '' }) => label),
    models: [],
    agents: [],
    handoffs: [],
    logsNotRead: 0,
    rowCount: rows.length,
  } as const;
  return { header, columns };
}

const modelOf = (...roots: readonly TestSpan[]): TraceModel => buildTraceModel(tableOf(...roots));
const namesOf = ({ table }: TraceModel): string[] =>
  [...table.nameIds].map((id, row) => '·'.repeat(table.depths[row]!) + table.names[id]!);

describe('mergeFacets', () => {
  const run = modelOf({
    name: 'run',
    children: [
      { name: 'plan', children: [{ name: 'a' }, { name: 'b' }] },
      { name: 'tool', category: 'tool' },
    ],
  });

  it('goes to failures where they began, and not to what passed them on', () => {
    const failed = modelOf({ name: 'run', status: 2, children: [{ name: 'tool', status: 2 }] });
    expect([...failed.problemSpans]).toEqual([0, 1]);
    const model = mergeFacets(failed, loaded({ key: 1, flags: FacetFlag.passedError }));
    expect([...model.problemSpans]).toEqual([1]);
    expect(model.passedErrorCount).toBe(1);
  });

  it('counts what was passed on in the trace itself, as its errors are counted', () => {
    const { otherTrace } = SpanFlag;
    const remote = modelOf({
      name: 'ask',
      children: [
        {
          name: 'serve',
          status: 2,
          flags: otherTrace,
          children: [{ name: 'work', status: 2, flags: otherTrace }],
        },
      ],
    });
    expect(remote.ownErrorCount).toBe(0);
    const model = mergeFacets(remote, loaded({ key: 2, flags: FacetFlag.passedError }));
    expect(model.passedErrorCount).toBe(0);
    expect([...model.problemSpans]).toEqual([2]);
  });

  it('leaves a trace that is not understood as it is', () => {
    expect(mergeFacets(run, null)).toBe(run);
  });

  it('lets kinds decide what a span is drawn as, and keeps the others', () => {
    const model = mergeFacets(run, loaded({ key: 2, kind: AGENT, label: 'planner' }));
    expect(kindOf(model.facets, 1)).toBe('agent');
    expect(labelOf(model.facets, 1)).toBe('planner');
    expect(labelOf(model.facets, 0)).toBe('');
    expect(model.table.categories[1]).toBe(categoryNumber('agent'));
    expect(model.table.categories[4]).toBe(categoryNumber('tool'));
    expect(model.categoryCounts[categoryNumber('agent')]).toBe(1);
    expect(run.table.categories[1]).toBe(0);
  });

  it('sums tokens and cost of subtrees', () => {
    const { facets } = mergeFacets(
      run,
      loaded(
        { key: 3, kind: LLM, tokens: [100, 20], usd: 0.1, state: COMPUTED },
        { key: 4, kind: LLM, tokens: [1, 2], usd: 0.2, state: REPORTED },
      ),
    );
    expect([...facets!.subtreeTokens]).toEqual([123, 123, 120, 3, Number.NaN]);
    expect(facets!.tokens[1]).toBeNaN();
    const { usd, state } = subtreeCost(facets!, 0);
    expect(usd).toBeCloseTo(0.3);
    expect(state).toBe('mixed');
    expect(subtreeCost(facets!, 4)).toEqual({ usd: 0, state: 'none' });
    expect(facets!.hasUsage).toBe(true);
  });

  it('says of a sum what is not known of it, and that local models are free', () => {
    const state = (...states: readonly number[]): string => {
      const rows = states.map((one, at) => ({ key: 3 + at, state: one, usd: 0 }));
      return subtreeCost(mergeFacets(run, loaded(...rows)).facets!, 1).state;
    };
    expect(state(LOCAL, LOCAL)).toBe('local');
    expect(state(LOCAL, COMPUTED)).toBe('computed');
    expect(state(COMPUTED, UNKNOWN)).toBe('unknown');
    expect(state(NONE, NONE)).toBe('none');
  });

  it('waits for spans that are not in the table yet', () => {
    const { facets } = mergeFacets(run, loaded({ key: 99, tokens: [1, 1] }));
    expect(facets!.hasUsage).toBe(false);
  });

  it('leaves out what stood for a span that has come', () => {
    const model = mergeFacets(run, loaded({ key: 3, flags: FacetFlag.superseded }));
    expect(namesOf(model)).toEqual(['run', '·plan', '··b', '·tool']);
    expect(model.spanCount).toBe(4);
  });

  it('puts an open span in the place of the one that will come, in place of its placeholder', () => {
    const live = modelOf(
      { name: 'run', duration: 90, children: [{ name: 'done', start: 1, duration: 5 }] },
      {
        name: '',
        flags: SpanFlag.placeholder,
        children: [{ name: 'asking', start: 40, duration: 0, flags: SpanFlag.orphan }],
      },
    );
    const model = mergeFacets(live, loaded({ key: 4, flags: FacetFlag.pending, parent: 1 }));
    expect(namesOf(model)).toEqual(['run', '·done', '·asking']);
    expect(model.orphanCount).toBe(0);
    expect(model.placeholderCount).toBe(0);
    expect(isRunning(model.table.flags[2]!)).toBe(true);
    expect(model.endsNs[2]).toBe(90);
    expect(model.runningCount).toBe(1);
  });

  it('hangs spans that have ended under the open one that they wait for', () => {
    const live = modelOf({
      name: '',
      flags: SpanFlag.placeholder,
      children: [
        { name: 'run', flags: SpanFlag.orphan },
        { name: 'ask', start: 1, flags: SpanFlag.orphan, children: [{ name: 'ask, open' }] },
      ],
    });
    const model = mergeFacets(
      live,
      loaded(
        { key: 2, flags: FacetFlag.pending, parent: -1 },
        { key: 4, flags: FacetFlag.superseded },
      ),
    );
    expect(namesOf(model)).toEqual(['run', '·ask']);
    expect(model.orphanCount).toBe(0);
  });
});
