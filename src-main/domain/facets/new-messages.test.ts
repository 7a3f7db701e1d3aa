import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Message, MessagePart, MessageRole } from '../messages';
import { newMessages } from './new-messages';
import type { ModelCall, SpanFacets } from './span-facets';

function message(role: MessageRole, ...parts: MessagePart[]): Message {
  return { role, roleRaw: role, name: null, parts, choiceIndex: null, finishReason: null };
}
const says = (role: MessageRole, text: string): Message => message(role, { type: 'text', text });
const calls = (...ids: string[]): Message =>
  message(
    'assistant',
    ...ids.map((id) => ({
      type: 'toolCall' as const,
      id,
      name: 'f',
      args: null,
      isServerSide: false,
    })),
  );
const answers = (id: string): Message =>
  message('tool', {
    type: 'toolResult',
    id,
    name: null,
    result: id,
    isError: false,
    isServerSide: false,
  });

/** Texts and ids of the input that is left, and of the system prompt. */
function left(input: readonly Message[], knownCount: number, system: readonly Message[] = []) {
  const model = { system, input } as unknown as ModelCall;
  const { model: rest } = newMessages({ model } as unknown as SpanFacets, knownCount);
  const names = (messages: readonly Message[] = []): string[] =>
    messages.map(({ parts }) =>
      parts.map((part) => (part.type === 'text' ? part.text : 'id' in part ? part.id : '')).join(),
    );
  return { system: names(rest?.system), input: names(rest?.input) };
}

describe('newMessages', () => {
  const input = [says('user', 'q'), calls('a', 'b'), answers('a'), answers('b'), says('user', 'r')];

  it('leaves out what is known', () => {
    expect(left(input, 0).input).toHaveLength(5);
    expect(left(input, 4).input).toEqual(['r']);
    expect(left(input, 5).input).toEqual([]);
    expect(left(input, 99).input).toEqual([]);
  });

  it('counts the system prompt first', () => {
    const system = [says('system', 's')];
    expect(left(input, 1, system)).toEqual({ system: [], input: ['q', 'a,b', 'a', 'b', 'r'] });
    expect(left(input, 5, system)).toEqual({ system: [], input: ['r'] });
    expect(left(input, 0, system).system).toEqual(['s']);
  });

  it('keeps the message that asked for a result', () => {
    expect(left(input, 2).input).toEqual(['a,b', 'a', 'b', 'r']);
    expect(left(input, 3).input).toEqual(['a,b', 'a', 'b', 'r']);
  });

  it('keeps calls of calls between', () => {
    const nested = [calls('a'), calls('b'), answers('b'), says('user', 'x'), answers('a')];
    expect(left(nested, 4).input).toHaveLength(5);
    expect(left([...nested, answers('never asked for')], 5).input).toEqual(['never asked for']);
  });

  it('never cuts between a call and its result, and never after what is wanted', () => {
    const ids = fc.constantFrom('a', 'b', 'c', '__proto__');
    const any = fc.oneof(
      ids.map((id) => calls(id)),
      ids.map(answers),
      fc.constant(says('user', 'x')),
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), fc.nat(14), (messages, known) => {
        const model = { system: [], input: messages } as unknown as ModelCall;
        const { model: rest } = newMessages({ model } as unknown as SpanFacets, known);
        const kept = rest?.input ?? [];
        const cut = messages.length - kept.length;
        expect(cut).toBeLessThanOrEqual(known);
        expect(kept).toEqual(messages.slice(cut));
        const before = new Map<string, number>();
        messages.forEach(({ parts }, index) => {
          for (const part of parts) {
            if (part.type === 'toolCall' && part.id !== null) before.set(part.id, index);
            if (part.type !== 'toolResult' || part.id === null || index < cut) continue;
            expect(before.get(part.id) ?? cut).toBeGreaterThanOrEqual(cut);
          }
        });
      }),
    );
  });

  it('takes as long as there are messages', () => {
    const long = Array.from({ length: 20_000 }, (_, at) =>
      at % 2 ? answers(`${at}`) : calls(`${at + 1}`),
    );
    expect(left(long, 19_999).input).toHaveLength(2);
  });
});
