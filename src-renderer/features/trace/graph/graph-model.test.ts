import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { GraphNode } from '@domain/facets/run-graph';

import { edgePath, edgeWidthPx } from './edge-path';
import { layoutGraph, NODE_HEIGHT_PX, NODE_WIDTH_PX } from './layout-graph';
import { figureOf, formatShare, shareOf, valueOf, wholeOf } from './measure';
import { fit, MAX_SCALE, MIN_SCALE, open, panBy, reveal, slideIn, zoomAround } from './pan-zoom';
import { LABEL_HEIGHT_PX, labelWidthPx, placeLabels } from './place-labels';
import { shortLabel } from './short-label';

const edgeTypes = ['call', 'then', 'handoff', 'fanIn', 'declared'] as const;

const graphs = fc.integer({ min: 1, max: 40 }).chain((count) =>
  fc.record({
    nodes: fc.constant(
      Array.from({ length: count }, (_, i) => ({
        id: `n${i}`,
        firstStartNs: count - i,
        callCount: i % 5,
      })),
    ),
    edges: fc.array(
      fc.record({
        from: fc.nat(count - 1).map((i) => `n${i}`),
        to: fc.nat(count - 1).map((i) => `n${i}`),
        type: fc.constantFrom(...edgeTypes),
      }),
      { maxLength: 60 },
    ),
  }),
);

describe('layoutGraph', () => {
  it('gives every node a place of its own, with cycles and loops too', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges }) => {
        const { places, widthPx, heightPx } = layoutGraph({ nodes, edges });
        expect(places.size).toBe(nodes.length);
        const boxes = [...places.values()];
        for (const [at, a] of boxes.entries()) {
          expect(a.x + NODE_WIDTH_PX).toBeLessThanOrEqual(widthPx);
          expect(a.y + NODE_HEIGHT_PX).toBeLessThanOrEqual(heightPx);
          for (const b of boxes.slice(at + 1)) {
            const apart =
              Math.abs(a.x - b.x) >= NODE_WIDTH_PX || Math.abs(a.y - b.y) >= NODE_HEIGHT_PX;
            expect(apart).toBe(true);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('puts callers at the left, and what they call in the order of time', () => {
    const { places } = layoutGraph({
      nodes: [
        { id: 'late', firstStartNs: 30, callCount: 1 },
        { id: 'root', firstStartNs: 0, callCount: 1 },
        { id: 'early', firstStartNs: 10, callCount: 1 },
        { id: 'middle', firstStartNs: 20, callCount: 1 },
      ],
      edges: [
        { from: 'root', to: 'late', type: 'call' },
        { from: 'root', to: 'early', type: 'call' },
        { from: 'root', to: 'middle', type: 'call' },
      ],
    });
    const at = (id: string) => places.get(id)!;
    expect(at('root').x).toBeLessThan(at('early').x);
    expect(at('early').y).toBeLessThan(at('middle').y);
    expect(at('middle').y).toBeLessThan(at('late').y);
  });
});

describe('labels of edges', () => {
  it('stand over no node, whatever the graph', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges }) => {
        const { places } = layoutGraph({ nodes, edges });
        const labels = edges.map(({ from, to, type }) => ({
          path: edgePath(type, places.get(from)!, places.get(to)!),
          widthPx: labelWidthPx('handoff 2×', false),
        }));
        placeLabels(labels, places.values()).forEach(({ x, y }, at) => {
          const halfPx = (labels[at]?.widthPx ?? 0) / 2;
          for (const node of places.values()) {
            const isBeside =
              x + halfPx <= node.x ||
              x - halfPx >= node.x + NODE_WIDTH_PX ||
              y + LABEL_HEIGHT_PX / 2 <= node.y ||
              y - LABEL_HEIGHT_PX / 2 >= node.y + NODE_HEIGHT_PX;
            expect(isBeside).toBe(true);
          }
        });
      }),
      { numRuns: 40 },
    );
  });

  it('stand beside a column that hands over within itself, each at its own place', () => {
    const [a, b, c] = [0, 68, 136].map((y) => ({ x: 24, y }));
    const widthPx = labelWidthPx('handoff', false);
    const labels = [edgePath('handoff', a!, b!), edgePath('handoff', a!, c!)].map((path) => {
      return { path, widthPx };
    });
    const [one, two] = placeLabels(labels, [a!, b!, c!]);
    expect(one!.x - widthPx / 2).toBeGreaterThan(24 + NODE_WIDTH_PX);
    expect(Math.abs(one!.y - two!.y)).toBeGreaterThanOrEqual(LABEL_HEIGHT_PX);
  });
});

describe('edges', () => {
  it('run from side to side, back around, and to themselves', () => {
    const a = { x: 0, y: 0 };
    const b = { x: 400, y: 100 };
    expect(edgePath('call', a, b).d).toMatch(/^M176 27C.* 400 127$/);
    expect(edgePath('call', b, a).d).not.toContain('NaN');
    expect(edgePath('call', a, a).at(0.5).x).toBeGreaterThan(NODE_WIDTH_PX);
    expect(edgePath('then', a, { x: 0, y: 200 }).d).toMatch(/^M18 54C.* 18 200$/);
    // Not across the nodes between.
    expect(edgePath('then', { x: 0, y: 200 }, a).at(0.5).x).toBeLessThan(0);
  });

  it('are as wide as their share of the time', () => {
    expect(edgeWidthPx(100, 100)).toBe(5);
    expect(edgeWidthPx(25, 100)).toBe(3);
    expect(edgeWidthPx(0, 100)).toBe(1);
    expect(edgeWidthPx(1, 0)).toBe(1);
  });
});

describe('pan and zoom', () => {
  const screen = { widthPx: 800, heightPx: 600 };

  it('fits a graph of any size into the window', () => {
    expect(fit({ widthPx: 400, heightPx: 300 }, screen)).toEqual({ scale: 1, x: 200, y: 130 });
    expect(fit({ widthPx: 1600, heightPx: 300 }, screen)).toMatchObject({ scale: 0.5, x: 0 });
    expect(fit({ widthPx: 1e9, heightPx: 1 }, screen).scale).toBe(MIN_SCALE);
  });

  it('opens a graph that cannot be read as a whole where its run begins', () => {
    const small = { widthPx: 400, heightPx: 300 };
    expect(open(small, screen, { x: 0, y: 0 })).toEqual(fit(small, screen));
    const tall = { widthPx: 800, heightPx: 4000 };
    const view = open(tall, screen, { x: 100, y: 2000 });
    expect(view.scale).toBe(0.72);
    expect(view.x).toBeCloseTo((800 - 800 * 0.72) / 2);
    expect(view.y + 2000 * view.scale).toBeCloseTo(280);
    // Never beyond its edges.
    expect(open(tall, screen, { x: 100, y: 0 }).y).toBe(0);
    expect(open(tall, screen, { x: 100, y: 4000 }).y).toBeCloseTo(560 - 4000 * 0.72);
  });

  it('keeps the point under the pointer, within limits', () => {
    const view = { x: 10, y: 20, scale: 1 };
    const zoomed = zoomAround(view, 2, 110, 220);
    expect(zoomed).toEqual({ scale: 2, x: -90, y: -180 });
    expect(zoomAround(zoomed, 100, 0, 0).scale).toBe(MAX_SCALE);
  });

  it('slides in what has room, and leaves the rest', () => {
    const graph = { widthPx: 500, heightPx: 100 };
    expect(slideIn({ x: 400, y: 9, scale: 1 }, graph, screen)).toEqual({ x: 300, y: 9, scale: 1 });
    expect(slideIn({ x: -50, y: 9, scale: 1 }, graph, screen).x).toBe(0);
    expect(slideIn({ x: -50, y: 9, scale: 2 }, graph, screen).x).toBe(-50);
  });

  it('moves only as far as needed to show a box', () => {
    const view = { x: 0, y: 0, scale: 1 };
    const box = { x: 100, y: 100, widthPx: 176, heightPx: 54 };
    expect(reveal(view, box, screen)).toEqual(view);
    expect(reveal(panBy(view, -500, 0), box, screen).x).toBe(-84);
    expect(reveal(view, { ...box, x: 1000 }, screen).x).toBe(-392);
  });
});

describe('measures', () => {
  const node: GraphNode = {
    id: 'a',
    kind: 'llm',
    label: 'gpt',
    callCount: 2,
    spanKeys: [1, 2],
    totalNs: 370,
    selfNs: 370,
    share: 0.37,
    inputTokens: 1000,
    outputTokens: null,
    cost: { usd: 0.25, state: 'computed', unknownModels: [] },
    errorCount: 0,
    firstStartNs: 0,
    foldedNodeCount: 0,
  };
  const graph = { nodes: [node], edges: [], folds: [], durationNs: 1000 };

  it('tell figure and share', () => {
    expect(shareOf(node, 'time', wholeOf(graph, 'time'))).toBeCloseTo(0.37);
    expect(shareOf(node, 'cost', wholeOf(graph, 'cost'))).toBe(1);
    expect(figureOf(node, 'tokens')).toBe('1k tok');
    expect(figureOf(node, 'calls')).toBe('2 calls');
    const plain: GraphNode = {
      ...node,
      inputTokens: null,
      cost: { usd: 0, state: 'none', unknownModels: [] },
    };
    expect([figureOf(plain, 'tokens'), figureOf(plain, 'cost')]).toEqual(['', '']);
    expect(shareOf(plain, 'tokens', 100)).toBe(0);
    const unpriced: GraphNode = {
      ...node,
      cost: { usd: 0, state: 'unknown', unknownModels: ['gpt'] },
    };
    expect([figureOf(unpriced, 'cost'), valueOf(unpriced, 'cost')]).toEqual(['—', Number.NaN]);
  });

  it('names nodes without what their icon says', () => {
    expect(shortLabel({ kind: 'chain', label: 'chain write_answer' })).toBe('write_answer');
    expect(shortLabel({ kind: 'http', label: 'GET /search' })).toBe('GET /search');
  });

  it('rounds shares as people read them', () => {
    expect([0, 0.004, 0.37, 1].map(formatShare)).toEqual(['0%', '<1%', '37%', '100%']);
  });
});
