import { describe, expect, it } from 'vitest';

import { facetsOf, type Plain } from './test-support/sources';

const edgesOf = (attributes: Record<string, Plain>) => facetsOf({ attributes }).declaredEdges;

describe('edges that a sender declares, reference §8.4', () => {
  it('reads gen_ai.workflow.edges as arrows, pairs and objects, as a list or as JSON', () => {
    const told = [{ from: 'model', to: 'tools' }];
    for (const edges of [
      ['model -> tools'],
      ['model→tools'],
      '["model -> tools"]',
      [['model', 'tools']],
      [{ source: 'model', target: 'tools' }],
      [{ from: 'model', to: 'tools' }],
    ]) {
      expect(edgesOf({ 'gen_ai.workflow.edges': edges })).toEqual(told);
    }
  });

  it('leaves out where graphs begin and end, what has no two ends, and what was told before', () => {
    const edges = ['__start__ -> a', 'a -> b', 'a -> b', 'b -> __end__', 'c', 'a -> b -> c', 5, ''];
    expect(edgesOf({ 'gen_ai.workflow.edges': edges })).toEqual([{ from: 'a', to: 'b' }]);
  });

  it('takes time linear in the length of names', () => {
    const far = 'a'.padEnd(200_000);
    expect(edgesOf({ 'gen_ai.workflow.edges': [far, `${far}-> b`] })).toEqual([
      { from: 'a', to: 'b' },
    ]);
  });

  it('reads the definition of a workflow of Agent Framework, without what starts it', () => {
    const definition = {
      edge_groups: [
        { edges: [{ source_id: 'internal:prepare', target_id: 'prepare' }] },
        { edges: [{ source_id: 'prepare', target_id: 'ask' }] },
      ],
    };
    const facets = facetsOf({
      scope: 'agent_framework',
      name: 'workflow.build',
      attributes: { 'workflow.definition': JSON.stringify(definition) },
    });
    expect(facets.declaredEdges).toEqual([{ from: 'prepare', to: 'ask' }]);
    expect(facets.provenance['declaredEdges']).toMatchObject({ key: 'workflow.definition' });
  });

  it('reads where a command of LangGraph goes, from the node it names or from the span itself', () => {
    const source = 'langgraph.command.source_node';
    expect(edgesOf({ [source]: 'router', 'langgraph.command.goto_node': 'writer' })).toEqual([
      { from: 'router', to: 'writer' },
    ]);
    expect(edgesOf({ 'langgraph.command.goto_nodes': '["a", "__end__", "b"]' })).toEqual([
      { from: null, to: 'a' },
      { from: null, to: 'b' },
    ]);
  });
});

describe('nodes of a graph that are called agent', () => {
  const agentKind = { 'openinference.span.kind': 'AGENT' };
  const node = (name: string, attributes: Record<string, Plain>) =>
    facetsOf({ name, attributes: { ...agentKind, ...attributes } });

  it('are steps of it, as their instrumentation goes by the name alone', () => {
    const { kind, agent } = node('agent', { metadata: '{"langgraph_node": "agent"}' });
    expect([kind, agent]).toEqual(['chain', null]);
    expect(node('call_agent', { 'metadata.langgraph_node': 'call_agent' }).kind).toBe('chain');
    const langfuse = facetsOf({
      name: 'agent',
      attributes: {
        'langfuse.observation.type': 'agent',
        'langfuse.observation.metadata.langgraph_node': 'agent',
      },
    });
    expect(langfuse.kind).toBe('chain');
  });

  it('are agents where they have a name of their own, or are no node', () => {
    expect(node('agent', {}).kind).toBe('agent');
    expect(node('agent', { metadata: '{"langgraph_node": "plan"}' }).kind).toBe('agent');
    const named = node('research_agent', { metadata: '{"langgraph_node": "research_agent"}' });
    expect(named.kind).toBe('agent');
  });
});
