import type { ReactNode } from 'react';

import { kindOfRow } from '@domain/diff/groups/group-table';
import { categoryOfKind } from '@domain/facets/facet-kind';

import { hrefOf } from '../../../lib/router';
import { facetKindLabels } from '../../../ui/facet-kind-labels';
import { IconButton } from '../../../ui/icon-button';
import { CloseIcon, CompareIcon } from '../../../ui/icons';
import { KindIcon } from '../../../ui/kind-icon';
import { ScrollRegion } from '../../../ui/scroll-region';
import { examplePair } from '../model/example-pair';
import { pathOf, titleOfRow, type GroupsModel } from '../model/groups-model';
import { Distributions } from './distributions';
import { FindingList } from './finding-list';
import { NameShares } from './name-shares';
import { RunLists } from './run-lists';
import styles from './step-panel.module.css';

export interface StepPanelProps {
  readonly model: GroupsModel;
  readonly row: number;
  readonly onClose: () => void;
}

/** One step in full: what tells the sets apart there, every run's figures, and the runs. */
export function StepPanel({ model, row, onClose }: StepPanelProps): ReactNode {
  const { table, findings } = model;
  const { operation, target, rest } = titleOfRow(table, row);
  const kind = kindOfRow(table, row);
  const path = pathOf(table, row);
  const [first = null] = findings.ofRows[row] ?? [];
  const pair = examplePair(model, row, first);
  return (
    <aside className={styles.panel} aria-label="Selected step">
      <header className={styles.head}>
        <KindIcon kind={categoryOfKind(kind)} tile />
        <div className="grow">
          <h2 className="ellipsis">
            <span className={styles.operation}>{operation}</span>
            {target}
            <span className={styles.operation}>{rest}</span>
          </h2>
          <p className={styles.sub} title={path}>
            {facetKindLabels[kind]}
            {path !== '' && `, in ${path}`}
          </p>
        </div>
        <IconButton icon={CloseIcon} size="small" label="Close" onClick={onClose} />
      </header>
      <ScrollRegion label="Figures of the step" className={styles.body ?? ''}>
        <FindingList model={model} row={row} />
        {pair !== null && (
          <a className={styles.example} href={hrefOf(pair)}>
            <CompareIcon size={14} />
            Compare a good with a bad run at this step
          </a>
        )}
        <Distributions table={table} row={row} />
        <NameShares table={table} row={row} />
        <RunLists model={model} row={row} />
      </ScrollRegion>
    </aside>
  );
}
