import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';

import type { GraphGrouping, GraphNode, RunGraph } from '@domain/facets/run-graph';
import { formatCount } from '@domain/format';
import type { SpanId } from '@domain/units';

import { takeLostFocus } from '../../../lib/focus-field';
import { useEngineEvent, useEngineQuery } from '../../../lib/engine-queries';
import { useCommands } from '../../../lib/keyboard';
import { navigate } from '../../../lib/router';
import { listRoute } from '../../../stores/list-route';
import { EmptyState, ErrorState } from '../../../ui/empty-state';
import { TraceHeader } from '../header/trace-header';
import { spanIdOf } from '../../../lib/span-row-index';
import { useRowsByKey } from '../model/use-rows-by-key';
import { nextOf, type TraceModel } from '../model/trace-model';
import pageStyles from '../trace-page.module.css';
import type { TraceViewProps } from '../trace-view';
import { GraphCanvas, type GraphCanvasHandle } from './graph-canvas';
import { GraphPanel } from './graph-panel';
import { GraphToolbar } from './graph-toolbar';
import styles from './graph.module.css';
import type { Measure } from './measure';
import { useLayout } from './use-layout';

const ZOOM_STEP = 1.25;
/** Groups that are named above the graph. */
const NAMED_FOLDS = 6;
const noNodes: readonly GraphNode[] = [];

/** A run as a graph of agents, models and tools. */
export function GraphView({ route, row, model, problem }: TraceViewProps): ReactNode {
  const [groupBy, setGroupBy] = useState<GraphGrouping>('name');
  const [measure, setMeasure] = useState<Measure>('time');
  const [withInfrastructure, setWithInfrastructure] = useState(true);
  const { data, error, refetch } = useEngineQuery(
    'trace.graph',
    { traceId: route.traceId, groupBy, withInfrastructure },
    { keepPrevious: true },
  );
  useEngineEvent('traces.facetsChanged', ({ keys }) => {
    if (keys === null || keys.includes(row.key)) void refetch();
  });
  const { laidOut, problem: layoutProblem, retry } = useLayout(data);
  const trouble =
    error?.message ??
    (layoutProblem === '' ? '' : `The graph could not be laid out: ${layoutProblem}.`);
  const rowOf = useRowsByKey(model);
  const canvas = useRef<GraphCanvasHandle>(null);

  const nodes = laidOut?.graph.nodes ?? noNodes;
  const [chosenId, setChosenId] = useState<string | null | undefined>(undefined);
  // Without a choice the node of the span that the route selects.
  const selectedId = chosenId === undefined ? nodeOfSpan(nodes, model, route.spanId) : chosenId;
  const node = nodes.find(({ id }) => id === selectedId) ?? null;

  const select = setChosenId;
  const show = (spanId: SpanId): void => {
    // Who comes back finds the node selected.
    navigate({ ...route, spanId }, { replace: true });
    navigate({ ...route, mode: 'waterfall', spanId });
  };
  const showNode = (): boolean => {
    const first = node?.spanKeys[0];
    const spanId = first === undefined ? null : spanIdOf(model.table, rowOf(first));
    if (spanId === null) return false;
    show(spanId);
    return true;
  };
  const inOrder = useMemo(
    () => [...nodes].sort((a, b) => a.firstStartNs - b.firstStartNs),
    [nodes],
  );
  const step = (by: -1 | 1): void => {
    const at = inOrder.findIndex(({ id }) => id === selectedId);
    const next = inOrder[Math.max(0, Math.min(inOrder.length - 1, at < 0 ? 0 : at + by))];
    if (next !== undefined) select(next.id);
  };
  /** Along the lines: to the first caller, or the one called that took longest. */
  const follow = (direction: 'caller' | 'callee'): void => {
    const [edge] = (laidOut?.graph.edges ?? [])
      .filter(({ type, from, to }) => type === 'call' && from !== to)
      .filter(({ from, to }) => (direction === 'caller' ? to : from) === selectedId)
      .sort((a, b) => b.totalNs - a.totalNs);
    if (edge !== undefined) select(direction === 'caller' ? edge.from : edge.to);
  };
  const nextErrorNode = (by: -1 | 1): void => {
    const bad = Int32Array.from(
      inOrder.flatMap(({ errorCount }, at) => (errorCount > 0 ? [at] : [])),
    );
    const at = nextOf(
      bad,
      inOrder.findIndex(({ id }) => id === selectedId),
      by,
    );
    const next = inOrder[at];
    if (next !== undefined) select(next.id);
  };
  useCommands({
    'row.next': () => step(1),
    'row.previous': () => step(-1),
    'row.first': () => select(inOrder[0]?.id ?? null),
    'row.last': () => select(inOrder[inOrder.length - 1]?.id ?? null),
    'tree.collapse': () => follow('caller'),
    'tree.expand': () => follow('callee'),
    'row.open': showNode,
    'trace.nextError': () => nextErrorNode(1),
    'trace.previousError': () => nextErrorNode(-1),
    'trace.zoomIn': () => canvas.current?.zoom(ZOOM_STEP),
    'trace.zoomOut': () => canvas.current?.zoom(1 / ZOOM_STEP),
    'trace.zoomFit': () => canvas.current?.fit(),
    escape: () => {
      if (selectedId === null) navigate(listRoute());
      else setChosenId(null);
    },
  });
  const isDrawn = laidOut !== null;
  useEffect(() => {
    if (isDrawn) takeLostFocus(() => canvas.current?.focus());
  }, [isDrawn]);

  return (
    <section className={pageStyles.page} aria-label="Trace">
      <TraceHeader row={row} model={model} />
      <GraphToolbar
        groupBy={groupBy}
        onGroupBy={(next) => {
          setGroupBy(next);
          setChosenId(null);
        }}
        measure={measure}
        onMeasure={setMeasure}
        withInfrastructure={withInfrastructure}
        onInfrastructure={setWithInfrastructure}
        hasErrors={nodes.some(({ errorCount }) => errorCount > 0)}
        onNextError={() => nextErrorNode(1)}
      />
      {(problem !== '' || (laidOut !== null && trouble !== '')) && (
        <p className={pageStyles.problem} role="alert">
          {problem !== '' ? problem : `What is shown is not the newest: ${trouble}`}
        </p>
      )}
      {laidOut !== null && laidOut.graph.folds.length > 0 && (
        <p className={styles.folds} role="status">
          {foldedText(laidOut.graph)}
        </p>
      )}
      <div className={pageStyles.split}>
        {laidOut !== null ? (
          laidOut.graph.nodes.length === 0 ? (
            <div className={styles.nothing}>
              <EmptyState message="No span of this trace is an agent, a model call, a tool or the like." />
            </div>
          ) : (
            <GraphCanvas
              ref={canvas}
              graph={laidOut.graph}
              layout={laidOut.layout}
              measure={measure}
              selectedId={node === null ? null : selectedId}
              onSelect={select}
            />
          )
        ) : trouble !== '' ? (
          <div className={styles.nothing}>
            <ErrorState
              message={trouble}
              onRetry={() => {
                retry();
                void refetch();
              }}
            />
          </div>
        ) : (
          <div className={styles.plane} aria-busy="true" />
        )}
        {laidOut !== null && node !== null && (
          <GraphPanel
            graph={laidOut.graph}
            node={node}
            model={model}
            rowOf={rowOf}
            onNode={select}
            onSpan={show}
            onShow={showNode}
            onClose={() => setChosenId(null)}
          />
        )}
      </div>
    </section>
  );
}

/** What was put together, in one line; the nodes themselves say it in full. */
function foldedText({ nodes, folds }: RunGraph): string {
  const nodeCount = folds.reduce((sum, fold) => sum + fold.nodeCount - 1, nodes.length);
  const labels = folds.flatMap(({ nodeId }) => nodes.find(({ id }) => id === nodeId)?.label ?? []);
  const shown = labels.slice(0, NAMED_FOLDS).join(', ');
  const rest = labels.length - NAMED_FOLDS;
  const more = rest > 0 ? `, and ${formatCount(rest)} more groups` : '';
  return `${formatCount(nodeCount)} nodes are too many to read. Each shown as one: ${shown}${more}.`;
}

function nodeOfSpan(
  nodes: readonly GraphNode[],
  model: TraceModel,
  spanId: SpanId | null,
): string | null {
  if (spanId === null) return null;
  const key = model.table.keys[model.ids.find(spanId)];
  if (key === undefined) return null;
  return nodes.find(({ spanKeys }) => spanKeys.includes(key))?.id ?? null;
}
