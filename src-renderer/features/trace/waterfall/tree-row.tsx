import { memo, type CSSProperties, type ReactNode } from 'react';

import { formatCount } from '@domain/format';
import { categoryOf } from '@domain/span-category';
import { SpanFlag, type SpanTable } from '@domain/span-table';
import type { SpanIndex, TraceId } from '@domain/units';

import { classNames } from '../../../ui/class-names';
import { ErrorSolidIcon, ExceptionIcon, WarningIcon } from '../../../ui/icons';
import { KindIcon } from '../../../ui/kind-icon';
import { Guides, Twist } from '../../../ui/tree/guides';
import { labelOf, type FacetTable } from '../model/facet-table';
import { titleOf } from '../../../lib/span-name';
import { STATUS_ERROR } from '../model/trace-model';
import { OtherTraceLink } from '../other-trace-link';
import { describeSpan, displayName, serviceOf } from './describe-span';
import { Highlight } from '../../../ui/highlight';
import { FeedbackBadge, feedbackWords } from '../feedback/feedback-badge';
import { figureWords, TreeRowFigures } from './tree-row-figures';
import styles from './tree-row.module.css';

/** Colours for services repeat after this many. */
const SERVICE_COLOURS = 6;

export interface TreeRowProps {
  readonly table: SpanTable;
  readonly facets: FacetTable | null;
  /** Tokens and cost stand beside the names. */
  readonly hasFigures: boolean;
  /** Several services: each span shows its own. */
  readonly hasServices: boolean;
  readonly span: SpanIndex;
  readonly row: number;
  readonly top: number;
  readonly height: number;
  /** From 1, over the visible ancestors. */
  readonly level: number;
  readonly position: number;
  readonly setSize: number;
  /** A letter for each level of indentation: `l`ine, l`a`st, `n`one. */
  readonly guides: string;
  /** Levels that there was no room to draw. */
  readonly hiddenLevels: number;
  readonly isFolded: boolean;
  readonly errorsBelow: number;
  /** Folded spans with exceptions and without an error status. */
  readonly exceptionsBelow: number;
  readonly isSelected: boolean;
  /** How much feedback there is on it. */
  readonly feedbackCount: number;
  /** Where it is the first span of another trace: that trace. */
  readonly otherTrace: TraceId | null;
  readonly find: string;
  readonly onSelect: (span: SpanIndex) => void;
  readonly onToggle: (span: SpanIndex, fold: boolean) => void;
  readonly onZoomTo: (span: SpanIndex) => void;
}

/** DOM id of a row, for `aria-activedescendant`. */
export function treeRowId(row: number): string {
  return `span-row-${row}`;
}

/** A span in the tree. Its bar is drawn by the canvas that lies over the rows. */
export const TreeRow = memo(function TreeRow(props: TreeRowProps): ReactNode {
  const { table, facets, span, row, isFolded, isSelected, onSelect, onZoomTo } = props;
  const below = table.descendants[span] ?? 0;
  const flags = table.flags[span] ?? 0;
  const isError = table.statuses[span] === STATUS_ERROR;
  const place: CSSProperties = { transform: `translateY(${props.top}px)`, height: props.height };
  return (
    // Keys are commands of the page: the tree has the focus, its rows never do.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      role="treeitem"
      id={treeRowId(row)}
      aria-level={props.level}
      aria-posinset={props.position}
      aria-setsize={props.setSize}
      aria-expanded={below > 0 ? !isFolded : undefined}
      aria-selected={isSelected}
      className={classNames(
        styles.row,
        isSelected && styles.selected,
        isError && styles.error,
        (flags & SpanFlag.placeholder) !== 0 && styles.missing,
        (flags & SpanFlag.otherTrace) !== 0 && styles.other,
      )}
      style={place}
      onClick={() => onSelect(span)}
      onDoubleClick={() => onZoomTo(span)}
    >
      <span className={styles.name}>
        <Guides guides={props.guides} hiddenLevels={props.hiddenLevels} />
        <Twist
          isFolded={below > 0 ? isFolded : null}
          onToggle={() => props.onToggle(span, !isFolded)}
        />
        <NameCell {...props} below={below} flags={flags} isError={isError} />
        <FeedbackBadge count={props.feedbackCount} isSelected={isSelected} />
        <span className="srOnly">
          ,{' '}
          {[
            describeSpan(table, span, props),
            ...figureWords(facets, span),
            ...feedbackWords(props.feedbackCount),
          ].join(', ')}
        </span>
      </span>
      {props.hasFigures && <TreeRowFigures facets={facets} span={span} />}
      {props.hasServices && !(flags & SpanFlag.placeholder) && (
        <i className={classNames(styles.stripe, serviceColour(table, span))} aria-hidden="true" />
      )}
    </div>
  );
});

interface NameCellProps extends TreeRowProps {
  readonly below: number;
  readonly flags: number;
  readonly isError: boolean;
}

function NameCell({
  table,
  facets,
  span,
  below,
  flags,
  isError,
  isFolded,
  errorsBelow,
  exceptionsBelow,
  find,
  hasServices,
  otherTrace,
}: NameCellProps): ReactNode {
  const name = displayName(table, span);
  const { operation, target, rest } = titleOf(name, labelOf(facets, span));
  const hasException = !isError && (table.exceptionCounts[span] ?? 0) > 0;
  const isMissing = (flags & SpanFlag.placeholder) !== 0;
  return (
    <>
      {isMissing ? (
        <WarningIcon size={14} className={styles.missingIcon ?? ''} />
      ) : (
        <KindIcon kind={categoryOf(table.categories[span] ?? 0)} decorative />
      )}
      <span className={styles.text} title={name}>
        <span className={styles.operation}>
          <Highlight text={operation} find={find} />
        </span>
        <Highlight text={target} find={find} />
        {rest !== '' && (
          <span className={styles.operation}>
            <Highlight text={rest} find={find} />
          </span>
        )}
      </span>
      {otherTrace !== null && <OtherTraceLink traceId={otherTrace} />}
      {isFolded && below > 0 && (
        <span className={styles.count}>
          {formatCount(below)} {below === 1 ? 'span' : 'spans'}
        </span>
      )}
      {(isError || (isFolded && errorsBelow > 0)) && (
        <span className={styles.errors}>
          <ErrorSolidIcon size={13} />
          {isFolded && errorsBelow > 0 && (
            <span aria-hidden="true">{formatCount(errorsBelow)}</span>
          )}
        </span>
      )}
      {(hasException || (isFolded && exceptionsBelow > 0)) && (
        <span className={styles.errors}>
          <ExceptionIcon size={13} />
          {isFolded && exceptionsBelow > 0 && (
            <span aria-hidden="true">{formatCount(exceptionsBelow)}</span>
          )}
        </span>
      )}
      {hasServices && !isMissing && <ServiceLabel table={table} span={span} find={find} />}
    </>
  );
}

/** Says the service where it differs from the parent's, so that colour never does it alone. */
function ServiceLabel({ table, span, find }: Pick<TreeRowProps, 'table' | 'span' | 'find'>) {
  const parent = table.parents[span] ?? -1;
  const isSame =
    parent >= 0 &&
    table.serviceIds[parent] === table.serviceIds[span] &&
    !((table.flags[parent] ?? 0) & SpanFlag.placeholder);
  if (isSame) return null;
  const service = serviceOf(table, span);
  return (
    <span className={styles.service}>
      <i className={classNames(styles.dot, serviceColour(table, span))} />
      <span className="ellipsis">
        {service === '' ? '(no service)' : <Highlight text={service} find={find} />}
      </span>
    </span>
  );
}

function serviceColour(table: SpanTable, span: SpanIndex): string | undefined {
  return styles[`service${(table.serviceIds[span] ?? 0) % SERVICE_COLOURS}`];
}
