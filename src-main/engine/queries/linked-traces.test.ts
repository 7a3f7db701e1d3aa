import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { TraceChunk, TraceHeaderChunk } from '@contract/columns';
import type { FacetChunk, SpanView } from '@contract/facets';
import { SpanFlag, type SpanTable } from '@domain/span-table';
import {
  createTestStore,
  traceHex,
  type SpanSpec,
  type TestStore,
} from './test-support/test-store';
import { openTrace } from './trace-columns';
import { traceFacets } from './trace-facets';
import { traceSteps } from './trace-steps';

let store: TestStore;
beforeEach(() => {
  store = createTestStore();
});
afterEach(() => store.close());

function open(trace: number): TraceHeaderChunk & { readonly all: SpanTable } {
  const chunks: TraceChunk[] = [];
  openTrace(store.host())({ traceId: traceHex(trace) }, (chunk) => chunks.push(chunk));
  const [header, rows] = chunks;
  if (header?.type !== 'header' || rows?.type !== 'rows') throw new Error('Expected two chunks.');
  return { ...header, all: { ...header.table, ...rows.columns } };
}

/** Rows as an indented list; those of another trace in brackets. */
function tree({ all }: { readonly all: SpanTable }): string[] {
  return Array.from({ length: all.count }, (_, row) => {
    const name = all.names[all.nameIds[row] ?? 0] ?? '';
    const isOther = ((all.flags[row] ?? 0) & SpanFlag.otherTrace) !== 0;
    return '  '.repeat(all.depths[row] ?? 0) + (isOther ? `[${name}]` : name);
  });
}

const remote = (trace: number, span: number) => [{ trace, span, type: 'parent_of' }];
const run: readonly SpanSpec[] = [
  { trace: 1, span: 1, name: 'run', endMs: 100 },
  { trace: 1, span: 2, parent: 1, name: 'request', startMs: 10, endMs: 50, links: remote(2, 21) },
  { trace: 1, span: 3, parent: 1, name: 'tool', startMs: 60, endMs: 90 },
];
const api: readonly SpanSpec[] = [
  { trace: 2, span: 21, parent: 99, name: 'POST', startMs: 15, endMs: 45, service: 'api' },
  { trace: 2, span: 22, parent: 21, name: 'sample', startMs: 20, endMs: 40, service: 'api' },
];

describe('traces that spans link to as their remote side, §8.4', () => {
  it('stand below the spans that link, and leave both traces as they are', () => {
    store.addSpans(...run, ...api);
    const opened = open(1);
    expect(tree(opened)).toEqual(['run', '  request', '    [POST]', '      [sample]', '  tool']);
    expect(opened.linked).toMatchObject({ missingCount: 0, cutTraceCount: 0, cutSpanCount: 0 });
    expect(opened.linked.traces).toEqual([
      { traceId: traceHex(2), key: 2, topKeys: [opened.all.keys[2]] },
    ]);
    expect(opened.row).toMatchObject({ spanCount: 3, serviceCount: 1 });
    expect(tree(open(2))).toContain('  POST');
    expect(open(2).linked.traces).toEqual([]);
  });

  it('are missing until they arrive, and when they were deleted', () => {
    store.addSpans(...run);
    expect(open(1).linked).toMatchObject({ traces: [], missingCount: 1 });
    store.addSpans(...api);
    expect(open(1).linked).toMatchObject({ missingCount: 0 });
    store.deleteTrace(2);
    expect(open(1).linked).toMatchObject({ traces: [], missingCount: 1 });
    expect(tree(open(1))).toHaveLength(3);
  });

  it('are only those of links of type parent_of to another trace', () => {
    const links = [
      { trace: 2, span: 21, type: 'follows_from' },
      { trace: 1, span: 1, type: 'parent_of' },
      { trace: 0, span: 0, type: 'parent_of' },
    ];
    store.addSpans({ trace: 1, span: 1, name: 'run', links }, ...api);
    expect(open(1).linked).toMatchObject({ traces: [], missingCount: 0 });
  });

  it('are not mixed up where both have spans of one id', () => {
    store.addSpans(
      ...run,
      { trace: 2, span: 1, name: 'remote', startMs: 12, endMs: 45 },
      { trace: 2, span: 2, parent: 1, name: 'inner', startMs: 20, endMs: 40 },
    );
    expect(tree(open(1))).toEqual(['run', '  request', '    [remote]', '      [inner]', '  tool']);
  });

  it('stand where each of their spans is linked to, where there are several links', () => {
    store.addSpans(
      { trace: 1, span: 1, name: 'run', endMs: 100 },
      { trace: 1, span: 2, parent: 1, name: 'one', startMs: 10, endMs: 40, links: remote(2, 21) },
      { trace: 1, span: 3, parent: 1, name: 'two', startMs: 50, endMs: 90, links: remote(2, 22) },
      { trace: 2, span: 20, name: 'API', startMs: 11, endMs: 80 },
      { trace: 2, span: 21, parent: 20, name: 'first', startMs: 12, endMs: 30 },
      { trace: 2, span: 22, parent: 20, name: 'second', startMs: 60, endMs: 80 },
    );
    expect(tree(open(1))).toEqual([
      'run',
      '  one',
      '    [API]',
      '    [first]',
      '  two',
      '    [second]',
    ]);
  });

  it('spend nothing in the trace that links, and keep their own sums', () => {
    const call = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'claude-test',
      'gen_ai.response.id': 'msg_1',
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.output_tokens': 10,
    };
    const [root, request, ...rest] = run;
    const [post, sample] = api;
    store.addSpans(root!, { ...request!, attributes: call }, ...rest, post!, {
      ...sample!,
      attributes: call,
    });
    store.understand();
    const host = store.host();
    const facetsOf = (trace: number) => {
      const chunks: FacetChunk[] = [];
      traceFacets(host)({ traceId: traceHex(trace) }, (chunk) => chunks.push(chunk));
      const [header, rows] = chunks;
      if (header?.type !== 'header' || rows?.type !== 'rows') throw new Error('no facets');
      return { header, columns: rows.columns };
    };
    const { header, columns } = facetsOf(1);
    expect(header.trace).toMatchObject({ modelCallCount: 1, tokens: { input: 100, output: 10 } });
    const table = open(1).all;
    const of = (name: string): number =>
      columns.keys.indexOf(table.keys[tree(open(1)).findIndex((one) => one.trim() === name)] ?? 0);
    expect(columns.inputTokens[of('request')]).toBe(100);
    expect(columns.inputTokens[of('[sample]')]).toBeNaN();
    expect(columns.kinds[of('[sample]')]).toBe(columns.kinds[of('request')]);
    expect(facetsOf(2).header.trace).toMatchObject({ tokens: { input: 100, output: 10 } });

    const keys = [...table.keys].slice(1, 4);
    const steps = (trace: number, spanKeys: number[]): readonly SpanView[] =>
      traceSteps(host)(
        { traceId: traceHex(trace), spanKeys, maxTextLength: 1000 },
        () => undefined,
      );
    const views = steps(1, keys);
    expect(views.map(({ key }) => key)).toEqual(keys);
    expect(() => steps(2, [keys[0]!])).toThrow(
      expect.objectContaining({ code: 'not_found' }) as Error,
    );
  });

  it('are cut where they are too large, and it is told by how much', () => {
    const many = Array.from({ length: 6000 }, (_, at): SpanSpec => {
      const inner = at === 0 ? {} : { parent: 100 };
      return { trace: 2, span: 100 + at, ...inner, name: 'call', startMs: at, endMs: at + 1 };
    });
    store.addSpans(...run, ...many);
    const opened = open(1);
    expect(opened.all.count).toBe(5003);
    expect(opened.linked.cutSpanCount).toBe(1000);
  });
});
