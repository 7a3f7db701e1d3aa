import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { buildRunGraph } from './build-run-graph';
import { facetKinds } from './facet-kind';
import { foldTrace } from './fold-trace';
import { graphGroupings, type GraphGrouping, type RunGraph } from './run-graph';
import { sketchTrace, used, type SpanSketch } from './test-support/fold-spans';

const graphOf = (
  sketches: readonly SpanSketch[],
  groupBy: GraphGrouping = 'name',
  withInfrastructure = false,
): RunGraph => {
  const spans = sketchTrace(sketches);
  return buildRunGraph(spans, foldTrace(spans, []), { groupBy, withInfrastructure });
};

const edgesOf = ({ edges }: RunGraph, type: string): string[] =>
  edges
    .filter((edge) => edge.type === type)
    .map(({ from, to, count }) => `${from} > ${to} ${count}`);

const run: readonly SpanSketch[] = [
  { id: 'root', kind: 'agent', agentName: 'main', at: [0, 1000] },
  { id: 'plan', parent: 'root', kind: 'agent', agentName: 'planner', at: [0, 200] },
  { id: 'p1', parent: 'plan', kind: 'llm', requestModel: 'gpt', ...used(10, 1), at: [10, 100] },
  { id: 'code', parent: 'root', kind: 'agent', agentName: 'coder', at: [200, 900] },
  { id: 'step', parent: 'code', kind: 'step', at: [200, 600] },
  { id: 'c1', parent: 'step', kind: 'llm', requestModel: 'gpt', ...used(20, 2), at: [200, 300] },
  { id: 't1', parent: 'step', kind: 'tool', toolName: 'test', at: [300, 400], status: 2 },
  { id: 'h1', parent: 't1', kind: 'http', label: 'api.example.com', at: [310, 390] },
  { id: 't2', parent: 'code', kind: 'tool', toolName: 'test', at: [600, 700] },
];

describe('buildRunGraph', () => {
  it('draws agents, models and tools by name, with calls from the nearest that is shown', () => {
    const graph = graphOf(run);
    expect(graph.nodes.map(({ id, callCount }) => [id, callCount])).toEqual([
      ['agent:main', 1],
      ['agent:planner', 1],
      ['llm:gpt', 2],
      ['agent:coder', 1],
      ['tool:test', 2],
    ]);
    expect(edgesOf(graph, 'call')).toEqual([
      'agent:main > agent:planner 1',
      'agent:planner > llm:gpt 1',
      'agent:main > agent:coder 1',
      'agent:coder > llm:gpt 1',
      'agent:coder > tool:test 2',
    ]);
    expect(edgesOf(graph, 'then')).toEqual(['agent:planner > agent:coder 1']);
  });

  it('counts a failure in the node where it began, or the next above that is shown', () => {
    const boom = { status: 2, errorType: 'ValueError', errorMessage: 'boom' } as const;
    const errorsOf = (...spans: SpanSketch[]): Record<string, number> =>
      Object.fromEntries(graphOf(spans).nodes.map(({ id, errorCount }) => [id, errorCount]));
    const agent = { id: 'a', kind: 'agent', agentName: 'desk', ...boom } as const;
    const tool = { id: 't', parent: 'a', kind: 'tool', toolName: 'ask', ...boom } as const;
    expect(errorsOf(agent, tool)).toMatchObject({ 'agent:desk': 0, 'tool:ask': 1 });
    const hidden = { id: 'h', parent: 't', kind: 'http', ...boom } as const;
    expect(errorsOf(agent, tool, hidden)).toMatchObject({ 'agent:desk': 0, 'tool:ask': 1 });
  });

  it('sums times, tokens and errors of a node', () => {
    const graph = graphOf(run);
    const node = (id: string) => graph.nodes.find((each) => each.id === id);
    expect(node('llm:gpt')).toMatchObject({
      totalNs: 190e6,
      share: 0.19,
      inputTokens: 30,
      outputTokens: 3,
      spanKeys: [3, 6],
      firstStartNs: 10e6,
    });
    expect(node('tool:test')).toMatchObject({ errorCount: 1, totalNs: 200e6, selfNs: 120e6 });
    expect(graph.edges.find(({ to }) => to === 'tool:test')).toMatchObject({
      errorCount: 1,
      totalNs: 200e6,
    });
    expect(graph.durationNs).toBe(1000e6);
    // An agent has what its models and tools have.
    expect(node('agent:main')).toMatchObject({ inputTokens: 30, outputTokens: 3 });
    expect(node('agent:planner')).toMatchObject({ inputTokens: 10, outputTokens: 1 });
    expect(node('tool:test')).toMatchObject({ inputTokens: null, outputTokens: null });
  });

  it('shows infrastructure where it is wanted', () => {
    const graph = graphOf(run, 'name', true);
    expect(edgesOf(graph, 'call')).toContain('tool:test > http:api.example.com 1');
  });

  it('groups by kind and by agent', () => {
    expect(graphOf(run, 'kind').nodes.map(({ id, callCount }) => [id, callCount])).toEqual([
      ['agent', 3],
      ['llm', 2],
      ['tool', 2],
    ]);
    const byAgent = graphOf(run, 'agent');
    expect(byAgent.nodes.map(({ label, callCount }) => [label, callCount])).toEqual([
      ['main', 1],
      ['planner', 2],
      ['coder', 4],
    ]);
    expect(edgesOf(byAgent, 'call')).toEqual([
      'agent:main > agent:planner 1',
      'agent:main > agent:coder 1',
    ]);
  });

  it('counts the time of an agent within itself once', () => {
    const graph = graphOf([
      { id: 'a', kind: 'agent', agentName: 'x', at: [0, 100] },
      { id: 't', parent: 'a', kind: 'tool', toolName: 'ask', at: [10, 60] },
      { id: 'b', parent: 't', kind: 'agent', agentName: 'x', at: [20, 50] },
    ]);
    expect(graph.nodes.find(({ id }) => id === 'agent:x')).toMatchObject({
      callCount: 2,
      totalNs: 100e6,
    });
    expect(edgesOf(graph, 'call')).toEqual(['agent:x > tool:ask 1', 'tool:ask > agent:x 1']);
  });

  it('takes shares of the whole run, also of what goes on after its root', () => {
    const graph = graphOf([
      { id: 'a', kind: 'chain', label: 'submit', at: [0, 10] },
      { id: 'b', parent: 'a', kind: 'agent', agentName: 'x', at: [0, 200] },
    ]);
    expect(graph.durationNs).toBe(200e6);
    expect(graph.nodes.map(({ share }) => share)).toEqual([0.05, 1]);
  });

  it('shows the two spans of one request as one call', () => {
    const graph = graphOf([
      { id: 'a', kind: 'llm', requestModel: 'gpt', ...used(10, 1) },
      { id: 'b', parent: 'a', kind: 'llm', requestModel: 'gpt', ...used(10, 1) },
    ]);
    expect(graph.nodes.map(({ callCount }) => callCount)).toEqual([1]);
  });

  it('draws no order between stages that ran at once or with a call between', () => {
    const stages = (at: readonly [number, number]): SpanSketch[] => [
      { id: 'r', kind: 'chain', name: 'r', at: [0, 500] },
      { id: 'a', parent: 'r', kind: 'agent', agentName: 'a', at: [0, 100] },
      { id: 'b', parent: 'r', kind: 'agent', agentName: 'b', at },
    ];
    expect(edgesOf(graphOf(stages([100, 200])), 'then')).toHaveLength(1);
    expect(edgesOf(graphOf(stages([50, 200])), 'then')).toHaveLength(0);
    const between: SpanSketch = { id: 'm', parent: 'r', kind: 'llm', at: [110, 120] };
    expect(edgesOf(graphOf([...stages([150, 200]), between]), 'then')).toHaveLength(0);
  });

  it('draws handoffs and fan-in', () => {
    const relation = { traceId: '', fromAgent: null, toAgent: null } as const;
    const graph = graphOf([
      { id: 'a', kind: 'agent', agentName: 'a' },
      {
        id: 'h',
        parent: 'a',
        kind: 'tool',
        toolName: 'handoff',
        relations: [{ ...relation, type: 'handoff', spanId: '', toAgent: 'b' }],
      },
      { id: 'b', kind: 'agent', agentName: 'b', at: [200, 300] },
      { id: 'e1', kind: 'chain', label: 'one', at: [300, 310] },
      { id: 'e2', kind: 'chain', label: 'two', at: [300, 310] },
      {
        id: 'e3',
        kind: 'chain',
        label: 'join',
        relations: ['e1', 'e2'].map((spanId) => ({ ...relation, type: 'follows', spanId })),
        at: [400, 410],
      },
    ]);
    expect(edgesOf(graph, 'handoff')).toEqual(['agent:a > agent:b 1']);
    expect(edgesOf(graph, 'fanIn')).toEqual([
      'chain:one > chain:join 1',
      'chain:two > chain:join 1',
    ]);
  });

  it('takes what follows one stage alone for plain order, counted once', () => {
    const relation = { type: 'follows', traceId: '', fromAgent: null, toAgent: null } as const;
    const follows = (...ids: string[]) => ids.map((spanId) => ({ ...relation, spanId }));
    const sketches = (at: readonly [number, number]): SpanSketch[] => [
      { id: 'r', kind: 'chain', name: 'r', at: [0, 500] },
      { id: 'a', parent: 'r', kind: 'chain', label: 'prepare', at: [0, 100] },
      { id: 'm1', parent: 'a', kind: 'span', at: [50, 51] },
      { id: 'm2', parent: 'a', kind: 'span', at: [52, 53] },
      { id: 'b', parent: 'r', kind: 'chain', label: 'ask', relations: follows('m1', 'm2'), at },
    ];
    for (const at of [
      [100, 200],
      [60, 200],
    ] as const) {
      const graph = graphOf(sketches(at));
      expect(edgesOf(graph, 'fanIn')).toEqual([]);
      expect(edgesOf(graph, 'then')).toEqual(['chain:prepare > chain:ask 1']);
    }
  });

  describe('draws the edges that a sender declares', () => {
    const edge = (from: string | null, to: string) => ({ from, to });
    const declared = (...declaredEdges: { from: string | null; to: string }[]) => ({
      declaredEdges,
    });
    const node = (id: string, label: string, at: readonly [number, number]): SpanSketch => {
      return { id, parent: 'a', kind: 'chain', label, at };
    };
    const agent = (edges: { from: string | null; to: string }[]): SpanSketch => {
      return { id: 'a', kind: 'agent', agentName: 'desk', at: [0, 500], ...declared(...edges) };
    };
    const waysOf = (graph: RunGraph): string[] =>
      graph.edges
        .filter(({ type }) => type !== 'call')
        .map(({ type, from, to, count, isDeclared }) =>
          [type, from, to, count, isDeclared ? 'declared' : ''].join(' ').trim(),
        );

    it('as one edge with what ran, and as one of its own where nothing did', () => {
      const graph = graphOf([
        agent([edge('model', 'tools'), edge('tools', 'model'), edge('tools', 'review')]),
        node('m1', 'model', [0, 100]),
        node('t1', 'tools', [110, 200]),
        node('m2', 'model', [210, 300]),
      ]);
      expect(waysOf(graph)).toEqual([
        'then chain:model chain:tools 1 declared',
        'then chain:tools chain:model 1 declared',
        'declared chain:tools declared:review 0 declared',
      ]);
      expect(graph.nodes.at(-1)).toMatchObject({ label: 'review', callCount: 0, totalNs: 0 });
    });

    it('takes what ran at once after a node for taken too, but not what ran two nodes later', () => {
      const graph = graphOf([
        agent([
          edge('plan', 'one'),
          edge('plan', 'two'),
          edge('plan', 'join'),
          edge('one', 'join'),
        ]),
        node('p', 'plan', [0, 100]),
        node('x', 'one', [100, 200]),
        node('y', 'two', [100, 250]),
        node('j', 'join', [260, 300]),
      ]);
      expect(waysOf(graph).sort()).toEqual([
        'declared chain:plan chain:join 0 declared',
        'then chain:one chain:join 1 declared',
        'then chain:plan chain:one 1 declared',
        'then chain:plan chain:two 1 declared',
        'then chain:two chain:join 1',
      ]);
    });

    it('but no node of its own for what leads nowhere else', () => {
      const graph = graphOf([
        agent([edge('alone', 'alone'), edge('model', 'model')]),
        node('m1', 'model', [0, 100]),
      ]);
      expect(graph.nodes.map(({ label }) => label)).toEqual(['desk', 'model']);
    });

    it('from the node that says itself where to go on', () => {
      const graph = graphOf([
        { id: 'a', kind: 'agent', agentName: 'desk', at: [0, 500] },
        { ...node('r', 'router', [0, 100]), ...declared(edge(null, 'writer')) },
        node('w', 'writer', [110, 200]),
      ]);
      expect(waysOf(graph)).toEqual(['then chain:router chain:writer 1 declared']);
    });

    it('among nodes alone, and finds these by what their spans are called', () => {
      const spans = [
        agent([edge('model', 'tools')]),
        { ...node('m', 'x', [0, 100]), name: 'execute_task model' },
        { id: 'l', parent: 'm', kind: 'tool', toolName: 'tools' } as const,
      ];
      expect(graphOf(spans).edges.filter(({ isDeclared }) => isDeclared)).toMatchObject([
        { type: 'call', from: 'chain:x', to: 'tool:tools', count: 1 },
      ]);
      expect(waysOf(graphOf(spans, 'kind'))).toEqual([]);
      expect(graphOf(spans, 'agent').nodes.map(({ label }) => label)).toEqual(['desk']);
    });

    it('folded where there are too many', () => {
      const edges = Array.from({ length: 300 }, (_, at) => edge('model', `node ${at}`));
      const graph = graphOf([agent(edges), node('m', 'model', [0, 100])]);
      expect(graph.nodes.length).toBeLessThanOrEqual(60);
      const ids = new Set(graph.nodes.map(({ id }) => id));
      for (const { from, to } of graph.edges) expect(ids.has(from) && ids.has(to)).toBe(true);
    });
  });

  it('folds what is alike under one caller where there are too many nodes, and says so', () => {
    const tools = Array.from({ length: 80 }, (_, index): SpanSketch => {
      return { id: `t${index}`, parent: 'a', kind: 'tool', toolName: `tool ${index}` };
    });
    const graph = graphOf([{ id: 'a', kind: 'agent', agentName: 'main' }, ...tools]);
    expect(
      graph.nodes.map(({ label, callCount, foldedNodeCount }) => [
        label,
        callCount,
        foldedNodeCount,
      ]),
    ).toEqual([
      ['main', 1, 0],
      ['tool … ×80', 80, 80],
    ]);
    expect(graph.folds).toEqual([
      {
        nodeId: 'fold:tool:agent:main:like tool …',
        nodeCount: 80,
        spanCount: 80,
        reason:
          '80 tools named tool … called by main are shown as one, as the run has 81 nodes: “tool 0”, “tool 1”, “tool 2” and 77 more.',
      },
    ]);
    expect(edgesOf(graph, 'call')).toEqual(['agent:main > fold:tool:agent:main:like tool … 80']);
  });

  it('folds what folded nodes call together', () => {
    const workers = Array.from({ length: 40 }, (_, at): SpanSketch[] => [
      { id: `w${at}`, parent: 'a', kind: 'agent', agentName: `worker ${at}` },
      ...[0, 1, 2].map((nth): SpanSketch => {
        const tool = `tool ${at * 3 + nth}`;
        return { id: `t${at}.${nth}`, parent: `w${at}`, kind: 'tool', toolName: tool };
      }),
      { id: `m${at}`, parent: `w${at}`, kind: 'llm', requestModel: 'gpt' },
    ]);
    const graph = graphOf([{ id: 'a', kind: 'agent', agentName: 'main' }, ...workers.flat()]);
    // What was enough is not gone beyond: the agents can be read.
    expect(graph.nodes).toHaveLength(43);
    expect(graph.folds.map(({ reason }) => reason)).toEqual([
      '120 tools named tool … are shown as one, as the run has 162 nodes: “tool 0”, “tool 1”, “tool 2” and 117 more.',
    ]);
  });

  it('folds what has no like names by who calls it, but into no long row of like groups', () => {
    const letters = (at: number): string =>
      String(at)
        .split('')
        .map((digit) => 'abcdefghij'[Number(digit)])
        .join('');
    const agents = Array.from({ length: 20 }, (_, at): SpanSketch[] => [
      { id: `a${at}`, parent: 'r', kind: 'agent', agentName: `${letters(at)} desk` },
      ...Array.from({ length: 250 }, (__, nth): SpanSketch => {
        const toolName = `look at ${letters(at * 250 + nth)}`;
        return { id: `${at}.${nth}`, parent: `a${at}`, kind: 'tool', toolName };
      }),
    ]);
    const graph = graphOf([{ id: 'r', kind: 'agent', agentName: 'main' }, ...agents.flat()]);
    expect(graph.nodes.length).toBeLessThanOrEqual(60);
    expect(graph.folds).toHaveLength(1);
    expect(graph.folds[0]?.reason).toMatch(
      /^\d,\d{3} tools are shown as one, as the run has 5,021 /,
    );
    expect(graph.nodes.filter(({ kind }) => kind === 'agent')).toHaveLength(21);
  });

  it('keeps versions of models apart, which are more than numbers', () => {
    const tools = Array.from({ length: 80 }, (_, at): SpanSketch => {
      return { id: `t${at}`, parent: 'a', kind: 'tool', toolName: `tool ${at}` };
    });
    const models = [1, 2, 3, 4].map((at): SpanSketch => {
      return { id: `m${at}`, parent: 'a', kind: 'llm', requestModel: `gpt-${at}` };
    });
    const graph = graphOf([{ id: 'a', kind: 'agent', agentName: 'main' }, ...tools, ...models]);
    expect(graph.nodes.map(({ label }) => label)).toEqual([
      'main',
      'tool … ×80',
      'gpt-1',
      'gpt-2',
      'gpt-3',
      'gpt-4',
    ]);
  });

  // Quadratic time would not end within the time of a test.
  it('folds tens of thousands of names', () => {
    const spans = Array.from({ length: 30_000 }, (_, at): SpanSketch => {
      const parent = at === 0 ? undefined : String(Math.floor((at - 1) / 2));
      const inner = parent === undefined ? {} : { parent };
      return { id: String(at), kind: 'tool', toolName: `tool ${at}`, ...inner };
    });
    expect(graphOf(spans).nodes.length).toBeLessThanOrEqual(60);
  });

  const name = fc.nat({ max: 99 }).map(String);
  const sketches = fc.array(
    fc.record({
      parent: fc.option(name, { nil: undefined }),
      kind: fc.constantFrom(...facetKinds),
      label: name,
      at: fc.tuple(fc.nat({ max: 50 }), fc.oneof(fc.nat({ max: 50 }), fc.constant(NaN))),
      status: fc.constantFrom(0, 2),
    }),
    { maxLength: 100 },
  );

  it('counts every span in exactly one node, joins nodes that are there, stays readable', () => {
    fc.assert(
      fc.property(sketches, fc.constantFrom(...graphGroupings), (records, groupBy) => {
        const spans = records.map(({ parent, ...rest }, index): SpanSketch => {
          return { ...rest, id: String(index), ...(parent === undefined ? {} : { parent }) };
        });
        const graph = graphOf(spans, groupBy, true);
        const ids = new Set(graph.nodes.map(({ id }) => id));
        expect(ids.size).toBe(graph.nodes.length);
        expect(graph.nodes.length).toBeLessThanOrEqual(60);
        const keys = graph.nodes.flatMap(({ spanKeys }) => spanKeys);
        const folded = foldTrace(sketchTrace(spans), []).spans;
        const shown = folded
          .filter((_, index) => spans[index]?.kind !== 'step')
          .filter(({ duplicateOf, isSuperseded }) => duplicateOf === null && !isSuperseded);
        expect([...keys].sort((a, b) => a - b)).toEqual(shown.map(({ key }) => key));
        for (const { from, to, count } of graph.edges) {
          expect(ids.has(from) && ids.has(to) && from !== to && count > 0).toBe(true);
        }
        for (const { nodeId } of graph.folds) expect(ids.has(nodeId)).toBe(true);
        for (const node of graph.nodes) {
          expect(Number.isFinite(node.totalNs + node.selfNs + node.share)).toBe(true);
        }
      }),
    );
  });

  it('is the same in whatever order spans arrived', () => {
    const spans = sketchTrace(run);
    const backwards = [...spans].reverse();
    const options = { groupBy: 'name', withInfrastructure: true } as const;
    expect(buildRunGraph(backwards, foldTrace(backwards, []), options)).toEqual(
      buildRunGraph(spans, foldTrace(spans, []), options),
    );
  });
});
