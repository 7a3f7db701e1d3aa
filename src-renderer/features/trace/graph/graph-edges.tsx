import type { ReactNode } from 'react';

import type { GraphEdge, RunGraph } from '@domain/facets/run-graph';
import { formatCount } from '@domain/format';

import { classNames } from '../../../ui/class-names';
import { ErrorSolidIcon } from '../../../ui/icons';
import { edgePath, edgeWidthPx, type EdgePath } from './edge-path';
import styles from './graph.module.css';
import type { GraphLayout } from './layout-graph';

export interface GraphEdgesProps {
  readonly graph: RunGraph;
  readonly layout: GraphLayout;
  readonly selectedId: string | null;
}

interface DrawnEdge {
  readonly key: string;
  readonly edge: GraphEdge;
  readonly path: EdgePath;
  readonly isOn: boolean;
}

/** Lines between nodes: calls as wide as their time, what came next dotted, handoffs dashed. */
export function GraphEdges({ graph, layout, selectedId }: GraphEdgesProps): ReactNode {
  const drawn = graph.edges.flatMap((edge): DrawnEdge[] => {
    const from = layout.places.get(edge.from);
    const to = layout.places.get(edge.to);
    if (from === undefined || to === undefined) return [];
    const isOn = edge.type !== 'then' && edge.from === selectedId;
    const key = `${edge.type} ${edge.from} ${edge.to}`;
    return [{ key, edge, path: edgePath(edge.type, from, to), isOn }];
  });
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
        {drawn.map(({ key, edge, path, isOn }) => {
          const tone = toneOf(edge, isOn);
          return (
            <path
              key={key}
              d={path.d}
              className={classNames(styles.edge, styles[edge.type], styles[tone])}
              strokeWidth={edge.type === 'call' ? edgeWidthPx(edge.totalNs, graph.durationNs) : 1.2}
              markerEnd={`url(#arrow-${tone})`}
            />
          );
        })}
      </svg>
      {drawn.map(({ key, edge, path, isOn }) => (
        <EdgeLabel key={key} edge={edge} path={path} isOn={isOn} />
      ))}
    </>
  );
}

function EdgeLabel({ edge, path, isOn }: Omit<DrawnEdge, 'key'>): ReactNode {
  const isWord = edge.type === 'handoff' || edge.type === 'fanIn';
  // A call that was made once says so by its line alone.
  if (edge.type === 'then' || (!isWord && !isOn && edge.count < 2 && edge.errorCount === 0)) {
    return null;
  }
  return (
    <span
      aria-hidden="true"
      className={classNames(
        styles.edgeLabel,
        isOn && styles.labelOn,
        edge.errorCount > 0 && styles.labelBad,
      )}
      style={{ left: path.middle.x, top: path.middle.y }}
    >
      {edge.type === 'handoff' ? 'handoff' : edge.type === 'fanIn' ? 'fan-in' : ''}
      {(!isWord || edge.count > 1) && `${isWord ? ' ' : ''}${formatCount(edge.count)}×`}
      {edge.errorCount > 0 && <ErrorSolidIcon size={12} />}
    </span>
  );
}

function toneOf(
  { type, errorCount }: GraphEdge,
  isOn: boolean,
): 'plain' | 'on' | 'bad' | 'badOn' | 'then' {
  if (type === 'then') return 'then';
  if (errorCount > 0) return isOn ? 'badOn' : 'bad';
  return isOn ? 'on' : 'plain';
}
