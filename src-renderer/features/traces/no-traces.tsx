import type { ReactNode } from 'react';

import { wordsHint } from '@domain/filter-language/words-hint';
import { isolateText } from '@domain/isolate-text';

import { navigate } from '../../lib/router';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { hintText } from './hint-text';
import styles from './traces-page.module.css';

export interface NoTracesProps {
  readonly text: string;
  /** The one that is looked at; null for all. */
  readonly projectName: string | null;
  readonly totalStored: number;
  readonly onClear: () => void;
  /** Asks for something else. */
  readonly onText: (text: string) => void;
  readonly onAllProjects: () => void;
}

/** Why there is nothing, and what to do about it. */
export function NoTraces(props: NoTracesProps): ReactNode {
  const { text, projectName, totalStored, onClear, onText, onAllProjects } = props;
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
  const hint = wordsHint(text);
  const where = projectName !== null && (
    <>
      {' in '}
      <Short text={projectName} />
    </>
  );
  const showAll = (
    <Button variant={text === '' ? 'default' : 'ghost'} onClick={onAllProjects}>
      Show all projects
    </Button>
  );
  if (text === '') {
    return <EmptyState message={<>No traces{where}.</>} action={projectName !== null && showAll} />;
  }
  const filter = hint?.filter ?? null;
  return (
    <EmptyState
      message={
        <>
          No trace{where} {hint?.name == null ? 'matches' : 'contains the words'} “
          <Short text={text} />
          ”.
          {hint !== null && (
            <>
              <br />
              {hintText(hint)}
            </>
          )}
        </>
      }
      action={
        <span className={styles.actions}>
          {filter !== null && (
            <Button variant="primary" onClick={() => onText(filter)}>
              <span>
                Filter by <Short text={filter} />
              </span>
            </Button>
          )}
          <Button onClick={onClear}>Clear filter</Button>
          {projectName !== null && showAll}
        </span>
      }
    />
  );
}

/** Longer ones fill the page. */
const SHORT_LENGTH = 60;

/** The beginning of a long text; all of it in a tip. */
function Short({ text }: { readonly text: string }): ReactNode {
  const letters = Array.from(text);
  if (letters.length <= SHORT_LENGTH) return isolateText(text);
  const start = letters.slice(0, SHORT_LENGTH).join('').trimEnd();
  return <span title={text}>{isolateText(start)}…</span>;
}
