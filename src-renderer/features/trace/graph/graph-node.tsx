import type { CSSProperties, ReactNode } from 'react';

import { categoryOfKind } from '@domain/facets/facet-kind';
import type { GraphNode as Node, RunGraph } from '@domain/facets/run-graph';
import { formatCount, formatDurationNs } from '@domain/format';

import { classNames } from '../../../ui/class-names';
import { ErrorSolidIcon } from '../../../ui/icons';
import { KindIcon, kindLabels } from '../../../ui/kind-icon';
import styles from './graph.module.css';
import { NODE_HEIGHT_PX, NODE_WIDTH_PX, type Point } from './layout-graph';
import { figureOf, formatShare, shareOf, wholeOf, type Measure } from './measure';

export interface GraphNodeProps {
  readonly graph: RunGraph;
  readonly node: Node;
  readonly place: Point;
  readonly measure: Measure;
  readonly isSelected: boolean;
  /** Something else is selected that it has nothing to do with. */
  readonly isDim: boolean;
  readonly onSelect: () => void;
}

/** One agent, model or tool: how often, how long, and its share at the foot. */
export function GraphNode(props: GraphNodeProps): ReactNode {
  const { graph, node, place, measure, isSelected, isDim, onSelect } = props;
  const category = categoryOfKind(node.kind);
  const share = shareOf(node, measure, wholeOf(graph, measure));
  const figure = figureOf(node, measure);
  const calls =
    node.callCount > 1 && measure !== 'calls' ? `${formatCount(node.callCount)} calls` : '';
  const style = {
    left: place.x,
    top: place.y,
    width: NODE_WIDTH_PX,
    height: NODE_HEIGHT_PX,
    '--share': `${share * 100}%`,
  } as CSSProperties;
  return (
    <button
      type="button"
      data-node={node.id}
      aria-pressed={isSelected}
      aria-label={describe(node)}
      // The graph is one stop; keys move among its nodes.
      tabIndex={isSelected ? 0 : -1}
      className={classNames(
        styles.node,
        styles[category],
        isSelected && styles.selected,
        isDim && styles.dim,
        node.foldedNodeCount > 0 && styles.folded,
      )}
      style={style}
      onClick={onSelect}
    >
      <span className={styles.nodeHead}>
        <KindIcon kind={category} size={12} tile decorative />
        <span className={classNames('ellipsis', styles.label)}>{node.label}</span>
        {node.errorCount > 0 && (
          <span className={styles.nodeErrors}>
            <ErrorSolidIcon size={13} />
            {node.errorCount > 1 && node.errorCount}
          </span>
        )}
      </span>
      <span className={styles.nodeFoot}>
        <span className="ellipsis">{[calls, figure].filter((text) => text !== '').join(', ')}</span>
        <span className="push">{formatShare(share)}</span>
      </span>
      <span className={styles.share} aria-hidden="true">
        <i />
      </span>
    </button>
  );
}

function describe({ kind, label, callCount, totalNs, errorCount }: Node): string {
  const errors = errorCount === 1 ? ', 1 error' : `, ${formatCount(errorCount)} errors`;
  return [
    `${kindLabels[categoryOfKind(kind)]} ${label}`,
    callCount === 1 ? '1 call' : `${formatCount(callCount)} calls`,
    `${formatDurationNs(totalNs)}${errorCount === 0 ? '' : errors}`,
  ].join(', ');
}
