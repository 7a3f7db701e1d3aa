import type { Store, StoreConfig } from './store';

/** Opens (or creates) the database in `dataDir`. Returns at once; see `Store.opened`. */
export function openStore(_config: StoreConfig): Store {
  throw new Error('The store is being built.');
}
