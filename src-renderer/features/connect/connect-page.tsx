import { type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';

import { useEngineQuery } from '../../lib/engine-queries';
import { useWelcomeStore } from '../../stores/welcome';
import styles from './connect-page.module.css';
import { Endpoints } from './endpoints';
import { FilesCard } from './files-card';
import { SamplesCard } from './samples-card';
import { SnippetsCard } from './snippets-card';

/** How traces get in: live from exporters, from files, or as samples. */
export function ConnectPage(): ReactNode {
  const { data: store } = useEngineQuery('store.info', {});
  const waiting = (store?.traces ?? 0) === 0;
  return (
    <div className={styles.page} onPointerDownCapture={noteTouch} onKeyDownCapture={noteTouch}>
      <div className={styles.content}>
        <section className={styles.hero}>
          <div>
            <h1>{waiting ? 'Waiting for the first trace' : 'Send traces to Otelier'}</h1>
            <p>
              Point any OpenTelemetry exporter at this machine. Traces show up here as they arrive,
              in one SQLite file that stays on your disk.
            </p>
          </div>
          <Endpoints />
        </section>
        <div className={styles.columns}>
          <SnippetsCard />
          <div className={styles.side}>
            <FilesCard />
            <SamplesCard />
          </div>
        </div>
      </div>
    </div>
  );
}

/**
 * Whoever began something here is not moved on when the first trace comes. Reading and copying
 * a snippet is part of the waiting, so it does not count.
 */
function noteTouch(event: PointerEvent | KeyboardEvent): void {
  const target = event.target as Element;
  if (target.closest('[data-waiting]') === null) useWelcomeStore.setState({ touched: true });
}
