import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app/app';
import { preloadViews } from './app/outlet';
import { EngineClient } from './lib/engine-client';
import { createQueryClient, followEvents } from './lib/engine-queries';
import { listenToKeys } from './lib/keyboard';
import { shell } from './lib/shell';
import { followSettings } from './stores/settings';
import './styles/global.css';

const engine = new EngineClient(shell());
const cache = createQueryClient();
followEvents(engine, cache);
followSettings();
listenToKeys();
engine.start();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <App engine={engine} cache={cache} />
  </StrictMode>,
);
preloadViews();
