import type { ReactNode } from 'react';

import { isolateText } from '@domain/isolate-text';

import { navigate } from '../../lib/router';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import styles from './traces-page.module.css';

export interface NoTracesProps {
  readonly text: string;
  /** The one that is looked at; null for all. */
  readonly projectName: string | null;
  readonly totalStored: number;
  readonly onClear: () => void;
  readonly onAllProjects: () => void;
}

/** Why there is nothing, and what to do about it. */
export function NoTraces(props: NoTracesProps): ReactNode {
  const { text, projectName, totalStored, onClear, onAllProjects } = props;
  if (totalStored === 0) {
    return (
      <EmptyState
        message="No traces yet. Point an OTLP exporter at Otelier, and they appear here as they arrive."
        action={
          <Button variant="primary" onClick={() => navigate({ view: 'connect' })}>
            Connect
          </Button>
        }
      />
    );
  }
  const where = projectName === null ? '' : ` in ${isolateText(projectName)}`;
  const showAll = (
    <Button variant={text === '' ? 'default' : 'ghost'} onClick={onAllProjects}>
      Show all projects
    </Button>
  );
  if (text === '') {
    return <EmptyState message={`No traces${where}.`} action={projectName !== null && showAll} />;
  }
  return (
    <EmptyState
      message={`No trace${where} matches “${text}”.`}
      action={
        <span className={styles.actions}>
          <Button onClick={onClear}>Clear filter</Button>
          {projectName !== null && showAll}
        </span>
      }
    />
  );
}
