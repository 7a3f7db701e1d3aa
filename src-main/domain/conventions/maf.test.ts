import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

const traceId = 'a'.repeat(32);

describe('Microsoft Agent Framework, reference §6 and §8.4', () => {
  const scope = 'agent_framework';

  it('takes links on executor.process and edge_group.process for what these follow, on others for nothing', () => {
    const links = [
      { traceId, spanId: 'b'.repeat(16) },
      { traceId, spanId: 'c'.repeat(16) },
    ];
    for (const name of ['executor.process writer', 'edge_group.process']) {
      const { relations } = facetsOf({ scope, name, links });
      expect(relations.map(({ type }) => type)).toEqual(['follows', 'follows']);
    }
    expect(facetsOf({ scope, name: 'message.send', links }).relations).toEqual([]);
  });

  it.each([
    ['workflow.run', 'chain'],
    ['executor.process', 'chain'],
    ['message.send', 'span'],
  ])('knows %s', (name, kind) => {
    expect(facetsOf({ scope, name }).kind).toBe(kind);
  });

  it('sums up usage on invoke_agent, and reads messages once that logs repeat', () => {
    const messages = '[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]';
    const { usage, model, input } = facetsOf({
      scope,
      name: 'invoke_agent writer',
      attributes: {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.usage.input_tokens': 10,
        'gen_ai.input.messages': messages,
      },
      logs: [
        {
          eventName: 'gen_ai.client.inference.operation.details',
          attributes: { 'gen_ai.input.messages': messages },
        },
      ],
    });
    expect(usage?.scope).toBe('aggregate');
    expect(model?.input).toHaveLength(1);
    expect(input).toEqual([]);
  });

  it('is not taken for any other software that has workflows', () => {
    const { conventions } = facetsOf({
      name: 'x',
      attributes: { 'workflow.name': 'deploy', 'gen_ai.operation.name': 'chat' },
    });
    expect(conventions.map(({ id }) => id)).not.toContain('maf');
  });
});
