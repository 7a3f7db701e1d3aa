import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { SpanView } from '@contract/facets';
import { spanView } from './span-view';
import { agentRun, ANSWER } from './test-support/agent-run';
import { createTestStore, traceHex, type TestStore } from './test-support/test-store';
import { traceMarkdown } from './trace-markdown';
import { traceSteps } from './trace-steps';

let store: TestStore;
beforeEach(() => {
  store = createTestStore();
});
afterEach(() => store.close());

const none = (): void => {};
const view = (spanKey: number): SpanView => spanView(store.host())({ spanKey }, none);
const steps = (spanKeys: number[], maxTextLength = 10_000): readonly SpanView[] =>
  traceSteps(store.host())({ traceId: traceHex(1), spanKeys, maxTextLength }, none);

describe('trace.spanView', () => {
  it('tells all of a model call, with its place in the run', () => {
    store.addSpans(...agentRun({ trace: 1 }));
    store.understand();
    const last = view(4);
    expect(last).toMatchObject({
      key: 4,
      facets: { kind: 'llm', model: { requestModel: 'gpt-test' } },
      fold: { usageCount: 'counted', agentName: 'forecaster', continues: 2, knownMessageCount: 2 },
      cost: { state: 'unknown', totalUsd: null, price: null },
      callOf: { number: 2, total: 2 },
      omittedMessages: 0,
      isCut: false,
    });
    expect(last.facets.model?.input).toHaveLength(3);
    expect(view(3)).toMatchObject({
      facets: { kind: 'tool', tool: { args: { value: { city: 'Oslo' } } } },
      fold: { requestedBy: 2 },
      callOf: null,
    });
    expect(structuredClone(last)).toEqual(last);
  });

  it('adds what another span of the same call tells', () => {
    const [agent, outer] = agentRun({ trace: 1 });
    if (!agent || !outer) throw new Error('No run.');
    const { 'gen_ai.input.messages': input, ...bare } = outer.attributes ?? {};
    const inner = { ...outer, span: 9, parent: 2, name: 'generate_content', attributes: bare };
    store.addSpans(agent, outer, inner);
    store.understand();
    expect(view(2).fold).toMatchObject({ usageCount: 'duplicate', duplicateOf: 3 });
    expect(input).toContain('Oslo');
    expect(JSON.stringify(view(3).facets.model?.input)).toContain('Oslo');
  });

  it('shows a span that was given up on as it was sent, and says so', () => {
    store.addSpans(...agentRun({ trace: 1 }));
    store.understand();
    store.giveUp(4);
    expect(view(4)).toMatchObject({
      facets: {
        kind: 'span',
        label: 'chat',
        model: null,
        notes: [
          {
            code: 'notUnderstood',
            message:
              'Not understood: it took too long. What was sent is kept: see Attributes and Raw.',
          },
        ],
      },
      fold: { usageCount: 'none', agentName: 'forecaster' },
    });
    expect(view(2).facets.kind).toBe('llm');
    const { markdown } = traceMarkdown(store.host())({ traceId: traceHex(1), spanKey: null }, none);
    expect(markdown).toContain('get_weather');
    expect(markdown).not.toContain(ANSWER);
  });

  it('says where log records of a span were too many to be read', () => {
    store.addSpans({ trace: 1, span: 1, endMs: 5000 });
    store.addLogs(
      ...Array.from({ length: 1001 }, (_, at) => ({ trace: 1, span: 1, body: 'x', atMs: at })),
    );
    store.understand();
    expect(view(1).facets.notes).toEqual([
      {
        code: 'logsNotRead',
        field: '',
        message:
          'Of its 1,001 log records the first 1,000 were read for what it means. All are kept.',
      },
    ]);
  });

  it('tells which spans ran the calls of earlier messages', () => {
    store.addSpans(...agentRun({ trace: 1 }));
    store.understand();
    expect(view(4).earlierToolSpans).toEqual([['call_1', 3]]);
    expect(view(4).fold.toolSpans).toEqual([]);
    expect(view(2).fold.toolSpans).toEqual([['call_1', 3]]);
  });

  it('understands a span on the fly that has no facets yet', () => {
    store.addSpans(...agentRun({ trace: 1 }));
    expect(view(2)).toMatchObject({
      facets: { kind: 'llm' },
      fold: { key: 2, usageCount: 'counted', tokens: { input: 100, output: 20 } },
      callOf: null,
    });
  });

  it('knows no deleted span', () => {
    store.addSpans(...agentRun({ trace: 1 }));
    const notFound = expect.objectContaining({ code: 'not_found' }) as Error;
    expect(() => view(99)).toThrow(notFound);
    store.deleteTrace(1);
    expect(() => view(2)).toThrow(notFound);
  });
});

describe('trace.steps', () => {
  it('shows what is new in a call, with the call that a result answers', () => {
    store.addSpans(...agentRun({ trace: 1 }));
    store.understand();
    const [last, first] = steps([4, 2]);
    expect(last?.facets.model?.input.map(({ role }) => role)).toEqual(['assistant', 'tool']);
    expect(last?.omittedMessages).toBe(1);
    expect(last?.facets.model?.output[0]?.parts).toEqual([{ type: 'text', text: ANSWER }]);
    expect(first).toMatchObject({ key: 2, omittedMessages: 0, isCut: false });
    expect(first?.facets.model?.input).toHaveLength(1);
  });

  it('cuts long texts, and says so', () => {
    const question = 'why? '.repeat(1_000_000);
    store.addSpans(...agentRun({ trace: 1, question }));
    store.understand();
    const [first] = steps([2], 500);
    expect(first?.isCut).toBe(true);
    expect(first?.facets.model?.input[0]?.parts).toEqual([
      { type: 'text', text: question.slice(0, 500) },
    ]);
    expect(JSON.stringify(first).length).toBeLessThan(5000);
    expect(view(2).facets.model?.input[0]?.parts).toEqual([{ type: 'text', text: question }]);
  });

  it('knows no span of another trace', () => {
    store.addSpans(...agentRun({ trace: 1 }), { trace: 2, span: 1 });
    expect(() => steps([5])).toThrow(expect.objectContaining({ code: 'not_found' }) as Error);
  });
});
