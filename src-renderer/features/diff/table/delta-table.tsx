import { useMemo, useState, type ReactNode } from 'react';

import {
  deltaGroupings,
  deltaOf,
  deltaTable,
  sortDeltas,
  type DeltaGrouping,
  type DeltaRow,
  type DeltaSortKey,
} from '@domain/diff/delta-table';
import { formatChange } from '@domain/diff/figure-words';
import { categoryOfKind } from '@domain/facets/facet-kind';
import { formatCount, formatDurationNs, formatShortCount } from '@domain/format';
import { formatUsd } from '@domain/format-cost';

import { classNames } from '../../../ui/class-names';
import { ChevronDownIcon, ChevronUpIcon } from '../../../ui/icons';
import { KindIcon } from '../../../ui/kind-icon';
import { Segmented } from '../../../ui/segmented';
import type { DiffModel } from '../model/diff-model';
import { SideTile } from '../header/side-tile';
import styles from './delta-table.module.css';

const groupingLabels: Readonly<Record<DeltaGrouping, string>> = {
  tool: 'Tool',
  model: 'Model',
  agent: 'Agent',
  name: 'Name',
};

type Measure = Exclude<DeltaSortKey, 'name'>;

const measures: readonly { readonly key: Measure; readonly title: string }[] = [
  { key: 'calls', title: 'Calls' },
  { key: 'duration', title: 'Time' },
  { key: 'tokens', title: 'Tokens' },
  { key: 'cost', title: 'Cost' },
  { key: 'errors', title: 'Errors' },
];

interface Sort {
  readonly key: DeltaSortKey;
  readonly descending: boolean;
}

export interface DeltaTableProps {
  readonly model: DiffModel;
  readonly onGoTo: (row: number) => void;
}

/** What each side spent on each tool, model, agent or name, to be sorted by what changed. */
export function DeltaTable({ model, onGoTo }: DeltaTableProps): ReactNode {
  const [grouping, setGrouping] = useState<DeltaGrouping>('tool');
  const [sort, setSort] = useState<Sort>({ key: 'duration', descending: true });
  const groups = useMemo(() => deltaTable(model, grouping), [model, grouping]);
  const rows = useMemo(() => sortDeltas(groups, sort.key, sort.descending), [groups, sort]);
  const onSort = (key: DeltaSortKey): void =>
    setSort({ key, descending: sort.key === key ? !sort.descending : key !== 'name' });
  return (
    <section className={styles.view} aria-label="Figures by group">
      <div className={styles.toolbar}>
        <Segmented
          label="Group by"
          size="small"
          value={grouping}
          onChange={setGrouping}
          options={deltaGroupings.map((value) => ({ value, label: groupingLabels[value] }))}
        />
        <span className="small t3">
          Sorted by how much changed, up or down. A name leads to its first step.
        </span>
      </div>
      <div className={styles.scroller}>
        <table className={styles.table}>
          <thead>
            <tr>
              <Head title={groupingLabels[grouping]} column="name" sort={sort} onSort={onSort} />
              {measures.map(({ key, title }) => (
                <Head key={key} title={title} column={key} sort={sort} onSort={onSort} isMeasure />
              ))}
            </tr>
            <tr className={styles.sides} aria-hidden="true">
              {measures.map(({ key }) => (
                <Sides key={key} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.name} row={row} onGoTo={onGoTo} />
            ))}
          </tbody>
        </table>
        {rows.length === 0 && (
          <p className={styles.nothing}>
            Neither run has a {groupingLabels[grouping].toLowerCase()} that is understood.
          </p>
        )}
      </div>
    </section>
  );
}

function Sides(): ReactNode {
  return (
    <>
      <th className={styles.number}>
        <SideTile side="a" size="small" />
      </th>
      <th className={styles.number}>
        <SideTile side="b" size="small" />
      </th>
      <th className={styles.number}>Change</th>
    </>
  );
}

interface HeadProps {
  readonly title: string;
  readonly column: DeltaSortKey;
  readonly sort: Sort;
  readonly onSort: (key: DeltaSortKey) => void;
  readonly isMeasure?: boolean;
}

function Head({ title, column, sort, onSort, isMeasure = false }: HeadProps): ReactNode {
  const isSorted = sort.key === column;
  const Arrow = sort.descending ? ChevronDownIcon : ChevronUpIcon;
  return (
    <th
      scope={isMeasure ? 'colgroup' : 'col'}
      colSpan={isMeasure ? 3 : 1}
      rowSpan={isMeasure ? 1 : 2}
      aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
      className={classNames(isMeasure && styles.measure)}
    >
      <button type="button" className={styles.sort} onClick={() => onSort(column)}>
        {title}
        {isSorted && <Arrow size={12} />}
      </button>
    </th>
  );
}

interface RowProps {
  readonly row: DeltaRow;
  readonly onGoTo: (row: number) => void;
}

function Row({ row, onGoTo }: RowProps): ReactNode {
  return (
    <tr>
      <th scope="row" className={styles.name}>
        <button type="button" className={styles.link} onClick={() => onGoTo(row.row)}>
          <KindIcon kind={categoryOfKind(row.kind)} />
          <span className="ellipsis">{row.name}</span>
        </button>
      </th>
      {measures.map(({ key }) => (
        <Cells key={key} row={row} measure={key} />
      ))}
    </tr>
  );
}

function Cells({ row, measure }: { readonly row: DeltaRow; readonly measure: Measure }): ReactNode {
  const [a, b] = [valueOf(row, 'a', measure), valueOf(row, 'b', measure)];
  const by = deltaOf(row, measure);
  const isKnown = a !== null && b !== null;
  const change = isKnown ? formatChange(a, b, measure !== 'calls' && measure !== 'errors') : '';
  const tone =
    !isKnown || change === 'same'
      ? 't3'
      : measure === 'calls'
        ? 't2'
        : by < 0
          ? 'okText'
          : 'errorText';
  return (
    <>
      <td className={styles.number}>{format(measure, a)}</td>
      <td className={styles.number}>{format(measure, b)}</td>
      <td className={classNames(styles.number, styles.change, tone)}>{change}</td>
    </>
  );
}

function valueOf(row: DeltaRow, side: 'a' | 'b', measure: Measure): number | null {
  const sums = row[side];
  if (sums.calls === 0 && measure !== 'calls') return null;
  switch (measure) {
    case 'calls':
      return sums.calls;
    case 'duration':
      return sums.durationNs;
    case 'tokens':
      return sums.tokens;
    case 'cost':
      return sums.costUsd;
    case 'errors':
      return sums.errors;
  }
}

function format(measure: Measure, value: number | null): string {
  if (value === null) return '—';
  if (measure === 'duration') return formatDurationNs(value);
  if (measure === 'cost') return formatUsd(value);
  return measure === 'tokens' ? formatShortCount(value) : formatCount(value);
}
