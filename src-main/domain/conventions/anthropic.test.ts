import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

describe('Anthropic’s SDK and API, reference §6', () => {
  const scope = 'com.anthropic.sdk.typescript';

  it.each([
    ['anthropic.messages.create', 'llm', null],
    ['anthropic.messages.tool_runner', 'agent', null],
    ['anthropic.custom_tool_use get_weather', 'tool', 'get_weather'],
    ['anthropic.mcp_tool_use search', 'tool', 'search'],
  ])('knows %s', (name, kind, toolName) => {
    const facets = facetsOf({ scope, name });
    expect(facets.kind).toBe(kind);
    expect(facets.tool?.name ?? null).toBe(toolName);
    expect(facets.tool?.mcp?.method ?? null).toBe(name.includes('mcp') ? 'tools/call' : null);
  });

  it('reads cache_write, and names no agent after a method', () => {
    const { usage } = facetsOf({
      scope,
      name: 'anthropic.messages.create',
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.usage.input_tokens': 1398,
        'gen_ai.usage.cache_write.input_tokens': 1187,
        'anthropic.usage.cache_creation.ephemeral_5m_input_tokens': 1187,
      },
    });
    expect(usage).toMatchObject({ input: 1398, cacheWrite: 1187 });
    expect(usage?.extra).toContainEqual({
      key: 'cache_creation.ephemeral_5m_input_tokens',
      value: 1187,
    });
    expect(facetsOf({ scope, name: 'anthropic.messages.tool_runner' }).agent?.name).toBeNull();
  });

  it('leaves Claude Code’s spans to Claude Code', () => {
    const { conventions } = facetsOf({
      scope: 'com.anthropic.claude_code.tracing',
      attributes: { 'span.type': 'tool', tool_name: 'x', 'anthropic.mcp.server.name': 'files' },
    });
    expect(conventions.map(({ id }) => id)).not.toContain('anthropic');
  });
});
