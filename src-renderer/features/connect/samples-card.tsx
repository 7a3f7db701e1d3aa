import { traceRoute } from '@domain/route';
import type { ReactNode } from 'react';

import { runCommand } from '../../lib/keyboard';
import { hrefOf } from '../../lib/router';
import { Button } from '../../ui/button';
import { StatusGlyph } from '../../ui/status-glyph';
import { sampleRuns, type SampleRun } from './samples';
import styles from './samples-card.module.css';
import { useSampleTraces } from './use-sample-traces';

const totalSpans = sampleRuns.reduce((sum, { spans }) => sum + spans, 0);

/** Real runs to look around in before anything is set up. */
export function SamplesCard(): ReactNode {
  const { stored, remove, isRemoving } = useSampleTraces();
  return (
    <section className={styles.card}>
      <header>
        <h2>Or look around first</h2>
        <span className="t3 small">
          {sampleRuns.length} runs, {totalSpans} spans
        </span>
      </header>
      <ul>
        {sampleRuns.map((run) => (
          <li key={run.traceId}>
            <StatusGlyph status={run.status} />
            <div>
              <Title run={run} isStored={stored.has(run.traceId)} />
              <span className="t3">{run.description}</span>
            </div>
            <span className="t3 small">{sizeOf(run)}</span>
          </li>
        ))}
      </ul>
      {stored.size < sampleRuns.length && (
        <Button
          variant="primary"
          className={styles.action}
          onClick={() => runCommand('samples.load')}
        >
          Load sample traces
        </Button>
      )}
      {stored.size > 0 && (
        <Button className={styles.action} busy={isRemoving} onClick={remove}>
          Remove sample traces
        </Button>
      )}
    </section>
  );
}

function Title({ run, isStored }: { readonly run: SampleRun; readonly isStored: boolean }) {
  const { title, traceId } = run;
  if (!isStored) return <b>{title}</b>;
  const route = traceRoute(traceId);
  return <a href={hrefOf(route)}>{title}</a>;
}

function sizeOf({ spans, errors }: SampleRun): string {
  if (errors === 0) return `${spans} spans`;
  return `${spans} spans, ${errors === 1 ? '1 error' : `${errors} errors`}`;
}
