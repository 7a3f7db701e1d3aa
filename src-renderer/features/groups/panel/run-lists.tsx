import { useState, type ReactNode } from 'react';

import { entriesOf, groupSides, sizeOfSide, type GroupSide } from '@domain/diff/groups/group-table';
import { formatCount, formatDateTime, formatDurationNs } from '@domain/format';
import { traceRoute } from '@domain/route';

import { hrefOf } from '../../../lib/router';
import { Button } from '../../../ui/button';
import { titleOfTrace } from '../../../ui/trace-title';
import { SideTag } from '../header/side-tag';
import { spanIdOf, type GroupsModel } from '../model/groups-model';
import styles from './step-panel.module.css';

const FIRST_SHOWN = 6;

export interface RunListsProps {
  readonly model: GroupsModel;
  readonly row: number;
}

/** The runs that have the step, and those that have not; each leads to its trace. */
export function RunLists({ model, row }: RunListsProps): ReactNode {
  return groupSides.map((side) => (
    <RunList key={`${side} ${row}`} model={model} row={row} side={side} />
  ));
}

function RunList({ model, row, side }: RunListsProps & { readonly side: GroupSide }): ReactNode {
  const [isWhole, setWhole] = useState(false);
  const { table, runs } = model;
  const having = entriesOf(table, row, side);
  const all = sizeOfSide(table, side);
  const shown = isWhole ? having : having.slice(0, FIRST_SHOWN);
  return (
    <section className={styles.runs}>
      <h3>
        <SideTag side={side} />
        {having.length === 0
          ? 'No run has it'
          : `${formatCount(having.length)} of ${formatCount(all)} runs have it`}
      </h3>
      <ul>
        {shown.map((entry) => {
          const run = runs[table.entries.runs[entry] ?? -1];
          if (run === undefined) return null;
          const times = table.entries.times[entry] ?? 1;
          const startMs = Number(run.startNs / 1_000_000n);
          return (
            <li key={entry}>
              <a
                href={hrefOf(traceRoute(run.traceId, spanIdOf(table, entry)))}
                title={`Open ${titleOfTrace(run)} at this step`}
              >
                <span className="mono">{run.traceId.slice(0, 8)}</span>
                <span className="grow ellipsis t3">
                  {run.startNs === 0n ? '' : formatDateTime(startMs, false)}
                </span>
                {(table.entries.errors[entry] ?? 0) > 0 && (
                  <span className="errorText">failed</span>
                )}
                {times > 1 && <span className="t3">{formatCount(times)}×</span>}
                <span className={styles.took}>
                  {formatDurationNs(table.entries.durationsNs[entry] ?? Number.NaN)}
                </span>
              </a>
            </li>
          );
        })}
      </ul>
      {having.length > shown.length && (
        <Button variant="ghost" size="small" onClick={() => setWhole(true)}>
          Show {formatCount(having.length - shown.length)} more
        </Button>
      )}
    </section>
  );
}
