import { describe, expect, it } from 'vitest';

import { mergeSameCall } from './merge-same-call';
import { facetsOf, message, modelOf, payloadOf, toolOf } from './test-support/span-facets';

const from = { key: 'k', convention: 'otel-genai', place: 'attribute' } as const;

describe('mergeSameCall (§8.3 rule 3: merging their content)', () => {
  it('adds what only the other span tells, with its provenance', () => {
    const counted = facetsOf({
      kind: 'llm',
      model: modelOf({ requestModel: 'gpt', responseId: 'r' }),
      provenance: { 'model.requestModel': from },
    });
    const outer = facetsOf({
      kind: 'llm',
      model: modelOf({
        requestModel: 'other name',
        system: [message('system', 'Be brief.')],
        input: [message('user', 'Hi')],
        output: [message('assistant', 'Hello')],
      }),
      provenance: { 'model.requestModel': { ...from, key: 'x' }, input: { ...from, key: 'y' } },
    });
    const merged = mergeSameCall(counted, [outer]);
    expect(merged.model).toMatchObject({ requestModel: 'gpt', responseId: 'r' });
    expect(merged.model?.system).toEqual(outer.model?.system);
    expect(merged.model?.output).toEqual(outer.model?.output);
    expect(merged.provenance['model.requestModel']).toEqual(from);
    expect(merged.provenance['input']?.key).toBe('y');
  });

  it('does not mix the input of one with the system prompt of the other', () => {
    const counted = facetsOf({ model: modelOf({ input: [message('user', 'Hi')] }) });
    const other = facetsOf({ model: modelOf({ system: [message('system', 'x')] }) });
    expect(mergeSameCall(counted, [other]).model?.system).toEqual([]);
  });

  it('adds counts that one leaves out, as the fold of the trace does', () => {
    const usage = {
      input: 10,
      output: 2,
      total: null,
      cacheRead: null,
      cacheWrite: null,
      reasoning: null,
      inputIncludedCache: true,
      outputIncludedReasoning: true,
      scope: 'call',
      extra: [],
    } as const;
    const counted = facetsOf({ usage });
    const other = facetsOf({ usage: { ...usage, input: 11, cacheRead: 8 } });
    expect(mergeSameCall(counted, [other]).usage).toEqual({ ...usage, cacheRead: 8 });
  });

  it('does not say that nothing was recorded where the other span did', () => {
    const note = { code: 'contentNotRecorded', field: 'model.input', message: 'x' } as const;
    const cut = { code: 'contentTruncated', field: 'model.output', message: 'y' } as const;
    const counted = facetsOf({ model: modelOf({}), notes: [note] });
    const silent = facetsOf({ model: modelOf({}), notes: [note] });
    const outer = facetsOf({
      model: modelOf({ output: [message('assistant', 'Hi')] }),
      notes: [cut],
    });
    expect(mergeSameCall(counted, [silent]).notes).toEqual([note]);
    expect(mergeSameCall(counted, [outer]).notes).toEqual([cut]);
  });

  it('merges the spans of one tool call', () => {
    const counted = facetsOf({ tool: toolOf({ name: 'f', args: payloadOf({ a: 1 }) }) });
    const inner = facetsOf({ tool: toolOf({ name: 'g', result: payloadOf('ok'), isError: true }) });
    const { tool } = mergeSameCall(counted, [inner]);
    expect(tool).toMatchObject({ name: 'f', isError: true });
    expect(tool?.result?.value).toBe('ok');
    expect(mergeSameCall(counted, [])).toBe(counted);
  });
});
