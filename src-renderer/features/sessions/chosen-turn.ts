import { create } from 'zustand';

import type { StoreKey } from '@contract/traces';

interface ChosenTurn {
  readonly sessionId: string | null;
  readonly key: StoreKey | null;
}

/** The turn the reader was at; who comes back from its trace finds it again. */
export const useChosenTurn = create<ChosenTurn>(() => ({ sessionId: null, key: null }));
