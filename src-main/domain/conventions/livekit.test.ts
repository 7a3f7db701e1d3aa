import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

describe('LiveKit', () => {
  it.each(['lk.', 'lk.pii.'])('reads content under %s', (prefix) => {
    const { tool } = facetsOf({
      scope: 'livekit-agents',
      name: 'function_tool',
      attributes: {
        'lk.function_tool.name': 'lookup',
        'lk.function_tool.is_error': true,
        [`${prefix}function_tool.arguments`]: '{"q":1}',
      },
    });
    expect(tool).toMatchObject({ name: 'lookup', args: { value: { q: 1 } }, isError: true });
  });
});
