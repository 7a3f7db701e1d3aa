import type { ReactNode } from 'react';

import {
  entriesOf,
  groupSides,
  type GroupSide,
  type GroupTable,
} from '@domain/diff/groups/group-table';
import { formatCount } from '@domain/format';

import { SideTag } from '../header/side-tag';
import styles from './step-panel.module.css';

const MAX_SHOWN = 8;

export interface NameSharesProps {
  readonly table: GroupTable;
  readonly row: number;
}

/** Where runs asked different models, or call the step by different names: in how many each. */
export function NameShares({ table, row }: NameSharesProps): ReactNode {
  const models = countsOf(table, row, table.entries.modelIds);
  const names = countsOf(table, row, table.entries.nameIds);
  return (
    <>
      {models.length > 0 && <Shares title="Models" shares={models} />}
      {names.length > 1 && <Shares title="Names" shares={names} />}
    </>
  );
}

interface Share {
  readonly name: string;
  readonly good: number;
  readonly bad: number;
}

function countsOf(table: GroupTable, row: number, ids: Int32Array): readonly Share[] {
  const counts = new Map<number, Record<GroupSide, number>>();
  for (const side of groupSides) {
    for (const entry of entriesOf(table, row, side)) {
      const id = ids[entry] ?? -1;
      if (id === -1) continue;
      const known = counts.get(id) ?? { good: 0, bad: 0 };
      known[side]++;
      counts.set(id, known);
    }
  }
  return [...counts]
    .map(([id, { good, bad }]) => ({ name: table.names[id] ?? '', good, bad }))
    .sort((x, y) => y.good + y.bad - x.good - x.bad);
}

function Shares(props: { readonly title: string; readonly shares: readonly Share[] }): ReactNode {
  const { title, shares } = props;
  return (
    <table className={styles.shares}>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col">
            <SideTag side="good" />
          </th>
          <th scope="col">
            <SideTag side="bad" />
          </th>
        </tr>
      </thead>
      <tbody>
        {shares.slice(0, MAX_SHOWN).map(({ name, good, bad }) => (
          <tr key={name}>
            <th scope="row" title={name}>
              {name}
            </th>
            <td>{formatCount(good)}</td>
            <td>{formatCount(bad)}</td>
          </tr>
        ))}
        {shares.length > MAX_SHOWN && (
          <tr>
            <td colSpan={3} className="t3">
              … and {formatCount(shares.length - MAX_SHOWN)} more
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
