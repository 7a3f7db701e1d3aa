import type { ReactNode } from 'react';

import { useEngineConnection, useEngineQuery } from '../lib/engine-queries';
import { useRoute } from '../lib/router';
import { isMac } from '../lib/shell';
import { Banners } from './banners';
import styles from './frame.module.css';
import { Rail } from './rail';
import { StatusBar } from './status-bar';
import { StoreRefused } from './store-refused';
import { TitleBar } from './title-bar';

export interface FrameProps {
  readonly onOpenPalette: () => void;
  /** The view. */
  readonly children: ReactNode;
}

/** Title bar, rail, view and status bar. Only panels scroll, never the window. */
export function Frame({ onOpenPalette, children }: FrameProps): ReactNode {
  const { data: store } = useEngineQuery('store.info', {});
  const connection = useEngineConnection();
  const { view } = useRoute();
  const refused = connection.state === 'connected' && store?.state === 'refused';
  return (
    <div className={styles.frame} data-mac={isMac() || undefined}>
      <TitleBar onOpenPalette={onOpenPalette} />
      <Rail />
      <main className={styles.view}>
        <Banners />
        <div className={styles.outlet}>
          {refused && view !== 'settings' ? <StoreRefused refusal={store.refusal} /> : children}
        </div>
      </main>
      <StatusBar />
    </div>
  );
}
