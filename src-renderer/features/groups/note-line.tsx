import type { ReactNode } from 'react';

import { sampleWords } from '@domain/diff/groups/finding-words';
import { formatCounted } from '@domain/format';

import { FlagIcon, InfoIcon } from '../../ui/icons';
import { titleOfTrace } from '../../ui/trace-title';
import type { GroupsModel } from './model/groups-model';
import styles from './groups-page.module.css';

/** How many steps tell something, and what a reader has to know of that. */
export function NoteLine({ model }: { readonly model: GroupsModel }): ReactNode {
  const { table, tellingCount, header } = model;
  const notes = [
    sampleWords(table.goodCount, table.badCount),
    rootWords(model),
    bothWords(model),
    header.isComplete ? '' : 'Spans that just arrived are still being read.',
  ].filter((note) => note !== '');
  const tells =
    tellingCount === 0
      ? `None of ${formatCounted(table.count, 'step')} tells the two apart`
      : `${formatCounted(tellingCount, 'step')} of ${table.count} ${tellingCount === 1 ? 'tells' : 'tell'} the two apart`;
  return (
    <div className={styles.note}>
      {tellingCount === 0 ? <InfoIcon size={14} /> : <FlagIcon size={14} />}
      <b>{tells}</b>
      <p role="status" title={notes.join(' ')}>
        {notes.join(' ')}
      </p>
    </div>
  );
}

function rootWords({ runs }: GroupsModel): string {
  const roots = new Set(runs.map(titleOfTrace));
  return roots.size < 2 ? '' : `The runs have ${roots.size} different roots.`;
}

function bothWords({ header }: GroupsModel): string {
  const good = new Set(header.good.map(({ key }) => key));
  const both = header.bad.filter(({ key }) => good.has(key)).length;
  return both === 0
    ? ''
    : `${formatCounted(both, 'run')} ${both === 1 ? 'is' : 'are'} in both sets.`;
}
