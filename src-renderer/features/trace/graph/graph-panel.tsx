import type { ReactNode } from 'react';

import { categoryOfKind } from '@domain/facets/facet-kind';
import type { GraphEdge, GraphNode, RunGraph } from '@domain/facets/run-graph';
import { formatCount, formatDurationNs, formatShortCount } from '@domain/format';
import { isolateText } from '@domain/isolate-text';
import { describeCost, formatCost } from '@domain/format-cost';
import type { SpanId } from '@domain/units';

import { Button } from '../../../ui/button';
import { classNames } from '../../../ui/class-names';
import { IconButton } from '../../../ui/icon-button';
import { CloseIcon, ErrorSolidIcon, TracesIcon } from '../../../ui/icons';
import { CommandKey } from '../../../ui/kbd';
import kindColours from '../../../ui/kind-colour.module.css';
import { KindIcon, kindLabels } from '../../../ui/kind-icon';
import { spanIdOf } from '../../../lib/span-row-index';
import { STATUS_ERROR, type TraceModel } from '../model/trace-model';
import styles from './graph.module.css';
import { formatShare } from './measure';
import { shortLabel } from './short-label';

/** Calls listed in their order; the rest is counted. */
const LISTED_CALLS = 60;

export interface GraphPanelProps {
  readonly graph: RunGraph;
  readonly node: GraphNode;
  readonly model: TraceModel;
  /** Row of a span in the model, by store key; -1 where it is not there. */
  readonly rowOf: (key: number) => number;
  readonly onNode: (nodeId: string) => void;
  readonly onSpan: (spanId: SpanId) => void;
  readonly onShow: () => void;
  readonly onClose: () => void;
}

/** What the chosen node did: its figures, whom it called, its spans in order. */
export function GraphPanel(props: GraphPanelProps): ReactNode {
  const { graph, node, model, rowOf, onNode, onSpan, onShow, onClose } = props;
  const category = categoryOfKind(node.kind);
  const byId = new Map(graph.nodes.map((one) => [one.id, one]));
  const callers = graph.edges.filter(({ type, to }) => type === 'call' && to === node.id);
  const calls = graph.edges
    .filter(({ type, from }) => type === 'call' && from === node.id)
    .sort((a, b) => b.totalNs - a.totalNs);
  const notTaken = graph.edges.filter(({ type, from }) => type === 'declared' && from === node.id);
  const fold = graph.folds.find(({ nodeId }) => nodeId === node.id);
  const tokens =
    node.inputTokens === null && node.outputTokens === null
      ? '—'
      : `${formatShortCount(node.inputTokens ?? 0)} in, ${formatShortCount(node.outputTokens ?? 0)} out`;
  return (
    <aside className={styles.panel} aria-label={`${kindLabels[category]} ${node.label}`}>
      <header className={styles.panelHead}>
        <KindIcon kind={category} tile decorative />
        <div className="grow">
          <h2 className="ellipsis selectable" title={node.label}>
            {node.label}
          </h2>
          <p className="small t3 ellipsis">{subtitle(node, callers, byId)}</p>
        </div>
        <IconButton size="small" icon={CloseIcon} label="Close" onClick={onClose} />
      </header>
      <div className={styles.panelBody}>
        <dl className={styles.facts}>
          <Fact name="Duration" value={formatDurationNs(node.totalNs)} />
          <Fact name="Share of trace" value={formatShare(node.share)} />
          <Fact name="Own time" value={formatDurationNs(node.selfNs)} />
          <Fact name="Tokens" value={tokens} />
          <Fact name="Cost" value={formatCost(node.cost) || '—'} title={describeCost(node.cost)} />
          <Fact
            name="Errors"
            value={formatCount(node.errorCount)}
            className={node.errorCount > 0 ? 'errorText' : undefined}
          />
        </dl>
        {fold !== undefined && <p className={styles.note}>{fold.reason}</p>}
        {calls.length > 0 && (
          <section className={styles.part} aria-label="Calls">
            <h3>Calls</h3>
            {calls.map((edge) => (
              <CallRow
                key={edge.to}
                edge={edge}
                callee={byId.get(edge.to)}
                longestNs={calls[0]?.totalNs ?? 0}
                onPress={() => onNode(edge.to)}
              />
            ))}
          </section>
        )}
        {notTaken.length > 0 && (
          <section className={styles.part} aria-label="Declared, not taken">
            <h3>Declared, not taken</h3>
            {notTaken.map(({ to }) => (
              <NodeRow key={to} node={byId.get(to)} onPress={() => onNode(to)} />
            ))}
          </section>
        )}
        {node.callCount === 0 && (
          <p className={styles.note}>
            The sender declared this node. No span of this trace is a run of it.
          </p>
        )}
        <section className={styles.part} aria-label="Spans in order" hidden={node.callCount === 0}>
          <h3>{node.callCount === 1 ? 'Span' : 'Spans in order'}</h3>
          <ol>
            {node.spanKeys.slice(0, LISTED_CALLS).map((key, at) => (
              <SpanLine key={key} number={at + 1} model={model} row={rowOf(key)} onSpan={onSpan} />
            ))}
          </ol>
          {node.callCount > LISTED_CALLS && (
            <p className="small t3">and {formatCount(node.callCount - LISTED_CALLS)} more</p>
          )}
        </section>
      </div>
      <footer className={styles.panelFoot}>
        <Button size="small" icon={TracesIcon} disabled={node.callCount === 0} onClick={onShow}>
          Show in waterfall <CommandKey id="row.open" />
        </Button>
      </footer>
    </aside>
  );
}

function subtitle(
  node: GraphNode,
  callers: readonly GraphEdge[],
  byId: ReadonlyMap<string, GraphNode>,
): string {
  const kind = kindLabels[categoryOfKind(node.kind)];
  if (node.callCount === 0) return `${kind}, declared, not run`;
  const count = node.callCount === 1 ? '1 call' : `${formatCount(node.callCount)} calls`;
  const names = callers.flatMap(({ from }) => byId.get(from)?.label ?? []);
  const from =
    names.length === 0
      ? ''
      : ` from ${names.slice(0, 2).map(isolateText).join(', ')}${names.length > 2 ? ' and others' : ''}`;
  return `${kind}, ${count}${from}`;
}

interface FactProps {
  readonly name: string;
  readonly value: string;
  readonly className?: string | undefined;
  readonly title?: string | undefined;
}

function Fact({ name, value, className, title }: FactProps): ReactNode {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd className={className}>{value}</dd>
    </div>
  );
}

interface CallRowProps {
  readonly edge: GraphEdge;
  readonly callee: GraphNode | undefined;
  readonly longestNs: number;
  readonly onPress: () => void;
}

function CallRow({ edge, callee, longestNs, onPress }: CallRowProps): ReactNode {
  if (callee === undefined) return null;
  const category = categoryOfKind(callee.kind);
  return (
    <button type="button" className={styles.callRow} onClick={onPress}>
      <KindIcon kind={category} />
      <span className="ellipsis grow">{shortLabel(callee)}</span>
      {edge.errorCount > 0 && <ErrorSolidIcon size={13} className={styles.bad ?? ''} />}
      <span className="num t3">{formatCount(edge.count)}×</span>
      <span className={classNames('num', styles.callTime)}>{formatDurationNs(edge.totalNs)}</span>
      <span className={classNames(styles.callBar, kindColours[category])} aria-hidden="true">
        <i style={{ width: `${longestNs > 0 ? (edge.totalNs / longestNs) * 100 : 0}%` }} />
      </span>
    </button>
  );
}

function NodeRow({
  node,
  onPress,
}: {
  readonly node: GraphNode | undefined;
  readonly onPress: () => void;
}): ReactNode {
  if (node === undefined) return null;
  return (
    <button type="button" className={styles.callRow} onClick={onPress}>
      <KindIcon kind={categoryOfKind(node.kind)} />
      <span className="ellipsis grow">{shortLabel(node)}</span>
    </button>
  );
}

interface SpanLineProps {
  readonly number: number;
  readonly model: TraceModel;
  readonly row: number;
  readonly onSpan: (spanId: SpanId) => void;
}

function SpanLine({ number, model, row, onSpan }: SpanLineProps): ReactNode {
  const { table } = model;
  const spanId = row < 0 ? null : spanIdOf(table, row);
  if (spanId === null) return null;
  const isBad = table.statuses[row] === STATUS_ERROR;
  return (
    <li>
      <button type="button" className={styles.spanLine} onClick={() => onSpan(spanId)}>
        <span className={classNames('num t3', styles.lineNumber)}>{number}</span>
        <span className={classNames('ellipsis grow', isBad && 'errorText')}>
          {table.names[table.nameIds[row] ?? 0]}
        </span>
        {isBad && <ErrorSolidIcon size={13} className={styles.bad ?? ''} />}
        <span className="num t3">{formatDurationNs(table.durationsNs[row] ?? 0)}</span>
      </button>
    </li>
  );
}
