import { describe, expect, it } from 'vitest';

import { at, fold, gpt } from '../test-support/fold-sketches';
import { used } from '../test-support/fold-spans';

describe('§8.4: tool calls', () => {
  it('joins them to the request by call id', () => {
    const result = fold(
      {
        id: 'a',
        ...gpt,
        requestedCallIds: ['c1', 'c2'],
        requestedToolNames: ['f', 'g'],
        at: [0, 10],
      },
      { id: 'g', kind: 'tool', toolName: 'g', toolCallId: 'c2', at: [20, 30] },
      { id: 'f', kind: 'tool', toolName: 'f', toolCallId: 'c1', at: [20, 40] },
    );
    expect(at(result, 1).toolSpans).toEqual([
      ['c2', 2],
      ['c1', 3],
    ]);
    expect(at(result, 2).requestedBy).toBe(1);
    expect(at(result, 3).requestedBy).toBe(1);
  });

  it('joins a call id that comes back to the latest request', () => {
    const ask = { ...gpt, requestedCallIds: ['call_1'], requestedToolNames: ['f'] } as const;
    const result = fold(
      { id: 'a', ...ask, at: [0, 10] },
      { id: 'f', kind: 'tool', toolName: 'f', toolCallId: 'call_1', at: [20, 30] },
      { id: 'b', ...ask, at: [40, 50] },
      { id: 'g', kind: 'tool', toolName: 'f', toolCallId: 'call_1', at: [60, 70] },
    );
    expect([at(result, 2).requestedBy, at(result, 4).requestedBy]).toEqual([1, 3]);
  });

  it('joins them by name and order where ids are missing', () => {
    const result = fold(
      { id: 'r', kind: 'agent', agentName: 'r' },
      {
        id: 'a',
        parent: 'r',
        ...gpt,
        requestedCallIds: ['', ''],
        requestedToolNames: ['f', 'f'],
        at: [0, 10],
      },
      { id: 'x', parent: 'r', kind: 'tool', toolName: 'f', at: [20, 30] },
      { id: 'y', parent: 'r', kind: 'tool', toolName: 'f', at: [40, 50] },
      { id: 'z', parent: 'r', kind: 'tool', toolName: 'other', at: [60, 70] },
    );
    expect(at(result, 2).toolSpans).toEqual([
      ['#0', 3],
      ['#1', 4],
    ]);
    expect(at(result, 5).requestedBy).toBeNull();
  });

  it('joins to the span that counts where the request is told twice', () => {
    const ask = {
      ...gpt,
      responseId: 'r',
      requestedCallIds: ['c'],
      requestedToolNames: ['f'],
    } as const;
    const result = fold(
      { id: 'a', ...ask, ...used(1, 1), at: [0, 10] },
      { id: 'b', parent: 'a', ...ask, ...used(1, 1), at: [1, 9] },
      { id: 'f', kind: 'tool', toolName: 'f', toolCallId: 'c', at: [20, 30] },
    );
    expect(at(result, 3).requestedBy).toBe(2);
    expect(at(result, 1).toolSpans).toEqual([['c', 3]]);
    expect(at(result, 2).toolSpans).toEqual([['c', 3]]);
  });

  it('counts MCP client and server spans within a tool call once', () => {
    const result = fold(
      { id: 't', kind: 'tool', toolName: 'search' },
      { id: 'c', parent: 't', kind: 'mcp', toolName: 'search' },
      { id: 's', parent: 'c', kind: 'mcp', toolName: 'search', service: 'mcp-server' },
      { id: 'l', kind: 'mcp', name: 'tools/list' },
    );
    expect(result.trace.toolCallCount).toBe(1);
    expect(at(result, 2).duplicateOf).toBe(1);
    expect(at(result, 3).duplicateOf).toBe(1);
    expect(at(result, 4).duplicateOf).toBeNull();
    const client = fold(
      { id: 'c', kind: 'mcp', toolName: 'tools/call' },
      { id: 's', parent: 'c', kind: 'tool', toolName: 'search', service: 'mcp-server' },
    );
    expect(client.trace.toolCallCount).toBe(1);
    expect(client.spans.map((span) => span.duplicateOf)).toEqual([2, null]);
  });

  it('takes a retriever around another for its frame, one around several for the asker', () => {
    const frame = fold({ id: 'a', kind: 'retriever' }, { id: 'b', parent: 'a', kind: 'retriever' });
    expect(frame.spans.map((span) => span.duplicateOf)).toEqual([null, 1]);
    expect(frame.trace.toolCallCount).toBe(0);
    const several = fold(
      { id: 'a', kind: 'retriever' },
      { id: 'b', parent: 'a', kind: 'retriever' },
      { id: 'c', parent: 'a', kind: 'retriever' },
    );
    expect(several.spans.map((span) => span.duplicateOf)).toEqual([null, null, null]);
  });

  it('counts two tracers on one tool call once, but a tool within a tool twice', () => {
    const twins = fold(
      { id: 'a', kind: 'tool', toolName: 'f', name: 'f', convention: 'openinference' },
      { id: 'b', kind: 'tool', toolName: 'f', name: 'execute_tool f', convention: 'otel-genai' },
    );
    expect(twins.trace.toolCallCount).toBe(1);
    const nested = fold(
      { id: 'a', kind: 'tool', toolName: 'f' },
      { id: 'b', parent: 'a', kind: 'tool', toolName: 'g' },
    );
    expect(nested.trace.toolCallCount).toBe(2);
    const parallel = fold(
      { id: 'a', kind: 'tool', toolName: 'f', name: 'f' },
      { id: 'b', kind: 'tool', toolName: 'f', name: 'f' },
    );
    expect(parallel.trace.toolCallCount).toBe(2);
  });
});
