/** §8.1.3, §8.1.5, §8.1.8: which content a draft takes, and what it says of it. */
import { describe, expect, it } from 'vitest';

import type { FacetDraft } from './convention';
import { textMessage } from './read/message';
import { facetsOf } from './test-support/sources';
import { at, decide } from './test-support/decided';

describe('§8.1.3: content', () => {
  const rich = [textMessage('user', 'What is the weather in Oslo?')];

  it('§8.1.3 takes the richest form, in whatever order forms were told', () => {
    const other = [
      textMessage('user', 'What is the weather in Oslo?'),
      textMessage('user', 'Now!'),
    ];
    for (const reverse of [false, true]) {
      const facets = decide((draft) => {
        const told = [
          () => draft.messages('input', rich, 'semconvMessages', at('rich')),
          () => draft.messages('input', other, 'perMessageEvents', at('poor')),
        ];
        for (const tell of reverse ? [...told].reverse() : told) tell();
        draft.kind('llm', null, 'model', at('m'));
      });
      expect(facets.model?.input).toEqual(rich);
      expect(facets.provenance['model.input']?.key).toBe('rich');
    }
  });

  it("§8.1.3 shows a vendor's blob that says something else as a second payload", () => {
    const facets = decide((draft) => {
      draft.kind('llm', null, 'genAiOperation', at('op'));
      draft.messages('input', rich, 'semconvMessages', at('gen_ai.input.messages'));
      draft.payload(
        'input',
        'Overridden by the user',
        'vendorBlob',
        at('langfuse.observation.input', 'langfuse'),
      );
    });
    expect(facets.model?.input).toEqual(rich);
    expect(facets.input.map(({ value, from }) => [value, from.key])).toEqual([
      ['Overridden by the user', 'langfuse.observation.input'],
    ]);
  });

  it("§8.1.3 does not show a vendor's blob that says the same", () => {
    const facets = decide((draft) => {
      draft.kind('llm', null, 'genAiOperation', at('op'));
      draft.messages('input', rich, 'semconvMessages', at('gen_ai.input.messages'));
      draft.payload(
        'input',
        '{"messages":[{"role":"user","content":"What is the weather in Oslo?"}]}',
        'vendorBlob',
        at('input.value'),
      );
      draft.payload(
        'input',
        ' What is the weather\n in Oslo? ',
        'vendorBlob',
        at('traceloop.entity.input'),
      );
    });
    expect(facets.input).toEqual([]);
  });

  it('reads a blob as chat where it is all there is, its system prompt and tools too', () => {
    const facets = decide((draft) => {
      draft.kind('llm', null, 'genAiOperation', at('op'));
      draft.payload(
        'input',
        {
          system: 'Be brief.',
          messages: [{ role: 'user', content: 'Hello' }],
          tools: [{ name: 'get_weather', input_schema: { type: 'object' } }],
        },
        'vendorBlob',
        at('mlflow.spanInputs'),
      );
      draft.payload(
        'output',
        { choices: [{ message: { role: 'assistant', content: 'Hi' } }] },
        'vendorBlob',
        at('out'),
      );
    });
    expect(facets.model?.system).toEqual([textMessage('system', 'Be brief.')]);
    expect(facets.model?.input).toEqual([textMessage('user', 'Hello')]);
    expect(facets.model?.output.map(({ parts }) => parts)).toEqual([
      [{ type: 'text', text: 'Hi' }],
    ]);
    expect(facets.model?.toolDefinitions.map(({ name }) => name)).toEqual(['get_weather']);
    expect(facets.input).toEqual([]);
  });

  it('gives the state of a graph without the echo of what went in', () => {
    const facets = decide((draft) => {
      draft.kind('agent', null, 'vendorKind', at('kind'));
      draft.payload(
        'input',
        { messages: [{ type: 'human', content: 'Hello' }] },
        'vendorBlob',
        at('in'),
      );
      draft.payload(
        'output',
        {
          messages: [
            { type: 'human', content: 'Hello' },
            { type: 'ai', content: 'Hi' },
          ],
        },
        'vendorBlob',
        at('out'),
      );
    });
    expect(facets.model?.output.map(({ parts }) => parts)).toEqual([
      [{ type: 'text', text: 'Hi' }],
    ]);
  });

  it("takes a tool's input and output as its arguments and result, wrapping off", () => {
    const facets = decide((draft) => {
      draft.kind('tool', 'TOOL', 'vendorKind', at('kind'));
      draft.payload(
        'input',
        '{"args": [], "kwargs": {"city": "Oslo"}}',
        'vendorBlob',
        at('input.value'),
      );
      draft.payload(
        'output',
        { type: 'tool', data: { content: 'snow', type: 'tool', tool_call_id: 'c1' } },
        'vendorBlob',
        at('output.value'),
      );
    });
    expect(facets.tool?.args?.value).toEqual({ city: 'Oslo' });
    expect(facets.tool?.result?.value).toBe('snow');
    expect([facets.input, facets.output]).toEqual([[], []]);
  });

  it('prefers what says something to a placeholder', () => {
    const facets = decide((draft) => {
      draft.kind('tool', null, 'genAiOperation', at('op'));
      draft.payload('toolArgs', '{}', 'semconvMessages', at('placeholder'));
      draft.payload('toolArgs', '{"a":1}', 'vendorBlob', at('real'));
    });
    expect(facets.tool?.args?.value).toEqual({ a: 1 });
  });
});

describe('§8.1.5: system prompt', () => {
  const system = [textMessage('system', 'Be brief.')];
  const propose =
    (input: readonly ReturnType<typeof textMessage>[]) =>
    (draft: FacetDraft): void => {
      draft.kind('llm', null, 'genAiOperation', at('op'));
      draft.messages('system', system, 'semconvMessages', at('gen_ai.system_instructions'));
      draft.messages('input', input, 'semconvMessages', at('gen_ai.input.messages'));
    };

  it('§8.1.5 gives system instructions apart where the messages have no system role', () => {
    expect(decide(propose([textMessage('user', 'Hello')])).model?.system).toEqual(system);
  });

  it('§8.1.5 leaves them out where the messages have one', () => {
    const facets = decide(
      propose([textMessage('system', 'Be brief.'), textMessage('user', 'Hello')]),
    );
    expect(facets.model?.system).toEqual([]);
    const developer = decide(propose([textMessage('developer', 'Be brief.')]));
    expect(developer.model?.system).toEqual([]);
  });
});

describe('§8.1.8: parsing', () => {
  it('§8.1.8 keeps raw text of broken JSON, and says what a mark at its end says', () => {
    const facets = decide((draft) => {
      draft.payload(
        'input',
        'so it went...[TRUNCATED: original length 90000]',
        'vendorBlob',
        at('in'),
      );
      draft.payload('output', '<REDACTED>', 'vendorBlob', at('out'));
    });
    expect(facets.input[0]).toMatchObject({ isTruncated: true, isRedacted: false });
    expect(facets.output[0]).toMatchObject({ isTruncated: false, isRedacted: true });
    expect(facets.notes.map(({ code, field }) => [code, field])).toEqual([
      ['contentTruncated', 'input'],
      ['contentRedacted', 'output'],
    ]);
  });

  it('§8.1.8 shows of cut JSON what stands before the cut', () => {
    const facets = decide((draft) => {
      draft.payload('input', '{"a": {"b": "long tex', 'vendorBlob', at('in'));
    });
    expect(facets.input[0]?.value).toEqual({ a: { b: 'long tex' } });
    expect(facets.input[0]?.isTruncated).toBe(true);
  });
});

describe('notes on content', () => {
  it.each([
    ['thoughts', { type: 'reasoning', content: '<REDACTED>' }],
    ['arguments', { type: 'tool_call', name: 'f', arguments: { key: '[REDACTED]' } }],
    ['results', { type: 'tool_call_response', id: 'c', response: { key: '__REDACTED__' } }],
    ['images', { type: 'image_url', image_url: { url: '__REDACTED__' } }],
  ])('say that %s were taken out', (_, part) => {
    const { notes } = facetsOf({
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts: [part] }]),
      },
    });
    expect(notes.map(({ code, field }) => [code, field])).toEqual([
      ['contentRedacted', 'model.output'],
    ]);
  });
});
