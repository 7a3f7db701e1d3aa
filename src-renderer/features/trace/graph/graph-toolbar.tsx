import type { ReactNode } from 'react';

import { graphGroupings, type GraphGrouping } from '@domain/facets/run-graph';

import { Button } from '../../../ui/button';
import { Checkbox } from '../../../ui/checkbox';
import { ErrorIcon } from '../../../ui/icons';
import { CommandKey } from '../../../ui/kbd';
import { Segmented } from '../../../ui/segmented';
import { ModeSwitch } from '../header/mode-switch';
import toolbarStyles from '../header/trace-toolbar.module.css';
import styles from './graph.module.css';
import { measureLabels, measures, type Measure } from './measure';

const groupingLabels: Readonly<Record<GraphGrouping, string>> = {
  name: 'Name',
  kind: 'Kind',
  agent: 'Agent',
};

export interface GraphToolbarProps {
  readonly groupBy: GraphGrouping;
  readonly onGroupBy: (groupBy: GraphGrouping) => void;
  readonly measure: Measure;
  readonly onMeasure: (measure: Measure) => void;
  readonly withInfrastructure: boolean;
  readonly onInfrastructure: (shown: boolean) => void;
  readonly hasErrors: boolean;
  readonly onNextError: () => void;
}

/** What a node stands for, and what it is measured by. */
export function GraphToolbar(props: GraphToolbarProps): ReactNode {
  return (
    <div className={toolbarStyles.toolbar}>
      <ModeSwitch mode="graph" />
      <span className={styles.choice}>
        <span className={styles.choiceName}>Group by</span>
        <Segmented
          label="Group by"
          size="small"
          options={graphGroupings.map((value) => ({ value, label: groupingLabels[value] }))}
          value={props.groupBy}
          onChange={props.onGroupBy}
        />
      </span>
      <span className={styles.choice}>
        <span className={styles.choiceName}>Measure</span>
        <Segmented
          label="Measure"
          size="small"
          options={measures.map((value) => ({ value, label: measureLabels[value] }))}
          value={props.measure}
          onChange={props.onMeasure}
        />
      </span>
      <span className={toolbarStyles.push} />
      <span className={styles.choice}>
        <Checkbox
          checked={props.withInfrastructure}
          onChange={props.onInfrastructure}
          label="HTTP, database, other"
        />
        <span aria-hidden="true">HTTP, database, other</span>
      </span>
      <Button size="small" icon={ErrorIcon} disabled={!props.hasErrors} onClick={props.onNextError}>
        <span className={toolbarStyles.long}>Next error</span> <CommandKey id="trace.nextError" />
      </Button>
    </div>
  );
}
