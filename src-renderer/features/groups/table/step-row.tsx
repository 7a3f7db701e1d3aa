import type { CSSProperties, ReactNode } from 'react';

import { findingWords, formatMeasure } from '@domain/diff/groups/finding-words';
import type { Finding } from '@domain/diff/groups/findings';
import {
  entriesOf,
  groupSides,
  kindOfRow,
  namesOfRow,
  sizeOfSide,
  valuesOf,
  type GroupSide,
} from '@domain/diff/groups/group-table';
import { spreadOf } from '@domain/diff/groups/statistics';
import { categoryOfKind } from '@domain/facets/facet-kind';
import { formatCount } from '@domain/format';

import { classNames } from '../../../ui/class-names';
import { KindIcon } from '../../../ui/kind-icon';
import { Certain } from '../certain';
import { pathOf, shortNameOf, titleOfRow, type GroupsModel } from '../model/groups-model';
import { RangeBar } from '../range-bar';
import { sideTitles } from '../side-words';
import styles from './step-table.module.css';

/** DOM id of a row, for `aria-activedescendant`. */
export function stepRowId(index: number): string {
  return `step-row-${index}`;
}

export interface StepRowProps {
  readonly model: GroupsModel;
  readonly row: number;
  /** Place in the table. */
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly isCursor: boolean;
  readonly isTree: boolean;
  readonly onPress: (row: number) => void;
}

export function StepRow(props: StepRowProps): ReactNode {
  const { model, row, index, top, height, isCursor, isTree, onPress } = props;
  const place: CSSProperties = { transform: `translateY(${top}px)`, height };
  const tells = (model.findings.scores[row] ?? 0) > 0;
  return (
    // Keys are commands of the page: the grid has the focus, its rows never do.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      id={stepRowId(index)}
      aria-rowindex={index + 2}
      aria-selected={isCursor}
      className={classNames(
        styles.row,
        styles.columns,
        isCursor && styles.cursor,
        !tells && styles.quiet,
      )}
      style={place}
      onClick={() => onPress(row)}
    >
      <NameCell model={model} row={row} isTree={isTree} />
      <PresenceCell model={model} row={row} />
      <TellsCell model={model} row={row} />
      <TimeCell model={model} row={row} />
      <FigureCell model={model} row={row} measure="tokens" />
      <FigureCell model={model} row={row} measure="cost" />
    </div>
  );
}

interface CellProps {
  readonly model: GroupsModel;
  readonly row: number;
}

function NameCell({ model, row, isTree }: CellProps & { readonly isTree: boolean }): ReactNode {
  const { table } = model;
  const { operation, target, rest } = titleOfRow(table, row);
  const path = pathOf(table, row);
  const depth = table.columns.depths[row] ?? 0;
  return (
    <span
      role="gridcell"
      className={styles.name}
      style={isTree ? { paddingLeft: 14 + depth * 16 } : undefined}
    >
      <KindIcon kind={categoryOfKind(kindOfRow(table, row))} />
      <span className="grow">
        <span className={styles.title} title={namesOfRow(table, row).name}>
          <span className={styles.operation}>{operation}</span>
          {target}
          <span className={styles.operation}>{rest}</span>
        </span>
        {path !== '' && (
          <span className={isTree ? 'srOnly' : styles.path} title={path}>
            in {path}
          </span>
        )}
      </span>
    </span>
  );
}

function PresenceCell({ model, row }: CellProps): ReactNode {
  const { table } = model;
  return (
    <span role="gridcell" className={styles.lines}>
      {groupSides.map((side) => {
        const [count, all] = [entriesOf(table, row, side).length, sizeOfSide(table, side)];
        const share = all === 0 ? 0 : (count / all) * 100;
        return (
          <span key={side} className={styles.presence}>
            <span className="srOnly">{sideTitles[side]} </span>
            <span className={classNames(styles.track, styles[side])} aria-hidden="true">
              <i style={{ width: `${share}%` }} />
            </span>
            <span className={styles.share}>
              {formatCount(count)}/{formatCount(all)}
            </span>
          </span>
        );
      })}
    </span>
  );
}

function TellsCell({ model, row }: CellProps): ReactNode {
  const [first, second] = model.findings.ofRows[row] ?? [];
  return (
    <span role="gridcell" className={styles.tells}>
      {first === undefined ? (
        <span className={styles.same}>as in the other runs</span>
      ) : (
        <>
          <Told model={model} finding={first} />
          {second !== undefined && <Told model={model} finding={second} isMore />}
        </>
      )}
    </span>
  );
}

interface ToldProps {
  readonly model: GroupsModel;
  readonly finding: Finding;
  readonly isMore?: boolean;
}

function Told({ model, finding, isMore = false }: ToldProps): ReactNode {
  const { table } = model;
  const words = findingWords(finding, table.goodCount, table.badCount);
  const follows = finding.follows === -1 ? '' : shortNameOf(table, finding.follows);
  return (
    <span
      className={classNames(styles.told, (isMore || follows !== '') && styles.more)}
      title={words}
    >
      <span className="ellipsis">
        {words}
        {follows !== '' && `, from ${follows}`}
      </span>
      {follows === '' && !isMore && <Certain certainty={finding.certainty} />}
    </span>
  );
}

function TimeCell({ model, row }: CellProps): ReactNode {
  const { table } = model;
  const spreads = {
    good: spreadOf(valuesOf(table, row, 'good', 'duration')),
    bad: spreadOf(valuesOf(table, row, 'bad', 'duration')),
  };
  const most = Math.max(spreads.good?.most ?? 0, spreads.bad?.most ?? 0);
  const format = (value: number): string => formatMeasure('duration', value);
  return (
    <span role="gridcell" className={styles.lines}>
      {groupSides.map((side) => {
        const spread = spreads[side];
        return (
          <span key={side} className={styles.time}>
            <span className={styles.figure}>{spread === null ? '—' : format(spread.median)}</span>
            <RangeBar side={side} spread={spread} most={most} format={format} />
          </span>
        );
      })}
    </span>
  );
}

interface FigureCellProps extends CellProps {
  readonly measure: 'tokens' | 'cost';
}

function FigureCell({ model, row, measure }: FigureCellProps): ReactNode {
  const textOf = (side: GroupSide): string => {
    const spread = spreadOf(valuesOf(model.table, row, side, measure));
    return spread === null ? '—' : formatMeasure(measure, spread.median);
  };
  const [good, bad] = [textOf('good'), textOf('bad')];
  const isNone = good === '—' && bad === '—';
  return (
    <span role="gridcell" className={classNames(styles.lines, styles.number)}>
      <span>{isNone ? '' : good}</span>
      <span>{isNone ? '' : bad}</span>
    </span>
  );
}
