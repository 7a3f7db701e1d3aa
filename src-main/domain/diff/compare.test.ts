import { describe, expect, it } from 'vitest';

import {
  facetsOf,
  message,
  modelOf,
  payloadOf,
  toolCall,
  toolOf,
} from '../facets/test-support/span-facets';
import { compareFacets } from './compare-facets';
import { compareFigures } from './compare-figures';
import { defaultTolerances } from './tolerances';

describe('compareFacets', () => {
  const call = (more: Parameters<typeof modelOf>[0]) =>
    facetsOf({
      kind: 'llm',
      model: modelOf({ requestModel: 'm', system: [message('system', 'Be brief.')], ...more }),
    });
  const fields = (a: Parameters<typeof compareFacets>[0], b: typeof a) =>
    compareFacets(a, b).differences.map(({ field }) => field);

  it('finds nothing between a span and itself', () => {
    const facets = call({
      input: [message('user', 'Hi')],
      output: [message('assistant', 'Hello')],
    });
    expect(compareFacets(facets, structuredClone(facets)).differences).toEqual([]);
  });

  it('tells what was given before what came of it', () => {
    const a = call({ output: [message('assistant', 'Hello')], finishReasons: ['stop'] });
    const b = call({
      requestModel: 'n',
      system: [message('system', 'Be long.')],
      output: [message('assistant', [toolCall('f', { a: 1 })])],
      finishReasons: ['tool_calls'],
    });
    // A text is gone and a call has come.
    expect(fields(a, b)).toEqual(['model', 'system', 'output', 'output', 'finishReason']);
  });

  it('takes a system prompt for one, wherever it was sent', () => {
    const a = call({ system: [message('system', 'x')] });
    const b = call({ system: [], input: [message('system', 'x')] });
    expect(fields(a, b)).toEqual([]);
  });

  it('says between the differences what is the same', () => {
    const a = call({ input: [message('user', 'Hi')], output: [message('assistant', 'Hello')] });
    const b = call({ input: [message('user', 'Hi')], output: [message('assistant', 'Bye')] });
    const { differences, same } = compareFacets(a, b);
    expect(same.map(({ field, order }) => [field, order])).toEqual([
      ['model', 0],
      ['system', 1],
      ['input', 2],
    ]);
    expect(same[2]?.part).toEqual({ role: 'user', type: 'text', name: null });
    expect(same[2]?.tokenEstimate).toBeGreaterThan(0);
    expect(differences).toMatchObject([
      { field: 'output', order: 3, before: 'Hello', after: 'Bye' },
    ]);
  });

  it('sees what differs far behind the beginning of a text', () => {
    const long = (end: string) =>
      call({ input: [message('user', `${'x'.repeat(200_000)}${end}`)] });
    expect(fields(long('a'), long('b'))).toEqual(['input']);
  });

  it('compares what was sent in one value where no messages were', () => {
    const sent = (text: string) => ({ ...call({}), output: [payloadOf(text)] });
    expect(fields(sent('a'), sent('b'))).toEqual(['output']);
  });

  it('knows no order of tools and no seed', () => {
    const tool = (name: string) => ({ name, description: null, parameters: null, type: null });
    const a = call({
      parameters: [{ key: 'seed', value: 1 }],
      toolDefinitions: [tool('f'), tool('g')] as never,
    });
    const b = call({
      parameters: [{ key: 'seed', value: 2 }],
      toolDefinitions: [tool('g'), tool('f')] as never,
    });
    expect(fields(a, b)).toEqual([]);
    expect(fields(a, call({ parameters: [{ key: 'temperature', value: 1 }] }))).toEqual([
      'parameters',
      'tools',
    ]);
  });

  it('tells arguments, results and errors of tools', () => {
    let calls = 0;
    const tool = (city: string) =>
      facetsOf({
        kind: 'tool',
        tool: toolOf({
          args: payloadOf({ city, id: `call_000${calls++}` }),
          result: payloadOf('ok'),
        }),
      });
    expect(fields(tool('Oslo'), tool('Oslo'))).toEqual([]);
    expect(fields(tool('Oslo'), tool('Paris'))).toEqual(['arguments']);
    const failed = {
      ...tool('Oslo'),
      error: { type: 'Timeout', message: 'late', stack: null, httpStatus: null },
    };
    expect(fields(tool('Oslo'), failed)).toEqual(['error']);
  });
});

describe('compareFigures', () => {
  const run = (durationNs: number, errorCount = 0) => ({
    durationNs,
    spanCount: 3,
    errorCount,
    facets: null,
  });
  const told = (a: ReturnType<typeof run>, b: ReturnType<typeof run>) =>
    Object.fromEntries(
      compareFigures(a, b, defaultTolerances).map(({ name, direction, judgement }) => [
        name,
        `${direction} ${judgement}`,
      ]),
    );

  it('takes small differences of time for chance', () => {
    expect(told(run(1e9), run(1.1e9))['duration']).toBe('same neither');
    expect(told(run(1e9), run(2e9))['duration']).toBe('more worse');
    expect(told(run(100), run(900_000))['duration']).toBe('same neither');
  });

  it('says unknown where a side tells nothing, and judges errors', () => {
    const found = told(run(NaN), run(1e9, 2));
    expect(found).toMatchObject({
      duration: 'unknown neither',
      tokens: 'unknown neither',
      errors: 'more worse',
    });
  });
});
