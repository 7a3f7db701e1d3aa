import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { JsonValue, Message, MessagePart } from '../messages';
import { cutFacets } from './cut-facets';
import { plainFacets } from './plain-facets';
import type { Payload, Provenance, SpanFacets } from './span-facets';

const from: Provenance = { key: 'k', convention: 'otel-genai', place: 'attribute' };

const bare: SpanFacets = { ...plainFacets, kind: 'llm', label: 'x' };

function payload(value: JsonValue): Payload {
  return { value, mime: null, isTruncated: false, isRedacted: false, from };
}

function withParts(...parts: MessagePart[]): SpanFacets {
  const message: Message = {
    role: 'user',
    roleRaw: 'user',
    name: null,
    parts,
    choiceIndex: null,
    finishReason: null,
  };
  return withInput([message]);
}

function withInput(input: readonly Message[]): SpanFacets {
  return {
    ...bare,
    model: {
      requestModel: null,
      responseModel: null,
      provider: null,
      responseId: null,
      parameters: [],
      system: [],
      input,
      output: [],
      toolDefinitions: [],
      finishReasons: [],
      isStream: null,
      timeToFirstTokenNs: null,
      serviceTier: null,
      isCompacted: false,
      chunks: [],
    },
  };
}

const partsOf = ({ model }: SpanFacets): readonly MessagePart[] => model?.input[0]?.parts ?? [];

describe('cutFacets', () => {
  it('leaves short content as it is', () => {
    const facets = { ...withParts({ type: 'text', text: 'short' }), input: [payload({ a: [1] })] };
    expect(cutFacets(facets, 100)).toEqual({ facets, isCut: false });
  });

  it('cuts texts, but not within a character', () => {
    const { facets, isCut } = cutFacets(withParts({ type: 'text', text: 'ab😀cd' }), 3);
    expect(isCut).toBe(true);
    expect(partsOf(facets)).toEqual([{ type: 'text', text: 'ab' }]);
  });

  it('cuts values to the length of one text in all', () => {
    const value = Object.fromEntries(
      Array.from({ length: 50 }, (_, at) => [`key${at}`, 'x'.repeat(100)]),
    );
    const { facets, isCut } = cutFacets({ ...bare, input: [payload(value)] }, 300);
    expect(isCut).toBe(true);
    expect(JSON.stringify(facets.input[0]?.value).length).toBeLessThan(450);
  });

  it('cuts long lists and deep values', () => {
    const long = cutFacets(
      { ...bare, output: [payload(Array.from({ length: 1e6 }, () => 1))] },
      1e6,
    );
    const [output] = long.facets.output;
    expect(output?.value).toHaveLength(1999);
    let deep: JsonValue = 'x';
    for (let i = 0; i < 5000; i += 1) deep = [deep];
    expect(cutFacets({ ...bare, output: [payload(deep)] }, 1e6).isCut).toBe(true);
  });

  it('keeps pictures up to a size, and tells how large the others are', () => {
    const media = (base64: string): MessagePart => ({
      type: 'media',
      name: null,
      isLeftOut: false,
      modality: 'image',
      mime: 'image/png',
      base64,
      uri: null,
      fileId: null,
      byteLength: null,
      transcript: null,
    });
    const small = media('a'.repeat(4000));
    expect(partsOf(cutFacets(withParts(small), 100).facets)).toEqual([small]);
    const { facets, isCut } = cutFacets(withParts(media('a'.repeat(8000))), 100);
    expect(isCut).toBe(true);
    expect(partsOf(facets)).toMatchObject([{ base64: null, byteLength: 6000 }]);
  });

  it('keeps the last of very many messages', () => {
    const input = Array.from({ length: 700 }, (_, at): Message => ({
      role: 'user',
      roleRaw: 'user',
      name: null,
      parts: [{ type: 'text', text: `${at}` }],
      choiceIndex: null,
      finishReason: null,
    }));
    const { facets } = cutFacets(withInput(input), 1000);
    expect(facets.model?.input).toHaveLength(500);
    expect(facets.model?.input.at(-1)).toEqual(input.at(-1));
  });

  it('says that it has cut, or changes nothing, whatever the values', () => {
    const parts = fc.oneof(
      fc.string({ unit: 'binary' }).map((text): MessagePart => ({ type: 'text', text })),
      fc.jsonValue().map((value): MessagePart => ({
        type: 'unknown',
        typeRaw: 'x',
        value: value as JsonValue,
      })),
    );
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 40 }), (part, maxLength) => {
        const whole = withParts(part);
        const { facets, isCut } = cutFacets(whole, maxLength);
        if (!isCut) expect(facets).toEqual(whole);
        else expect(JSON.stringify(facets).length).toBeLessThan(JSON.stringify(whole).length + 1);
      }),
    );
  });

  it('cuts whatever a sender may have put into a name', () => {
    const long = 'x'.repeat(5000);
    const { facets, isCut } = cutFacets(
      {
        ...bare,
        label: long,
        agent: { id: long, name: long, version: null, description: long, parentId: null },
        prompt: { name: long, version: null, variables: [{ key: long, value: long }] },
        evaluations: [
          {
            name: long,
            score: 1,
            label: null,
            explanation: long,
            target: { scope: 'response', id: long, traceId: null },
          },
        ],
        relations: [{ type: 'handoff', traceId: '', spanId: '', fromAgent: long, toAgent: long }],
        notes: [{ code: 'valuesDiffer', field: 'sessionId', message: long }],
        provenance: Object.fromEntries(
          Array.from({ length: 5000 }, (_, at) => [`metadata.${at}`, { ...from, key: long }]),
        ),
        tags: [long],
      },
      100,
    );
    expect(isCut).toBe(true);
    expect(JSON.stringify(facets).length).toBeLessThan(300_000);
    expect(facets.relations[0]).toMatchObject({ type: 'handoff' });
  });
});
