/**
 * The store of the engine: one database file, written by one worker thread. The engine opens
 * it with `openStore` and reads it through its own connections to `Store.path`.
 */
export { openStore } from './open-store';
export type { Store, StoreChange, StoreCommands, StoreConfig } from './store';
