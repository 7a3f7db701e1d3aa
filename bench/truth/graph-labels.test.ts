import { expect, it } from 'vitest';

import { buildRunGraph } from '@domain/facets/build-run-graph';
import { edgeLabel } from '../../src-renderer/features/trace/graph/edge-label';
import { edgePath } from '../../src-renderer/features/trace/graph/edge-path';
import {
  layoutGraph,
  NODE_HEIGHT_PX,
  NODE_WIDTH_PX,
} from '../../src-renderer/features/trace/graph/layout-graph';
import {
  LABEL_HEIGHT_PX,
  labelWidthPx,
  placeLabels,
} from '../../src-renderer/features/trace/graph/place-labels';
import { captureNames } from './truth-file';
import { understandCapture } from './understand';

it.each(captureNames())('labels of edges stand over no node in the graphs of %s', (name) => {
  const covering = understandCapture(name).flatMap(({ fold, spans }) => {
    // The fold is in the order of the keys.
    const byKey = spans.map(({ span }) => span).sort((a, b) => a.key - b.key);
    const graph = buildRunGraph(byKey, fold, { groupBy: 'name', withInfrastructure: true });
    const { places } = layoutGraph(graph);
    const labels = graph.edges.flatMap((edge) => {
      const label = edgeLabel(edge);
      const from = places.get(edge.from);
      const to = places.get(edge.to);
      if (label === '' || from === undefined || to === undefined) return [];
      const widthPx = labelWidthPx(label, edge.errorCount > 0);
      return [{ path: edgePath(edge.type, from, to), widthPx, label }];
    });
    return placeLabels(labels, places.values()).flatMap(({ x, y }, at) => {
      const { widthPx = 0, label = '' } = labels[at] ?? {};
      const isOver = [...places.values()].some(
        (node) =>
          x - widthPx / 2 < node.x + NODE_WIDTH_PX &&
          x + widthPx / 2 > node.x &&
          y - LABEL_HEIGHT_PX / 2 < node.y + NODE_HEIGHT_PX &&
          y + LABEL_HEIGHT_PX / 2 > node.y,
      );
      return isOver ? [label] : [];
    });
  });
  expect(covering).toEqual([]);
});

it('takes an edge of Agent Framework from one executor to another for no fan-in', () => {
  const types = understandCapture('agent-framework').flatMap(({ fold, spans }) => {
    const byKey = spans.map(({ span }) => span).sort((a, b) => a.key - b.key);
    const { edges } = buildRunGraph(byKey, fold, { groupBy: 'name', withInfrastructure: true });
    return edges.map(({ type, from, to }) => `${type} ${from} > ${to}`);
  });
  expect(types).toContain('then chain:prepare > chain:ask');
  expect(types.filter((edge) => edge.startsWith('fanIn'))).toEqual([]);
});
