/** Taking back what was done last, from its toast or with the key, wherever it was done. */
import { create } from 'zustand';

import type { ContractError } from '@contract/errors';

import type { EngineClient } from '../lib/engine-client';
import { showToast } from './toast';

/** How long the engine keeps what was deleted. */
const UNDO_MS = 30_000;
/** More than anyone takes back one by one. */
const MAX_KEPT = 50;

interface Done {
  readonly message: string;
  readonly untilMs: number;
  readonly undo: () => void;
}

/** The last one is taken back first. Survives leaving the view that it was done in. */
const useDone = create<{ readonly done: readonly Done[] }>(() => ({ done: [] }));

function forget(entry: Done): void {
  useDone.setState(({ done }) => ({ done: done.filter((one) => one !== entry) }));
}

export interface Undoable {
  /** What was done, as the toast says it. */
  readonly message: string;
  readonly undo: () => void;
}

/** Says what was done, and offers to take it back, once. Returns how to hide the toast earlier. */
export function tellUndoable({ message, undo }: Undoable): () => void {
  const run = (): void => {
    if (!useDone.getState().done.includes(entry)) return;
    hideToast();
    forget(entry);
    undo();
  };
  const entry: Done = { message, untilMs: Date.now() + UNDO_MS, undo: run };
  useDone.setState(({ done }) => ({ done: [...done, entry].slice(-MAX_KEPT) }));
  setTimeout(() => forget(entry), UNDO_MS);
  const hideToast = showToast({ message, action: { label: 'Undo', run } });
  return hideToast;
}

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
    client.call('traces.undoDelete', { undoToken }).then(onUndone, (error: ContractError) => {
      showToast({ status: 'error', message: error.message, sticky: true });
    });
  };
  tellUndoable({ message, undo });
}

/** Takes back what was done last while that can be done; false where there is nothing. */
export function undoLast(): boolean {
  const last = useDone.getState().done.at(-1);
  if (last === undefined || Date.now() >= last.untilMs) return false;
  last.undo();
  return true;
}

/** What was done last, as its toast says it; null once it cannot be taken back. */
export function useLastDone(): string | null {
  return useDone(({ done }) => done.at(-1)?.message ?? null);
}
