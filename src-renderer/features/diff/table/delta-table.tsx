import { useMemo, useState, type ReactNode } from 'react';

import {
  deltaGroupings,
  deltaTable,
  deltaTimes,
  sortDeltas,
  type DeltaGrouping,
  type DeltaRow,
  type DeltaSortKey,
  type DeltaTime,
} from '@domain/diff/delta-table';
import { formatQuantity } from '@domain/diff/figure-words';
import type { Quantity, Tolerances } from '@domain/diff/tolerances';
import { categoryOfKind } from '@domain/facets/facet-kind';

import { classNames } from '../../../ui/class-names';
import { ChevronDownIcon, ChevronUpIcon } from '../../../ui/icons';
import { KindIcon } from '../../../ui/kind-icon';
import { Segmented } from '../../../ui/segmented';
import type { DiffModel } from '../model/diff-model';
import { SideTile } from '../header/side-tile';
import { changeOf } from '../tone-of';
import { useTolerances } from '../../../stores/tolerances';
import styles from './delta-table.module.css';

const groupingLabels: Readonly<Record<DeltaGrouping, string>> = {
  tool: 'Tool',
  model: 'Model',
  agent: 'Agent',
  name: 'Name',
};

const timeLabels: Readonly<Record<DeltaTime, string>> = {
  wall: 'Wall',
  self: 'Self',
  path: 'Critical path',
};

const timeHints: Readonly<Record<DeltaTime, string>> = {
  wall: 'From start to end. Steps within steps of the same group count once.',
  self: 'What no step within covers.',
  path: 'While the run waited for it, or for what is within.',
};

type Measure = Exclude<DeltaSortKey, 'name'>;

interface MeasureFacts {
  readonly key: Measure;
  readonly title: string;
  readonly quantity: Quantity;
}

const measures: readonly MeasureFacts[] = [
  { key: 'calls', title: 'Calls', quantity: 'count' },
  { key: 'duration', title: 'Time', quantity: 'time' },
  { key: 'tokens', title: 'Tokens', quantity: 'tokens' },
  { key: 'cost', title: 'Cost', quantity: 'cost' },
  { key: 'errors', title: 'Errors', quantity: 'count' },
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
  const [time, setTime] = useState<DeltaTime>('wall');
  const tolerances = useTolerances();
  const groups = useMemo(() => deltaTable(model, grouping, time), [model, grouping, time]);
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
        <span className={classNames('small t3 ellipsis', styles.hint)}>
          Sorted by how much changed. A name leads to its first step.
        </span>
        <span className="small t3">Time</span>
        <Segmented
          label="Time"
          size="small"
          value={time}
          onChange={setTime}
          options={deltaTimes.map((value) => ({
            value,
            label: timeLabels[value],
            title: timeHints[value],
          }))}
        />
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
            <tr className={styles.sides}>
              {measures.map(({ key }) => (
                <Sides key={key} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.name} row={row} tolerances={tolerances} onGoTo={onGoTo} />
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
      <th scope="col" className={styles.number}>
        <SideTile side="a" size="small" />
      </th>
      <th scope="col" className={styles.number}>
        <SideTile side="b" size="small" />
      </th>
      <th scope="col" className={styles.number}>
        Change
      </th>
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
  readonly tolerances: Tolerances;
  readonly onGoTo: (row: number) => void;
}

function Row({ row, tolerances, onGoTo }: RowProps): ReactNode {
  return (
    <tr>
      <th scope="row" className={styles.name}>
        <button type="button" className={styles.link} onClick={() => onGoTo(row.row)}>
          <KindIcon kind={categoryOfKind(row.kind)} />
          <span className="ellipsis">{row.name}</span>
        </button>
      </th>
      {measures.map((measure) => (
        <Cells key={measure.key} row={row} measure={measure} tolerances={tolerances} />
      ))}
    </tr>
  );
}

interface CellsProps {
  readonly row: DeltaRow;
  readonly measure: MeasureFacts;
  readonly tolerances: Tolerances;
}

function Cells({ row, measure: { key, quantity }, tolerances }: CellsProps): ReactNode {
  const [a, b] = [valueOf(row, 'a', key), valueOf(row, 'b', key)];
  const { text, tone } = changeOf(quantity, a, b, tolerances);
  return (
    <>
      <td className={styles.number}>{formatQuantity(quantity, a)}</td>
      <td className={styles.number}>{formatQuantity(quantity, b)}</td>
      <td
        className={classNames(
          styles.number,
          styles.change,
          // More or fewer calls are neither good nor bad.
          key === 'calls' && tone !== 't3' ? 't2' : tone,
        )}
      >
        {text === '' ? onlyWords(row, key) : text}
      </td>
    </>
  );
}

/** Where a side has none of a group, there is no change to tell but that. */
function onlyWords({ a, b }: DeltaRow, measure: Measure): string {
  if (measure === 'calls' || (a.calls > 0 && b.calls > 0)) return '';
  return a.calls > 0 ? 'only in A' : 'only in B';
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
