import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

describe('attempts of a request, reference §8.3.8 and §8.4', () => {
  it('are counted from 1, whether the first or what was sent again is counted', () => {
    const attemptOf = (attributes: Record<string, number>) => facetsOf({ attributes }).attempt;
    expect(attemptOf({ 'gen_ai.request.attempt': 3 })).toBe(3);
    expect(attemptOf({ 'http.request.resend_count': 2 })).toBe(3);
    expect(attemptOf({ 'gen_ai.request.attempt': 2, 'http.request.resend_count': 9 })).toBe(2);
    expect(attemptOf({ 'gen_ai.request.attempt': 0 })).toBeNull();
    expect(attemptOf({ 'gen_ai.request.attempt': 1.5 })).toBeNull();
    expect(attemptOf({})).toBeNull();
  });

  it('are told by links of type retry_of, of any sender', () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const link = (type: string, digit: string) => {
      return { traceId, spanId: digit.repeat(16), attributes: { 'link.type': type } };
    };
    const links = [link('retry_of', 'a'), link('produced_by', 'b')];
    for (const scope of ['my.service', 'com.anthropic.claude_code.tracing']) {
      const { relations } = facetsOf({ scope, name: 'llm_request', links });
      const retries = relations.filter(({ type }) => type === 'retryOf');
      expect(retries.map(({ spanId }) => spanId[0])).toEqual(['a']);
    }
  });
});
