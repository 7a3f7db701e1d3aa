/** Handlers `store.…` and what the store has to announce about itself. */
import type { HandlersOf } from '../router';
import type { Emit } from '../rpc-server';
import type { Store } from '../store';

export function storeHandlers(store: Store): HandlersOf<'store'> {
  return {
    'store.info': () => store.info(),
    'store.dismissNotice': async ({ path }) => {
      await store.commands.dismissNotice(path);
      return null;
    },
    'store.salvage': ({ path }) => store.commands.salvage(path),
  };
}

/** Announces changes of the store's state and notices. Returns the way to stop. */
export function announceStore(store: Store, emit: Emit): () => void {
  return store.onChange((change) => {
    if (change.type === 'info') emit('store.changed', change.info);
  });
}
