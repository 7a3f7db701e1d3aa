import { describe, expect, it } from 'vitest';

import { fold, gpt } from '../test-support/fold-sketches';
import { type SpanSketch } from '../test-support/fold-spans';

describe('§8.1 rule 6: session', () => {
  it('is passed down, never up or aside', () => {
    const result = fold(
      { id: 'a' },
      { id: 'b', parent: 'a', sessionId: 's' },
      { id: 'c', parent: 'b' },
      { id: 'd', parent: 'a' },
    );
    expect(result.spans.map((span) => span.sessionId)).toEqual([null, 's', 's', null]);
  });

  it('is the root’s for the trace, else the most common', () => {
    expect(
      fold({ id: 'a', sessionId: 's' }, { id: 'b', parent: 'a', sessionId: 't' }).trace.sessionId,
    ).toBe('s');
    const common = fold(
      { id: 'a' },
      { id: 'b', parent: 'a', sessionId: 's' },
      { id: 'c', parent: 'a', sessionId: 't' },
      { id: 'd', parent: 'a', sessionId: 't' },
    );
    expect(common.trace.sessionId).toBe('t');
  });
});

describe('previews and errors of a trace', () => {
  it('are the sender’s, else the root’s, else the first and last of the run', () => {
    const spans: SpanSketch[] = [
      { id: 'root', at: [0, 100] },
      { id: 'h', parent: 'root', kind: 'http', inputPreview: 'GET', at: [0, 5] },
      { id: 'a', parent: 'root', ...gpt, inputPreview: 'q1', outputPreview: 'o1', at: [10, 20] },
      { id: 'b', parent: 'root', ...gpt, inputPreview: 'q2', outputPreview: 'o2', at: [30, 60] },
    ];
    expect(fold(...spans).trace).toMatchObject({ inputPreview: 'q1', outputPreview: 'o2' });
    const own = { inputPreview: 'root in', outputPreview: 'root out' };
    const withRoot = [{ id: 'root', at: [0, 100], ...own } as const, ...spans.slice(1)];
    expect(fold(...withRoot).trace).toMatchObject(own);
    const sent = { id: 'c', parent: 'a', traceInputPreview: 'ti', traceOutputPreview: 'to' };
    expect(fold(...withRoot, sent).trace).toMatchObject({
      inputPreview: 'ti',
      outputPreview: 'to',
    });
  });

  it('takes words that were said for the input, rather than what a framework calls its parts with', () => {
    const call: SpanSketch = { id: 'c', parent: 'a', ...gpt, inputPreview: 'question' };
    const agent: SpanSketch = { id: 'a', parent: 'r', kind: 'agent', inputPreview: '{"agent":{}}' };
    expect(fold({ id: 'r' }, agent, call).trace.inputPreview).toBe('question');
    expect(fold({ id: 'r' }, agent).trace.inputPreview).toBe('{"agent":{}}');
    const step: SpanSketch = { id: 'a', kind: 'step', inputPreview: 'memory' };
    expect(fold(step, call).trace.inputPreview).toBe('question');
    const root: SpanSketch = { id: 'r', kind: 'chain', inputPreview: '{"channel":"radio"}' };
    expect(fold(root, agent, call).trace.inputPreview).toBe('{"channel":"radio"}');
  });

  it('takes the last answer for the output where a call encloses what it handed over to', () => {
    const result = fold(
      { id: 'r', at: [0, 100] },
      { id: 'a', parent: 'r', ...gpt, outputPreview: 'transfer_to_b()', at: [10, 90] },
      { id: 'b', parent: 'a', kind: 'agent', agentName: 'b', at: [20, 80] },
      { id: 'c', parent: 'b', ...gpt, outputPreview: 'answer', at: [30, 70] },
    );
    expect(result.trace.outputPreview).toBe('answer');
  });

  it('takes no retrieval for the run where the root did not arrive', () => {
    const lost = { parent: 'lost' } as const;
    const search: SpanSketch = {
      id: 's',
      ...lost,
      kind: 'retriever',
      inputPreview: 'query',
      outputPreview: 'document',
      at: [0, 10],
    };
    const said = { inputPreview: 'question', outputPreview: 'answer' };
    const call: SpanSketch = { id: 'c', ...lost, ...gpt, ...said, at: [20, 30] };
    expect(fold(search, call).trace).toMatchObject(said);
    expect(fold(search).trace).toMatchObject({ inputPreview: 'query', outputPreview: 'document' });
    expect(fold({ ...search, parent: '' }, call).trace.outputPreview).toBe('document');
  });

  it('takes what arrived of a larger run for it where all is below it', () => {
    const agent: SpanSketch = { id: 'a', parent: 'lost', kind: 'agent', outputPreview: 'all' };
    const call: SpanSketch = { id: 'c', parent: 'a', ...gpt, outputPreview: 'part', at: [5, 9] };
    expect(fold(agent, call).trace.outputPreview).toBe('all');
    const next: SpanSketch = {
      id: 'n',
      parent: 'lost',
      ...gpt,
      outputPreview: 'end',
      at: [200, 210],
    };
    expect(fold(agent, call, next).trace.outputPreview).toBe('end');
  });

  it('takes no tool’s result for the answer of an agent that tells none', () => {
    const tool: SpanSketch = { id: 't', parent: 'r', kind: 'tool', outputPreview: 'exit code 0' };
    expect(
      fold({ id: 'r' }, { id: 'c', parent: 'r', ...gpt }, tool).trace.outputPreview,
    ).toBeNull();
    expect(fold({ id: 'r' }, tool).trace.outputPreview).toBe('exit code 0');
  });

  it('names the root’s error, else the first that happened', () => {
    const inner: SpanSketch[] = [
      { id: 'a', parent: 'r', status: 2, errorMessage: 'first', at: [10, 20] },
      { id: 'b', parent: 'r', status: 2, errorMessage: 'second', at: [30, 40] },
    ];
    expect(fold({ id: 'r' }, ...inner).trace.errorMessage).toBe('first');
    expect(fold({ id: 'r', status: 2, errorMessage: 'root' }, ...inner).trace.errorMessage).toBe(
      'root',
    );
  });
});
