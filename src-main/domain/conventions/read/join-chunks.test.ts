import { describe, expect, it } from 'vitest';

import type { Message } from '../../messages';
import { joinChunks } from './join-chunks';
import { messageOf } from './message';

const chunk = (text: string, finishReason: string | null = null): Message => ({
  ...messageOf('assistant', 'model', [{ type: 'text', text }]),
  finishReason,
});

describe('joinChunks', () => {
  it('makes one message and one text of a stream', () => {
    const joined = joinChunks([chunk('One, '), chunk('two'), chunk('.', 'stop')]);
    expect(joined).toEqual([
      expect.objectContaining({
        parts: [{ type: 'text', text: 'One, two.' }],
        finishReason: 'stop',
      }),
    ]);
  });

  it('keeps answers apart that each say why they ended', () => {
    expect(joinChunks([chunk('a', 'stop'), chunk('b', 'stop')])).toHaveLength(2);
  });

  it('keeps thoughts, text and calls apart and in order', () => {
    const thought = messageOf('assistant', 'model', [
      { type: 'reasoning', text: 'hm ', isHidden: false },
    ]);
    const [message] = joinChunks([thought, thought, chunk('a'), chunk('b')]);
    expect(message?.parts).toEqual([
      { type: 'reasoning', text: 'hm hm ', isHidden: false },
      { type: 'text', text: 'ab' },
    ]);
  });

  it('is linear in the number of chunks', () => {
    const [message] = joinChunks(Array.from({ length: 20_000 }, () => chunk('x')));
    expect(message?.parts).toEqual([{ type: 'text', text: 'x'.repeat(20_000) }]);
  });
});
