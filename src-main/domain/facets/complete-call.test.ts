import { describe, expect, it } from 'vitest';

import { completeCall } from './complete-call';
import { callReader } from './read-call';
import type { SpanFacets, ToolUse } from './span-facets';
import {
  facetsOf,
  message,
  modelOf,
  payloadOf,
  toolCall,
  toolOf,
  toolResult,
} from './test-support/span-facets';
import type { SpanFold } from './trace-facets';

const nowhere = { result: null, query: null, reasoning: null };
const ASKER = 1;
const NEXT = 2;

describe('completeCall', () => {
  const asker = facetsOf({
    model: modelOf({
      output: [
        message('assistant', [
          toolCall('f', { city: 'Oslo' }, 'c1'),
          toolCall('f', 1, 'c2'),
          toolCall('g', 2),
        ]),
      ],
    }),
  });
  const next = facetsOf({
    model: modelOf({ input: [message('tool', [toolResult('Oslo: snow', 'c1')])] }),
  });
  const read = (key: number): SpanFacets | null =>
    key === ASKER ? asker : key === NEXT ? next : null;
  const fold = { requestedBy: ASKER, toldBy: { ...nowhere, result: NEXT } };

  it('finds arguments and result of a tool in the calls of the model, and says so', () => {
    const { tool, provenance } = completeCall(
      facetsOf({
        tool: toolOf({ callId: 'c1' }),
        conventions: [{ id: 'autogen', version: null, evidence: '' }],
      }),
      fold,
      read,
    );
    expect(tool?.args?.value).toEqual({ city: 'Oslo' });
    expect(tool?.result?.value).toBe('Oslo: snow');
    expect(provenance['tool.args']).toMatchObject({ convention: 'autogen', place: 'derived' });
    expect(tool?.result?.from).toBe(provenance['tool.result']);
  });

  it('leaves what the span tells itself, and reads nothing then', () => {
    const told = facetsOf({
      tool: toolOf({ callId: 'c1', args: payloadOf({ own: 1 }), result: payloadOf('own') }),
    });
    const never = (): never => {
      throw new Error('read');
    };
    expect(completeCall(told, fold, never)).toBe(told);
    const search = facetsOf({
      retrieval: { query: 'own', documents: [], inputDocuments: [], topK: null },
    });
    expect(
      completeCall(search, { requestedBy: null, toldBy: { ...nowhere, query: 1 } }, never),
    ).toBe(search);
  });

  it('goes by the id of the call, else takes the only call that can be meant', () => {
    const argsOf = (tool: Partial<ToolUse>): unknown =>
      completeCall(facetsOf({ tool: toolOf(tool) }), fold, read).tool?.args?.value;
    expect(argsOf({ callId: 'c1', name: 'f' })).toEqual({ city: 'Oslo' });
    // Two calls of the same tool: it might be either.
    expect(argsOf({ callId: null, name: 'f' })).toBeUndefined();
    expect(argsOf({ callId: 'other', name: 'g' })).toBe(2);
    expect(argsOf({ callId: null, name: 'unknown' })).toBeUndefined();
    const gone = facetsOf({ tool: toolOf({ callId: 'c1' }) });
    expect(completeCall(gone, fold, () => null)).toBe(gone);
  });

  it('names the one argument that a tool got bare', () => {
    const argsOf = (value: string): unknown =>
      completeCall(facetsOf({ tool: toolOf({ name: 'f', args: payloadOf(value) }) }), fold, read)
        .tool?.args?.value;
    expect(argsOf('Oslo')).toEqual({ city: 'Oslo' });
    expect(argsOf('Paris')).toBe('Paris');
  });

  it('finds what was searched for where one text was embedded', () => {
    const search = facetsOf({
      kind: 'retriever',
      retrieval: { query: null, documents: [], inputDocuments: [], topK: null },
    });
    const queryAfter = (...texts: string[]): string | null | undefined =>
      completeCall(search, { requestedBy: null, toldBy: { ...nowhere, query: 5 } }, () =>
        facetsOf({ embedding: { texts, dimensions: null } }),
      ).retrieval?.query;
    expect(queryAfter('office hours')).toBe('office hours');
    expect(queryAfter('one document', 'another')).toBeNull();
  });

  it('finds the thoughts before an answer in a step that tells the same answer', () => {
    const thought = { type: 'reasoning', text: '17 × 20 …', isHidden: false } as const;
    const call = facetsOf({ model: modelOf({ output: [message('assistant', '391')] }) });
    const after = (text: string): SpanFacets =>
      completeCall(call, { requestedBy: null, toldBy: { ...nowhere, reasoning: 5 } }, () =>
        facetsOf({
          model: modelOf({ output: [message('assistant', [thought, { type: 'text', text }])] }),
        }),
      );
    expect(after('391').model?.output[0]?.parts).toEqual([thought, { type: 'text', text: '391' }]);
    expect(after('42')).toBe(call);
  });
});

describe('callReader', () => {
  it('adds twins of the span and of the spans that complete it', () => {
    const spans = new Map<number, SpanFacets>([
      [1, facetsOf({ model: modelOf({ requestModel: 'gpt' }) })],
      [
        2,
        facetsOf({
          model: modelOf({ output: [message('assistant', [toolCall('f', { a: 1 }, 'c')])] }),
        }),
      ],
      [3, facetsOf({ tool: toolOf({ callId: 'c' }) })],
    ]);
    const folds = new Map([[3, { requestedBy: 1, toldBy: null } as Partial<SpanFold> as SpanFold]]);
    const read = callReader({
      read: (key) => spans.get(key) ?? null,
      twinsOf: (key) => (key === 1 ? [2] : []),
      foldOf: (key) => folds.get(key),
    });
    expect(read(3)?.tool?.args?.value).toEqual({ a: 1 });
    expect(read(1)?.model?.output).toHaveLength(1);
    expect(read(4)).toBeNull();
  });
});
