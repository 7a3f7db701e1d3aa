import { useMemo, type ReactNode } from 'react';

import type { GraphEdge, RunGraph } from '@domain/facets/run-graph';

import { classNames } from '../../../ui/class-names';
import { ErrorSolidIcon } from '../../../ui/icons';
import { edgeLabel, isAlwaysTold } from './edge-label';
import { edgePath, edgeWidthPx, type EdgePath } from './edge-path';
import styles from './graph.module.css';
import type { GraphLayout, Point } from './layout-graph';
import { labelWidthPx, placeLabels } from './place-labels';

export interface GraphEdgesProps {
  readonly graph: RunGraph;
  readonly layout: GraphLayout;
  readonly selectedId: string | null;
}

interface DrawnEdge {
  readonly key: string;
  readonly edge: GraphEdge;
  readonly path: EdgePath;
  readonly label: string;
  /** Null where it has no label. */
  readonly labelPlace: Point | null;
}

/**
 * Lines between nodes: calls as wide as their time, what came next dotted, handoffs and what was
 * declared and did not run dashed.
 */
export function GraphEdges({ graph, layout, selectedId }: GraphEdgesProps): ReactNode {
  const drawn = useMemo(() => drawEdges(graph, layout), [graph, layout]);
  const labels = new Map(graph.nodes.map(({ id, label }) => [id, label]));
  const betweenOf = ({ from, to }: GraphEdge): string =>
    `${labels.get(from) ?? from} → ${labels.get(to) ?? to}`;
  const isOn = ({ type, from }: GraphEdge): boolean => type !== 'then' && from === selectedId;
  const notTaken = drawn.filter(({ edge }) => edge.type === 'declared');
  return (
    <>
      <svg
        className={styles.edges}
        width={layout.widthPx}
        height={layout.heightPx}
        aria-hidden="true"
      >
        <defs>
          {(['plain', 'on', 'bad', 'badOn', 'then'] as const).map((tone) => (
            <marker
              key={tone}
              id={`arrow-${tone}`}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              markerUnits="userSpaceOnUse"
              orient="auto"
            >
              <path d="M0 1L8 4 0 7z" className={classNames(styles.head, styles[tone])} />
            </marker>
          ))}
        </defs>
        {drawn.map(({ key, edge, path }) => {
          const tone = toneOf(edge, isOn(edge));
          return (
            <path
              key={key}
              data-edge={edge.type}
              d={path.d}
              className={classNames(styles.edge, styles[edge.type], styles[tone])}
              strokeWidth={edge.type === 'call' ? edgeWidthPx(edge.totalNs, graph.durationNs) : 1.2}
              markerEnd={`url(#arrow-${tone})`}
            />
          );
        })}
        {notTaken.map(({ key, edge, path }) => (
          <path key={key} d={path.d} className={styles.hover}>
            <title>{`${betweenOf(edge)}: declared, not taken`}</title>
          </path>
        ))}
      </svg>
      {drawn.map(({ key, edge, label, labelPlace }) => {
        if (labelPlace === null || (!isOn(edge) && !isAlwaysTold(edge))) return null;
        return (
          <span
            key={key}
            aria-hidden="true"
            data-edge-label=""
            className={classNames(
              styles.edgeLabel,
              isOn(edge) && styles.labelOn,
              edge.errorCount > 0 && styles.labelBad,
            )}
            style={{ left: labelPlace.x, top: labelPlace.y }}
          >
            {label}
            {edge.errorCount > 0 && <ErrorSolidIcon size={12} />}
          </span>
        );
      })}
      {notTaken.length > 0 && (
        <ul className="srOnly" aria-label="Declared, not taken">
          {notTaken.map(({ key, edge }) => (
            <li key={key}>{betweenOf(edge)}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function drawEdges(graph: RunGraph, layout: GraphLayout): readonly DrawnEdge[] {
  const edges = graph.edges.flatMap((edge) => {
    const from = layout.places.get(edge.from);
    const to = layout.places.get(edge.to);
    if (from === undefined || to === undefined) return [];
    const key = `${edge.type} ${edge.from} ${edge.to}`;
    return [{ key, edge, path: edgePath(edge.type, from, to), label: edgeLabel(edge) }];
  });
  // Those that are always there have the first choice.
  const labelled = edges
    .filter(({ label }) => label !== '')
    .sort((a, b) => Number(isAlwaysTold(b.edge)) - Number(isAlwaysTold(a.edge)));
  const places = placeLabels(
    labelled.map(({ path, label, edge }) => {
      return { path, widthPx: labelWidthPx(label, edge.errorCount > 0) };
    }),
    layout.places.values(),
  );
  const placeOf = new Map(labelled.map(({ key }, at) => [key, places[at] ?? null]));
  return edges.map((edge) => ({ ...edge, labelPlace: placeOf.get(edge.key) ?? null }));
}

function toneOf(
  { type, errorCount }: GraphEdge,
  isOn: boolean,
): 'plain' | 'on' | 'bad' | 'badOn' | 'then' {
  if (type === 'then') return 'then';
  if (errorCount > 0) return isOn ? 'badOn' : 'bad';
  return isOn ? 'on' : 'plain';
}
