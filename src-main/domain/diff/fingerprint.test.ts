import { describe, expect, it } from 'vitest';

import { facetsOf, message, modelOf, payloadOf, toolOf } from '../facets/test-support/span-facets';
import type { JsonValue } from '../messages';
import { fingerprintOf } from './fingerprint';
import { likeness, sketchOf } from './sketch';

describe('sketchOf', () => {
  const text =
    'the quick brown fox jumps over the lazy dog while seven wizards brew a strong potion';
  const like = (a: string, b: string): number => {
    const [x, y] = [sketchOf(a), sketchOf(b)];
    return x === null || y === null ? NaN : likeness(x, y);
  };

  it('is the same for the same words, alike for most of them, unlike for others', () => {
    expect(like(text, text.toUpperCase())).toBe(1);
    expect(like(text, `${text} today`)).toBeGreaterThan(0.6);
    expect(
      like(text, 'select sum of orders from warehouse where region equals north'),
    ).toBeLessThan(0.3);
  });

  it('is of nothing where there are no words', () => {
    expect(sketchOf(' … ')).toBeNull();
  });

  it('looks at the ends of long texts alone', () => {
    const middle = 'z '.repeat(1_000_000);
    expect(like(`${text} ${middle} ${text}`, `${text} ${middle}${middle} ${text}`)).toBeGreaterThan(
      0.8,
    );
  });
});

describe('fingerprintOf', () => {
  const tool = (args: JsonValue, result: JsonValue) =>
    fingerprintOf(
      facetsOf({
        kind: 'tool',
        tool: toolOf({ args: payloadOf(args), result: payloadOf(result) }),
      }),
    );

  it('is of arguments and result of a tool', () => {
    expect(tool({ city: 'Oslo' }, 'Sunny')).toEqual(tool({ city: 'Oslo' }, 'Sunny'));
    expect(tool({ city: 'Oslo' }, '').inputHash).not.toBe(tool({ city: 'Paris' }, '').inputHash);
    expect(tool({}, 'Sunny').outputHash).not.toBe(tool({}, 'Rain').outputHash);
  });

  it.each<[JsonValue, JsonValue]>([
    [{ order_id: 17 }, { order_id: 18 }],
    [
      { city: 'Oslo', date: '2026-05-01' },
      { city: 'Oslo', date: '1999-05-01' },
    ],
    [{ id: 'doc-a' }, { id: 'doc-b' }],
    [{ start: '2026-05-01T10:00' }, { start: '2027-06-09T18:30' }],
    [
      { command: 'git show 9fceb02d0ae598e95dc970b74767f19372d61af8' },
      { command: 'git show 1a410efbd13591db07496601ebc7a059dd55cfe9' },
    ],
  ])('tells arguments apart: %j and %j', (one, other) => {
    expect(tool(one, 'ok').inputHash).not.toBe(tool(other, 'ok').inputHash);
  });

  it('leaves ids and times of results out, and says that they differ', () => {
    const result = (took: number, at: string) => ({ took, at, request_id: `r${took}`, found: 3 });
    const one = tool({ q: 'x' }, result(1, '2026-01-02T03:04:05Z'));
    const other = tool({ q: 'x' }, result(2, '2026-02-03T04:05:06Z'));
    expect([other.inputHash, other.outputHash]).toEqual([one.inputHash, one.outputHash]);
    expect(other.exactHash).not.toBe(one.exactHash);
    expect(tool({ q: 'x' }, 'ok')).not.toHaveProperty('exactHash');
  });

  it('leaves hashes of a call to its messages', () => {
    const model = modelOf({
      input: [message('user', 'Hello there')],
      output: [message('assistant', 'Hi')],
    });
    expect(Object.keys(fingerprintOf(facetsOf({ kind: 'llm', model })))).toEqual(['sketch']);
  });

  it('is of what was sent in one value where a call has no messages', () => {
    const sent = (text: string) =>
      fingerprintOf(
        facetsOf({
          kind: 'llm',
          model: modelOf({}),
          input: [payloadOf('Hi')],
          output: [payloadOf(text)],
        }),
      );
    expect(sent('a').inputHash).toBe(sent('b').inputHash);
    expect(sent('a').outputHash).not.toBe(sent('b').outputHash);
  });

  it('is of the tools offered in any order, and of parameters that are no chance', () => {
    const offered = (name: string, description: string) =>
      ({ name, description, parameters: { type: 'object' }, type: 'function' }) as const;
    const of = (told: Parameters<typeof modelOf>[0]) =>
      fingerprintOf(facetsOf({ kind: 'llm', model: modelOf(told) }));
    const [f, g] = [offered('f', 'Finds.'), offered('g', 'Gives.')];
    const { toolsHash } = of({ toolDefinitions: [f, g] });
    expect(toolsHash).toBeDefined();
    expect(of({ toolDefinitions: [g, f] }).toolsHash).toBe(toolsHash);
    expect(of({ toolDefinitions: [f, offered('g', 'Takes.')] }).toolsHash).not.toBe(toolsHash);
    const parameters = (key: string, value: number) => of({ parameters: [{ key, value }] });
    expect(parameters('seed', 1)).toEqual({});
    expect(parameters('temperature', 0).parametersHash).not.toBe(
      parameters('temperature', 1).parametersHash,
    );
  });

  it('is empty where nothing was recorded', () => {
    expect(fingerprintOf(facetsOf({ kind: 'step' }))).toEqual({});
  });
});
