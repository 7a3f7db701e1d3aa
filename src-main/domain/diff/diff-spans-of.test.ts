import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  facetsOf,
  message,
  modelOf,
  payloadOf,
  toolCall,
  toolOf,
  toolResult,
} from '../facets/test-support/span-facets';
import { foldTrace } from '../facets/fold-trace';
import type { SpanFacets } from '../facets/span-facets';
import { toFacetRow } from '../facets/to-facet-row';
import type { FoldSpan } from '../facets/trace-facets';
import type { JsonValue } from '../messages';
import { alignTrees } from './align';
import { compareFacets } from './compare-facets';
import { diffTraceOf } from './diff-spans-of';
import { buildDiffTree } from './diff-tree';
import { explain, verdicts } from './explain';
import { mergeRows } from './merge-rows';

/** A run of one span. */
function treeOf(facets: SpanFacets, name = 'span') {
  const span: FoldSpan = {
    key: 1,
    spanId: '0000000000000001',
    parentSpanId: null,
    name,
    serviceName: 'test',
    startNs: 0,
    endNs: 1,
    status: 0,
    facets: toFacetRow(facets),
  };
  return buildDiffTree(diffTraceOf([span], foldTrace([span], []).spans).spans);
}

/** What is said of two runs of one span each. */
function told(before: SpanFacets, after: SpanFacets): string {
  const [a, b] = [treeOf(before), treeOf(after)];
  const alignment = alignTrees(a, b);
  const { verdicts: found, butForIds } = explain(a, b, mergeRows(a, b, alignment), alignment);
  return `${verdicts[found[0] ?? -1]}${butForIds[0] === 1 ? ' but for ids' : ''}`;
}

const call = (more: Parameters<typeof modelOf>[0], facets: Partial<SpanFacets> = {}) =>
  facetsOf({ kind: 'llm', model: modelOf({ requestModel: 'm', ...more }), ...facets });
const hello = { input: [message('user', 'Hello')], output: [message('assistant', 'Hi')] };
const tool = (told: Parameters<typeof toolOf>[0]) => facetsOf({ kind: 'tool', tool: toolOf(told) });

describe('a model call', () => {
  it('is the same in whatever order the results of its tools came', () => {
    const [one, two] = ['one', 'two'].map((text) => message('tool', [toolResult(text)]));
    const asked = (...results: (typeof one)[]) =>
      call({ ...hello, input: [message('user', 'Hello'), ...results.map((each) => each!)] });
    expect(told(asked(one, two), asked(two, one))).toMatch(/^same/);
    expect(told(asked(one, two), asked(one, one))).toBe('inputChange');
  });

  it('is the same whatever the clock in its prompt tells', () => {
    const at = (day: string) =>
      call({ ...hello, system: [message('system', `Now: 2026-01-${day}T10:00:00Z. Be brief.`)] });
    expect(told(at('02'), at('03'))).toBe('same but for ids');
    expect(told(at('02'), at('02'))).toBe('same');
    expect(told(at('02'), call({ ...hello, system: [message('system', 'Be brief.')] }))).toBe(
      'promptEdit',
    );
  });

  it('decides otherwise by arguments that were chosen, not by ids that were given', () => {
    const asks = (args: Readonly<Record<string, string>>) =>
      call({ ...hello, output: [message('assistant', [toolCall('refund', args)])] });
    const request = (id: string) =>
      asks({ order: '17', request_id: `7c9e6679-7425-40de-944b-e07fc1f9${id}` });
    expect(told(request('0ae7'), request('1bf8'))).toBe('same but for ids');
    expect(told(asks({ order_id: '17' }), asks({ order_id: '18' }))).toBe('decision');
  });

  it('got the same where only ids and times of results differ', () => {
    const got = (took: number) =>
      call({ ...hello, input: [message('tool', [toolResult({ took, rows: 3 })])] });
    expect(told(got(5), got(7))).toBe('same but for ids');
  });

  it('is compared by what was sent in one value where it has no messages', () => {
    const sent = (input: string, output: string) =>
      call({}, { input: [payloadOf(input)], output: [payloadOf(output)] });
    expect(told(sent('a', 'x'), sent('a', 'x'))).toBe('same');
    expect(told(sent('a', 'x'), sent('a', 'y'))).toBe('decision');
    expect(told(sent('a', 'x'), sent('b', 'x'))).toBe('inputChange');
  });

  it('has other settings by what its tools are, and by how it samples', () => {
    const offered = (description: string) => [
      { name: 'f', description, parameters: null, type: null },
    ];
    const withTools = (description: string) =>
      call({ ...hello, toolDefinitions: offered(description) });
    expect(told(withTools('Finds.'), withTools('Finds.'))).toBe('same');
    expect(told(withTools('Finds.'), withTools('Forgets.'))).toBe('settingsChange');
    expect(told(withTools('Finds.'), call(hello))).toBe('settingsChange');
    const heated = (value: number, answer: string) =>
      call({
        ...hello,
        output: [message('assistant', answer)],
        parameters: [{ key: 'temperature', value }],
      });
    expect(told(heated(0, 'Hi'), heated(1, 'Ho'))).toBe('settingsChange');
  });

  it('is not known to be the same where its answer was not recorded', () => {
    expect(told(call(hello), call({ input: hello.input }))).toBe('unknown');
    expect(told(call({ input: hello.input }), call({ input: hello.input }))).toBe('unknown');
    expect(told(call(hello), call({}))).toBe('unknown');
  });
});

describe('a tool', () => {
  it('is not known to differ in what one side alone recorded', () => {
    const whole = tool({ args: payloadOf({ a: 1 }), result: payloadOf('ok') });
    expect(told(whole, tool({ result: payloadOf('ok') }))).toBe('unknown');
    expect(told(whole, tool({ args: payloadOf({ a: 1 }) }))).toBe('unknown');
    expect(told(whole, tool({ result: payloadOf('no') }))).toBe('environment');
    expect(told(whole, tool({ args: payloadOf({ a: 2 }) }))).toBe('inputChange');
    expect(told(tool({}), tool({}))).toBe('unknown');
  });

  it('gave its failure, whatever else', () => {
    const failed = (text: string) => ({
      ...tool({ args: payloadOf({ a: 1 }), isError: true }),
      error: { type: 'Timeout', message: text, stack: null, httpStatus: null },
    });
    expect(told(failed('late'), failed('late'))).toBe('same');
    expect(told(failed('late'), failed('gone'))).toBe('environment');
  });

  it('keeps its name', () => {
    const named = (name: string) => treeOf(tool({ name })).spans[0]?.label;
    expect(['run_python3', 'run_sql_v2', 'gen_report_2024'].map(named)).toEqual([
      'run_python3',
      'run_sql_v2',
      'gen_report_2024',
    ]);
  });
});

it('says of a step what the panel says of its parts', () => {
  const scalar = fc.constantFrom<JsonValue>(
    'a',
    ' a ',
    1,
    '1',
    ' 1 ',
    'call_0001',
    'call_0002',
    '2026-01-02T03:04:05Z',
    '2026-01-02T03:04:06Z',
    '2026-01-02',
    '4bf92f3577b34da6a3ce929d0e0e4736',
    '9d0e0e47364bf92f3577b34da6a3ce92',
  );
  const value = fc.oneof(
    scalar,
    fc.dictionary(fc.constantFrom('id', 'took', 'q'), fc.oneof(scalar, fc.array(scalar))),
  ) as fc.Arbitrary<JsonValue>;
  const any = fc.oneof(
    fc
      .tuple(value, value)
      .map(([args, result]) => tool({ args: payloadOf(args), result: payloadOf(result) })),
    fc.tuple(value, value, value).map(([text, args, result]) =>
      call({
        system: [message('system', JSON.stringify(text))],
        input: [message('tool', [toolResult(result)])],
        output: [message('assistant', [toolCall('f', args)])],
      }),
    ),
  );
  fc.assert(
    fc.property(any, any, (a, b) => {
      fc.pre(a.kind === b.kind);
      const { differences, same } = compareFacets(a, b);
      const isButForIds = same.some((each) => each.isButForIds);
      const isSame = `same${isButForIds ? ' but for ids' : ''}`;
      expect(told(a, b).startsWith('same')).toBe(differences.length === 0);
      if (differences.length === 0) expect(told(a, b)).toBe(isSame);
    }),
    { numRuns: 500 },
  );
});

it('compares all that an agent was asked and gave, tool results in full', () => {
  const agent = (end: string) =>
    facetsOf({
      kind: 'agent',
      model: modelOf({
        input: [
          message('user', 'Hello'),
          message('tool', [toolResult(`${'x'.repeat(5000)}${end}`)]),
          message('user', 'So?'),
        ],
        output: [message('assistant', 'A'), message('assistant', 'B')],
      }),
    });
  expect(told(agent('1'), agent('1'))).toBe('same');
  expect(told(agent('1'), agent('2'))).toBe('inputChange');
});

it('tells of a retriever, an embedding and an MCP call what was not recorded', () => {
  const found = (query: string | null, text: string | null) =>
    facetsOf({
      kind: 'retriever',
      retrieval: {
        query,
        documents: text === null ? [] : [{ id: null, content: text, score: 1, metadata: null }],
        inputDocuments: [],
        topK: null,
      },
    });
  expect(told(found('q', 'x'), found('q', 'x'))).toBe('same');
  expect(told(found('q', 'x'), found('q', null))).toBe('unknown');
  const embedded = (text: string) =>
    facetsOf({ kind: 'embedding', embedding: { texts: [text], dimensions: 3 } });
  expect(told(embedded('a'), embedded('a'))).toBe('same');
  expect(told(embedded('a'), embedded('b'))).toBe('inputChange');
  expect(told(embedded('a'), facetsOf({ kind: 'embedding' }))).toBe('unknown');
});
