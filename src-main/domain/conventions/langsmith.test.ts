import { describe, expect, it } from 'vitest';

import { facetsOf, type SpanShape } from './test-support/sources';

describe('LangSmith, reference §3 and §5', () => {
  const run = (kind: string, attributes: SpanShape['attributes'], more: Partial<SpanShape> = {}) =>
    facetsOf({
      scope: 'langsmith',
      name: 'run',
      attributes: { 'langsmith.span.kind': kind, ...attributes },
      ...more,
    });

  it('trusts langsmith.span.kind where the operation says embeddings on a retriever', () => {
    const facets = run('retriever', {
      'gen_ai.operation.name': 'embeddings',
      'gen_ai.prompt': '{"query":"when?"}',
      'gen_ai.completion': '{"documents":[{"page_content":"At nine.","type":"Document"}]}',
    });
    expect(facets).toMatchObject({
      kind: 'retriever',
      retrieval: { query: 'when?', documents: [{ content: 'At nine.' }] },
    });
  });

  it('does not take the project for the session', () => {
    const project = { 'langsmith.trace.session_name': 'p', 'langsmith.trace.session_id': 'x' };
    expect(run('chain', project).sessionId).toBeNull();
    const thread = { ...project, 'langsmith.metadata.thread_id': 't' };
    expect(run('chain', thread).sessionId).toBe('t');
  });

  it('reads tags as text with commas and as a list, less those LangChain numbers steps by', () => {
    expect(run('chain', { 'langsmith.span.tags': 'a, b, seq:step:1' }).tags).toEqual(['a', 'b']);
    expect(run('chain', { 'langsmith.span.tags': ['a', 'b'] }).tags).toEqual(['a', 'b']);
  });

  it('reads whole inputs and outputs, and details of usage as Python prints them', () => {
    const { model, usage } = run('llm', {
      'gen_ai.prompt':
        '{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"stream":true}',
      'gen_ai.completion':
        '{"choices":[{"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}',
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.output_tokens': 9,
      'gen_ai.usage.input_token_details': "{'audio': 0, 'cache_read': 64}",
    });
    expect(model).toMatchObject({
      isStream: true,
      input: [{ role: 'user', parts: [{ text: 'Hi' }] }],
      output: [{ role: 'assistant', parts: [{ text: 'Hello' }] }],
    });
    expect(usage).toMatchObject({ input: 100, cacheRead: 64 });
  });

  it('tells failures though the status says OK', () => {
    const { error, tool } = run(
      'tool',
      {},
      {
        statusCode: 1,
        events: [{ name: 'exception', attributes: { 'exception.message': 'Error: Error: gone' } }],
      },
    );
    expect(error?.message).toBe('gone');
    expect(tool?.isError).toBe(true);
  });

  describe('takes apart the exception that Python makes of an error and its traceback', () => {
    const failed = (message: string) => {
      const attributes = {
        'exception.type': 'Exception',
        'exception.message': message,
        'exception.stacktrace': `Exception: ${message}\n`,
      };
      return run('tool', {}, { statusCode: 2, events: [{ name: 'exception', attributes }] }).error;
    };
    const frames = [
      '  File "/app/.venv/lib/python3.11/site-packages/tools/base.py", line 9, in run\n    f()\n',
      '  File "/app/weather.py", line 12, in get_weather\n    raise ValueError(city)\n',
    ];
    /** Its lines keep their ends and are joined by two more. */
    const told = (repr: string, ...lines: readonly string[]): string =>
      `${repr}${['Traceback (most recent call last):\n', ...frames, ...lines].join('\n\n')}`;

    it('into type, message and a stack without empty lines', () => {
      expect(failed(told("ValueError('no station')", 'ValueError: no station'))).toEqual({
        type: 'ValueError',
        message: 'no station',
        stack: `Traceback (most recent call last):\n${frames.join('')}ValueError: no station`,
        httpStatus: null,
      });
    });

    it('of any module, cause, and message, or none', () => {
      const cause = [
        'KeyError: 1\n',
        '\nDuring handling of the above exception, another exception occurred:\n\n',
        'Traceback (most recent call last):\n',
        ...frames,
      ];
      const chained = failed(
        told('ApiError("a")', ...cause, 'pkg.errors.ApiError: a\n\nb: c\n', 'A note'),
      );
      expect(chained).toMatchObject({ type: 'pkg.errors.ApiError', message: 'a\n\nb: c' });
      expect(chained?.stack).toMatch(/b: c\nA note$/);
      expect(chained?.stack).toContain('KeyError: 1\n\nDuring handling of');
      expect(failed(told('KeyboardInterrupt()', 'KeyboardInterrupt'))).toMatchObject({
        type: 'KeyboardInterrupt',
        message: 'KeyboardInterrupt()',
      });
    });

    it('into the same error wherever on its way it was caught', () => {
      const inner = failed(told("ValueError('no')", 'ValueError: no'));
      const outer = failed(told("ValueError('no')", ...frames, 'ValueError: no'));
      expect(outer?.stack).not.toBe(inner?.stack);
      expect({ ...outer, stack: null }).toEqual({ ...inner, stack: null });
    });

    it('and leaves what is none as it is', () => {
      expect(failed('no Traceback (most recent call last): here')).toMatchObject({
        type: 'Exception',
        message: 'no Traceback (most recent call last): here',
      });
    });
  });
});
