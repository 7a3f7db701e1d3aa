import type { ReactNode } from 'react';

import { runCommand } from '../../lib/keyboard';
import { Button } from '../../ui/button';
import { StatusGlyph } from '../../ui/status-glyph';
import { sampleRuns } from './samples';
import styles from './samples-card.module.css';

const totalSpans = sampleRuns.reduce((sum, { spans }) => sum + spans, 0);

/** Real runs to look around in before anything is set up. */
export function SamplesCard(): ReactNode {
  return (
    <section className={styles.card}>
      <header>
        <h2>Or look around first</h2>
        <span className="t3 small">{totalSpans} spans, removable</span>
      </header>
      <ul>
        {sampleRuns.map(({ title, description, spans, errors }) => (
          <li key={title}>
            <StatusGlyph status={errors > 0 ? 'error' : 'ok'} />
            <div>
              <b>{title}</b>
              <span className="t3 ellipsis">{description}</span>
            </div>
            <span className="t3 small">{spans} spans</span>
          </li>
        ))}
      </ul>
      <Button variant="primary" className={styles.load} onClick={() => runCommand('samples.load')}>
        Load sample traces
      </Button>
    </section>
  );
}
