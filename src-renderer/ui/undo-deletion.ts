/** Taking back what was deleted last, from its toast or with the key, wherever it was deleted. */
import { create } from 'zustand';

import type { ContractError } from '@contract/errors';

import type { EngineClient } from '../lib/engine-client';
import { showToast } from './toast';

/** How long the engine keeps what was deleted. */
const UNDO_MS = 30_000;

interface Deletion {
  readonly message: string;
  readonly untilMs: number;
  readonly undo: () => void;
}

/** Survives leaving the view: what was deleted there can be undone on coming back. */
const useLast = create<{ readonly deletion: Deletion | null }>(() => ({ deletion: null }));

export interface Deleted {
  readonly client: EngineClient;
  readonly undoToken: string;
  /** What was deleted, as the toast says it. */
  readonly message: string;
  /** Called once it is back. */
  readonly onUndone: () => void;
}

/** Says what was deleted, and offers to bring it back. */
export function offerUndo({ client, undoToken, message, onUndone }: Deleted): void {
  const undo = (): void => {
    hideToast();
    if (useLast.getState().deletion === deletion) useLast.setState({ deletion: null });
    client.call('traces.undoDelete', { undoToken }).then(onUndone, (error: ContractError) => {
      showToast({ status: 'error', message: error.message, sticky: true });
    });
  };
  const hideToast = showToast({ message, action: { label: 'Undo', run: undo } });
  const deletion: Deletion = { message, untilMs: Date.now() + UNDO_MS, undo };
  useLast.setState({ deletion });
  setTimeout(() => {
    if (useLast.getState().deletion === deletion) useLast.setState({ deletion: null });
  }, UNDO_MS);
}

/** Brings the last deletion back while that can be done; false where there is none. */
export function undoLastDeletion(): boolean {
  const { deletion } = useLast.getState();
  if (deletion === null || Date.now() >= deletion.untilMs) return false;
  deletion.undo();
  return true;
}

/** What was deleted last, as its toast says it; null once it cannot be brought back. */
export function useLastDeletion(): string | null {
  return useLast(({ deletion }) => deletion?.message ?? null);
}
