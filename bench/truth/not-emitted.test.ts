import { describe, expect, it } from 'vitest';

import { notEmitted } from './not-emitted';

describe('notEmitted', () => {
  const not = notEmitted([
    'traces[].session',
    'modelCalls[].output.reasoning',
    'traces[3].modelCalls[].output.toolCalls.id',
    'toolCalls',
    'traces[5].modelCalls[].responseModel',
  ]);

  it('leaves out a field of all items, and what it is part of', () => {
    expect(not.has('traces[3].session')).toBe(true);
    expect(not.has('traces[0].toolCalls[1].name')).toBe(true);
    expect(not.has('traces[0].user')).toBe(false);
  });

  it('leaves out a field of one item', () => {
    expect(not.has('traces[5].modelCalls[2].responseModel')).toBe(true);
    expect(not.has('traces[4].modelCalls[2].responseModel')).toBe(false);
  });

  it('leaves out a part of messages, not the messages', () => {
    expect(not.has('traces[0].modelCalls[0].output[0]')).toBe(false);
    expect(not.partsOf('traces[0].modelCalls[0].output')).toEqual(['reasoning']);
    expect(not.partsOf('traces[0].modelCalls[0].input')).toEqual([]);
    expect(not.partsOf('traces[3].modelCalls[0].output')).toEqual(['reasoning', 'toolCalls.id']);
  });
});
