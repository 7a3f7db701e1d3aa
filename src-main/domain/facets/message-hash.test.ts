import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { JsonValue } from '../messages';
import { hashMessage, messageHashes } from './message-hash';
import { message, toolCall, toolResult } from './test-support/span-facets';

describe('hashMessage', () => {
  const hash = hashMessage(message('user', 'What is new?'));

  it('is of role and content', () => {
    expect(hashMessage(message('user', 'What is new?'))).toBe(hash);
    expect(hashMessage(message('assistant', 'What is new?'))).not.toBe(hash);
    expect(hashMessage(message('user', 'What is old?'))).not.toBe(hash);
    expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32).toBe(true);
  });

  it('does not know names, ids and reasoning, which are dropped when a message is sent again', () => {
    const first = message('assistant', [
      { type: 'reasoning', text: 'hm', isHidden: false },
      { type: 'text', text: 'Let me see.' },
      toolCall('f', { a: 1, b: [2] }, 'call_1'),
    ]);
    const again = message(
      'assistant',
      [{ type: 'text', text: 'Let me see. ' }, toolCall('f', { b: [2], a: 1 })],
      { name: 'helper', finishReason: 'tool_calls' },
    );
    expect(hashMessage(again)).toBe(hashMessage(first));
  });

  it('takes tool results for the same in whatever role and form they come back', () => {
    const plain = hashMessage(message('tool', [toolResult('21 °C', 'a')]));
    expect(hashMessage(message('user', [toolResult('21 °C ')]))).toBe(plain);
    const blocks = [{ type: 'text', text: '21 °C' }];
    expect(hashMessage(message('tool', [toolResult(blocks)]))).toBe(plain);
    expect(hashMessage(message('tool', [toolResult('22 °C')]))).not.toBe(plain);
  });

  it('takes the system prompt for the same under its newer name', () => {
    expect(hashMessage(message('developer', 'x'))).toBe(hashMessage(message('system', 'x')));
  });

  it('tells values apart that differ in structure alone', () => {
    const args: JsonValue[] = [{ a: 1 }, { a: [1] }, [['a'], 1], ['a', 1], { a: null }, {}, []];
    const hashes = args.map((each) => hashMessage(message('assistant', [toolCall('f', each)])));
    expect(new Set(hashes).size).toBe(args.length);
  });

  it('takes any value, the same however it is written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const given = value as JsonValue;
        const again = JSON.parse(JSON.stringify(given)) as JsonValue;
        expect(hashMessage(message('tool', [toolResult(again)]))).toBe(
          hashMessage(message('tool', [toolResult(given)])),
        );
      }),
    );
  });
});

describe('messageHashes', () => {
  const compared = (text: string, role: 'system' | 'user' = 'user') =>
    messageHashes(message(role, text)).compared;

  it('compares a message without ids and times, and knows it in a history with them', () => {
    const [one, other] = ['2026-01-02T03:04:05Z', '2026-01-03T03:04:05Z'].map((time) =>
      messageHashes(message('user', `Now: ${time}`)),
    );
    expect(one?.compared).toBe(other?.compared);
    expect(one?.plain).not.toBe(other?.plain);
  });

  it('knows a date in a system prompt for a clock, in a question for a part of it', () => {
    const [one, other] = ['On 2026-01-02', 'On 2026-01-03'] as const;
    expect(compared(one, 'system')).toBe(compared(other, 'system'));
    expect(compared(one)).not.toBe(compared(other));
  });

  it('has one hash of what has nothing of one run', () => {
    const plain = fc.stringMatching(/^[a-z ,.]*$/);
    fc.assert(
      fc.property(plain, plain, (text, value) => {
        const parts = [{ type: 'text', text } as const, toolCall('f', { value })];
        const hashes = messageHashes(message('assistant', parts));
        expect(hashes.compared).toBe(hashes.plain);
      }),
    );
  });
});
