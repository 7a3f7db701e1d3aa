import { describe, expect, it } from 'vitest';

import { splitSpanName, titleOf } from './span-name';

describe('splitSpanName', () => {
  it('sets the operation apart where the name has one', () => {
    expect(splitSpanName('chat gpt-4.1')).toEqual({ operation: 'chat ', target: 'gpt-4.1' });
    expect(splitSpanName('GET')).toEqual({ operation: '', target: 'GET' });
    expect(splitSpanName('plan the day')).toEqual({ operation: '', target: 'plan the day' });
  });
});

describe('titleOf', () => {
  it('puts an agent before an operation that names another thing', () => {
    expect(titleOf('ai.generateText', 'weather-agent')).toEqual({
      operation: '',
      target: 'weather-agent',
      rest: ' ai.generateText',
    });
    expect(titleOf('invoke_agent gpt-4o-mini', 'weather-agent')).toEqual({
      operation: '',
      target: 'weather-agent',
      rest: ' invoke_agent gpt-4o-mini',
    });
    expect(titleOf('invoke_agent desk', 'desk').operation).toBe('invoke_agent ');
  });

  it('keeps names that say what they are about', () => {
    expect(titleOf('chat gpt-4.1', 'gpt-4.1-2025-04-14')).toEqual({
      operation: 'chat ',
      target: 'gpt-4.1',
      rest: '',
    });
    expect(titleOf('plan', '')).toEqual({ operation: '', target: 'plan', rest: '' });
    expect(titleOf('plan', 'plan')).toEqual({ operation: '', target: 'plan', rest: '' });
    expect(titleOf('my read_file tool', 'read_file').target).toBe('my read_file tool');
  });

  it('sets apart what comes before the label', () => {
    expect(titleOf('anthropic.tool_use read_file', 'read_file')).toEqual({
      operation: 'anthropic.tool_use ',
      target: 'read_file',
      rest: '',
    });
  });

  it('puts the label before a name that does not tell', () => {
    expect(titleOf('claude_code.tool', 'Bash')).toEqual({
      operation: '',
      target: 'Bash',
      rest: ' claude_code.tool',
    });
  });
});
