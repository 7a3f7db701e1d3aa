import { describe, expect, it } from 'vitest';

import { keyValues } from '../test-support/sources';
import { unflattenList } from './unflatten';

describe('flattened lists', () => {
  it('puts structures together by index, whatever the order of keys', () => {
    const entries = keyValues({
      'm.1.message.role': 'assistant',
      'm.0.message.role': 'user',
      'm.1.message.tool_calls.0.tool_call.id': 'c1',
      'm.0.message.content': 'Hello',
      'other.0.x': 'not asked for',
    });
    expect(unflattenList(entries, 'm.')).toEqual([
      { message: { role: 'user', content: 'Hello' } },
      { message: { role: 'assistant', tool_calls: [{ tool_call: { id: 'c1' } }] } },
    ]);
  });

  it('§8.1.8 makes no list of holes from a huge index', () => {
    const entries = keyValues({
      'm.0.a': 'x',
      'm.999999.a': 'attack',
      'm.99999999999.a': 'attack',
    });
    expect(unflattenList(entries, 'm.')).toEqual([{ a: 'x' }]);
  });

  it('leaves out keys that only share the prefix', () => {
    const entries = keyValues({ 'gen_ai.prompt.0.role': 'user', 'gen_ai.prompt.name': 'greeting' });
    expect(unflattenList(entries, 'gen_ai.prompt.')).toEqual([{ role: 'user' }]);
  });

  it('touches no prototype', () => {
    const entries = keyValues({
      'm.0.__proto__.polluted': 'yes',
      'm.0.constructor.prototype.polluted': 'yes',
      'm.__proto__.polluted': 'yes',
    });
    unflattenList(entries, 'm.');
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });

  it('keeps a value that a longer key would hide under', () => {
    const entries = keyValues({ 'm.0.a': 'leaf', 'm.0.a.b': 'below' });
    expect(unflattenList(entries, 'm.')).toEqual([{ a: { b: 'below' } }]);
    expect(unflattenList([...entries].reverse(), 'm.')).toEqual([{ a: { b: 'below' } }]);
  });

  it('ignores keys of absurd depth', () => {
    const entries = keyValues({ [`m.0.${'a.'.repeat(500)}b`]: 'deep', 'm.1.a': 'x' });
    expect(unflattenList(entries, 'm.')).toEqual([{ a: 'x' }]);
  });
});
