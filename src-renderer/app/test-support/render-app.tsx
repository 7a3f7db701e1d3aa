import { render } from '@testing-library/react';

import { EngineClient } from '../../lib/engine-client';
import { createQueryClient, followEvents } from '../../lib/engine-queries';
import { listenToKeys } from '../../lib/keyboard';
import { FakeEngine } from '../../lib/test-support/fake-engine';
import { followSettings } from '../../stores/settings';
import { useWelcomeStore } from '../../stores/welcome';
import { App } from '../app';
import { listeningStatus, openStore, quietStats } from '../../lib/test-support/answers';

/** An engine with an empty store, listening, that has had no request. */
export function quietEngine(): FakeEngine {
  return new FakeEngine()
    .install()
    .answer('receiver.status', () => listeningStatus)
    .answer('receiver.stats', () => quietStats)
    .answer('store.info', () => openStore)
    .answer('import.jobs', () => [])
    .answer('traces.search', () => [])
    .answer('traces.window', ({ offset }) => ({
      offset,
      rows: [],
      total: 0,
      totalStored: 0,
      snapshot: 0,
      newer: 0,
      longestNs: 0,
    }));
}

/** Opens the window at a place, `''` for a fresh start. Returns how to close it. */
export function renderApp(engine: FakeEngine, path = ''): () => void {
  window.history.replaceState(
    { index: 0 },
    '',
    path === '' ? window.location.pathname : `#${path}`,
  );
  window.dispatchEvent(new PopStateEvent('popstate'));
  useWelcomeStore.setState({ touched: false, announced: false });
  const client = new EngineClient(engine.shell);
  const cache = createQueryClient();
  const stops = [followEvents(client, cache), followSettings(), listenToKeys()];
  client.start();
  engine.run();
  const view = render(<App engine={client} cache={cache} />);
  return () => {
    view.unmount();
    for (const stop of stops) stop();
    client.dispose();
    engine.close();
    cache.clear();
  };
}
