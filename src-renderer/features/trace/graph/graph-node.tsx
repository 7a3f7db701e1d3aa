import type { CSSProperties, ReactNode } from 'react';

import { categoryOfKind } from '@domain/facets/facet-kind';
import type { GraphNode as Node } from '@domain/facets/run-graph';
import { formatCount } from '@domain/format';

import { classNames } from '../../../ui/class-names';
import { ErrorSolidIcon } from '../../../ui/icons';
import kindColours from '../../../ui/kind-colour.module.css';
import { KindIcon } from '../../../ui/kind-icon';
import styles from './graph.module.css';
import { NODE_HEIGHT_PX, NODE_WIDTH_PX, type Point } from './layout-graph';
import { figureOf, formatShare, shareOf, valueOf, type Measure } from './measure';
import { shortLabel } from './short-label';

export interface GraphNodeProps {
  /** DOM id, for `aria-activedescendant`. */
  readonly id: string;
  readonly node: Node;
  readonly place: Point;
  readonly measure: Measure;
  /** What a share of 1 is. */
  readonly whole: number;
  readonly isSelected: boolean;
  /** Something else is selected that it has nothing to do with. */
  readonly isDim: boolean;
  readonly onSelect: () => void;
}

/** One agent, model or tool: how often, how long, and its share at the foot. */
export function GraphNode(props: GraphNodeProps): ReactNode {
  const { id, node, place, measure, whole, isSelected, isDim, onSelect } = props;
  const category = categoryOfKind(node.kind);
  const share = shareOf(node, measure, whole);
  const figure = figureOf(node, measure);
  const hasRun = node.callCount > 0;
  const isKnown = hasRun && Number.isFinite(valueOf(node, measure));
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
      id={id}
      data-node={node.id}
      aria-pressed={isSelected}
      title={node.label}
      // The graph is one stop and keeps the focus; keys move among its nodes.
      tabIndex={-1}
      className={classNames(
        styles.node,
        kindColours[category],
        isSelected && styles.selected,
        isDim && styles.dim,
        node.foldedNodeCount > 0 && styles.folded,
        !hasRun && styles.notRun,
      )}
      style={style}
      onClick={onSelect}
    >
      <span className={styles.nodeHead}>
        <KindIcon kind={category} size={12} tile />
        <span className={classNames('ellipsis', styles.label)}>{shortLabel(node)}</span>
        {node.errorCount > 0 && (
          <span className={styles.nodeErrors}>
            <ErrorSolidIcon size={13} />
            {node.errorCount > 1 && <span aria-hidden="true">{formatCount(node.errorCount)}</span>}
            <span className="srOnly">
              {node.errorCount === 1 ? '1 error' : `${formatCount(node.errorCount)} errors`}
            </span>
          </span>
        )}
      </span>
      <span className={styles.nodeFoot}>
        <span className="ellipsis">
          {hasRun ? [calls, figure].filter((text) => text !== '').join(', ') : 'declared, not run'}
        </span>
        <span className="push">{isKnown ? formatShare(share) : ''}</span>
      </span>
      <span className={styles.share} aria-hidden="true">
        <i />
      </span>
    </button>
  );
}
