import { describe, expect, it } from 'vitest';

import { at, fold, gpt } from '../test-support/fold-sketches';

describe('§8.4: handoffs', () => {
  it('reports what the sender says', () => {
    const handoff = {
      type: 'handoff',
      traceId: '',
      spanId: '',
      fromAgent: 'triage',
      toAgent: 'billing',
    } as const;
    const result = fold(
      { id: 'a', kind: 'tool', toolName: 'transfer_to_billing', relations: [handoff] },
      { id: 'b', kind: 'agent', agentName: 'billing', at: [200, 300] },
    );
    expect(result.handoffs).toEqual([
      { fromAgent: 'triage', toAgent: 'billing', key: 1, isInferred: false },
    ]);
  });

  it('are no tool calls where they are told as such', () => {
    const handoff = {
      type: 'handoff',
      traceId: '',
      spanId: '',
      fromAgent: 'a',
      toAgent: 'b',
    } as const;
    const result = fold({ id: 'a', kind: 'tool', toolName: 'handoff to b', relations: [handoff] });
    expect(result.trace.toolCallCount).toBe(0);
  });

  it('infers one from a tool call transfer_to_… followed by a sibling agent', () => {
    const result = fold(
      { id: 'r', kind: 'chain', at: [0, 500] },
      { id: 'a', parent: 'r', kind: 'agent', agentName: 'triage', at: [0, 100] },
      { id: 't', parent: 'a', kind: 'tool', toolName: 'transfer_to_billing_agent', at: [50, 60] },
      { id: 'x', parent: 'r', kind: 'agent', agentName: 'Sales', at: [110, 120] },
      { id: 'b', parent: 'r', kind: 'agent', agentName: 'Billing Agent', at: [150, 300] },
    );
    expect(result.handoffs).toEqual([
      { fromAgent: 'triage', toAgent: 'Billing Agent', key: 3, isInferred: true },
    ]);
  });

  it('infers one from ADK’s transfer_to_agent before the agent that follows', () => {
    const result = fold(
      { id: 'a', kind: 'agent', agentName: 'root', at: [0, 500] },
      { id: 't', parent: 'a', kind: 'tool', toolName: 'transfer_to_agent', at: [50, 60] },
      { id: 'b', parent: 'a', kind: 'agent', agentName: 'weather', at: [70, 300] },
    );
    expect(result.handoffs).toMatchObject([{ fromAgent: 'root', toAgent: 'weather' }]);
  });

  it('infers none from an agent that a tool runs', () => {
    const result = fold(
      { id: 'a', kind: 'agent', agentName: 'main' },
      { id: 't', parent: 'a', kind: 'tool', toolName: 'ask_expert' },
      { id: 'b', parent: 't', kind: 'agent', agentName: 'expert' },
      { id: 'c', parent: 'b', ...gpt },
    );
    expect(result.handoffs).toEqual([]);
    expect(result.trace.agentCount).toBe(2);
    expect(at(result, 4).agentName).toBe('expert');
  });

  it('takes no longer for each of many tool calls side by side', () => {
    const calls = Array.from({ length: 50_000 }, (_, id) => ({
      id: `t${id}`,
      kind: 'tool' as const,
      toolName: 'transfer_to_billing',
      agentName: 'desk',
      at: [id, id + 1] as const,
    }));
    const billing = {
      id: 'b',
      kind: 'agent',
      agentName: 'Billing Agent',
      at: [60_000, 60_001],
    } as const;
    const { handoffs } = fold(...calls, billing);
    expect(handoffs).toHaveLength(1000);
    expect(handoffs[0]).toMatchObject({ fromAgent: 'desk', toAgent: 'Billing Agent' });
  });
});
