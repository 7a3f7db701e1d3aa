import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

describe('AutoGen, reference §6', () => {
  it('names the agent that processes a message, and nobody for other deliveries', () => {
    const scope = 'autogen SingleThreadedAgentRuntime';
    const process = facetsOf({ scope, name: 'autogen process writer.(default)-A' });
    expect(process).toMatchObject({
      kind: 'step',
      agent: { name: 'writer', id: 'writer/default' },
    });
    expect(facetsOf({ scope, name: 'autogen send writer.(default)-A' })).toMatchObject({
      kind: 'span',
      agent: null,
    });
  });
});
