import { describe, expect, it } from 'vitest';

import { at, fold, gpt } from '../test-support/fold-sketches';

describe('agents', () => {
  it('counts a product’s wrapper around its SDK’s agent of the same name once', () => {
    const result = fold(
      { id: 'a', kind: 'agent', agentName: 'copilot' },
      { id: 'b', parent: 'a', kind: 'agent', agentName: 'copilot' },
      { id: 'c', parent: 'b', kind: 'agent', agentName: 'explore' },
    );
    expect(result.trace.agentCount).toBe(2);
    expect(result.trace.agents).toEqual(['copilot', 'explore']);
  });

  it('counts an agent that calls itself through a tool twice', () => {
    const result = fold(
      { id: 'a', kind: 'agent', agentName: 'x' },
      { id: 't', parent: 'a', kind: 'tool', toolName: 'x' },
      { id: 'b', parent: 't', kind: 'agent', agentName: 'x' },
    );
    expect(result.trace.agentCount).toBe(2);
  });

  it('takes a nameless frame around named agents for no agent', () => {
    const result = fold(
      { id: 'a', kind: 'agent', name: 'Agent workflow', label: 'Agent workflow' },
      { id: 'b', parent: 'a', kind: 'agent', agentName: 'triage' },
      { id: 'c', parent: 'a', ...gpt },
    );
    expect(result.trace).toMatchObject({ agentCount: 1, agents: ['triage'] });
    expect(at(result, 3).agentName).toBeNull();
  });

  it('counts a nameless agent without listing the name of its span', () => {
    const result = fold({ id: 'a', kind: 'agent', label: 'tool_runner' });
    expect(result.trace).toMatchObject({ agentCount: 1, agents: [] });
    expect(at(result, 1).agentName).toBe('tool_runner');
  });

  it('takes a span that is but called an agent for the frame of those within', () => {
    const result = fold(
      { id: 'a', kind: 'agent', name: 'agent', agentName: 'agent', convention: 'unknown' },
      { id: 'b', parent: 'a', kind: 'agent', agentName: 'helper', convention: 'llamaindex' },
    );
    expect(result.trace).toMatchObject({ agentCount: 1, agents: ['helper'] });
  });

  it('does not take the making of an agent for a run', () => {
    const result = fold({ id: 'a', kind: 'agentCreate', agentName: 'x' });
    expect(result.trace).toMatchObject({ agentCount: 0, agents: [] });
  });

  it('knows agents that are only named on calls', () => {
    const result = fold({ id: 'a', ...gpt, agentName: 'x' }, { id: 'b', ...gpt, agentName: 'y' });
    expect(result.trace).toMatchObject({ agentCount: 2, agents: ['x', 'y'] });
  });
});
