/** Taking back what was deleted last, from its toast or with the key, wherever it was deleted. */
import type { ContractError } from '@contract/errors';

import type { EngineClient } from '../lib/engine-client';
import { showToast } from './toast';

/** How long the engine keeps what was deleted. */
const UNDO_MS = 30_000;

interface Deletion {
  readonly untilMs: number;
  readonly undo: () => void;
}

/** Survives leaving the view: what was deleted there can be undone on coming back. */
let lastDeletion: Deletion | null = null;

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
    if (lastDeletion === deletion) lastDeletion = null;
    client.call('traces.undoDelete', { undoToken }).then(onUndone, (error: ContractError) => {
      showToast({ status: 'error', message: error.message, sticky: true });
    });
  };
  const hideToast = showToast({ message, action: { label: 'Undo', run: undo } });
  const deletion: Deletion = { untilMs: Date.now() + UNDO_MS, undo };
  lastDeletion = deletion;
}

/** Brings the last deletion back while that can be done; false where there is none. */
export function undoLastDeletion(): boolean {
  if (lastDeletion === null || Date.now() >= lastDeletion.untilMs) return false;
  lastDeletion.undo();
  return true;
}
