import type { ReactNode } from 'react';

import type { GroupSide } from '@domain/diff/groups/group-table';
import { type GroupsOrder, type GroupsRoute, type RunSet } from '@domain/route';

import { commandKeyLabel } from '../../../lib/keyboard';
import { isMac } from '../../../lib/shell';
import { Button } from '../../../ui/button';
import { CompareKind } from '../../../ui/compare-kind';
import { CopyButton } from '../../../ui/copy-button';
import { IconButton } from '../../../ui/icon-button';
import { SwapIcon } from '../../../ui/icons';
import { CommandKey } from '../../../ui/kbd';
import { Segmented } from '../../../ui/segmented';
import type { GroupsModel } from '../model/groups-model';
import styles from './groups-header.module.css';
import { RootMenu } from './root-menu';
import { SetCard, type SetCount } from './set-card';

export interface GroupsHeaderProps {
  readonly route: GroupsRoute;
  /** Null before the first read. */
  readonly model: GroupsModel | null;
  /** What has come or gone since, e.g. `3 new runs`; '' for nothing. */
  readonly news: string;
  readonly onRefresh: () => void;
  readonly onRoot: (root: string | null) => void;
  /** Changes of a set, to what it is by then. */
  readonly onSet: (side: GroupSide, changes: Partial<RunSet>) => void;
  readonly onSwap: () => void;
  readonly onOrder: (order: GroupsOrder) => void;
  /** Makes the report; null where there is nothing to report. */
  readonly report: (() => string) | null;
}

/** The two sets, how many runs each has, and how their steps are ordered. */
export function GroupsHeader(props: GroupsHeaderProps): ReactNode {
  const { route, model, news, onRefresh, onRoot, onSet, onSwap, onOrder, report } = props;
  const isChosen = route.good.traceIds !== null && route.bad.traceIds !== null;
  return (
    <header>
      <h1 className="srOnly">Compare groups of runs</h1>
      <div className={styles.toolbar}>
        <CompareKind value="groups" />
        {!isChosen && <RootMenu root={route.root} onRoot={onRoot} />}
        <span className={styles.push} />
        <span role="status" className="srOnly">
          {news}
        </span>
        {news !== '' && (
          <Button size="small" variant="primary" onClick={onRefresh}>
            {news}, refresh <CommandKey id="groups.refresh" />
          </Button>
        )}
        <Segmented
          label="Order of steps"
          size="small"
          value={route.order}
          onChange={onOrder}
          options={[
            { value: 'telling', label: 'Most telling' },
            { value: 'steps', label: 'In order' },
          ]}
        />
        {report !== null && (
          <CopyButton text={report} label="Copy report as Markdown" caption="Copy report" />
        )}
      </div>
      <div className={styles.sets}>
        <SetCard
          side="good"
          set={route.good}
          count={countOf(model, 'good')}
          onSet={(changes) => onSet('good', changes)}
        />
        <IconButton
          icon={SwapIcon}
          label="Swap good and bad"
          keyLabel={commandKeyLabel('compare.swap', isMac())}
          onClick={onSwap}
        />
        <SetCard
          side="bad"
          set={route.bad}
          count={countOf(model, 'bad')}
          onSet={(changes) => onSet('bad', changes)}
        />
      </div>
    </header>
  );
}

function countOf(model: GroupsModel | null, side: GroupSide): SetCount | null {
  if (model === null) return null;
  const { runs, total } = model.header.found[side];
  const compared = model.header[side].length;
  return { compared, total, isTooLarge: compared < runs.length };
}
