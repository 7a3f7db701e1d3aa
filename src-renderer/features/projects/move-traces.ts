import type { ContractError } from '@contract/errors';
import type { Experiment } from '@domain/annotations/experiment';
import { formatCount } from '@domain/format';
import { isolateText } from '@domain/isolate-text';

import type { EngineClient } from '../../lib/engine-client';
import { showToast } from '../../ui/toast';
import { tellUndoable } from '../../ui/undo';

/** Most rows the engine gives at once. */
const ROWS_AT_ONCE = 100;
/** Of more, where they were before is not asked for, and moving them cannot be undone. */
export const MAX_UNDONE = 2000;

/**
 * Moves traces to a project, and offers to move them back to where each was.
 * @param onMovedBack they are where they were
 * @throws ContractError by rejection
 */
export async function moveTraces(
  client: EngineClient,
  keys: readonly number[],
  { id, name }: Pick<Experiment, 'id' | 'name'>,
  onMovedBack: () => void,
): Promise<void> {
  const before = keys.length > MAX_UNDONE ? null : await projectsOf(client, keys);
  const { changed } = await client.call('experiments.moveTraces', { keys: [...keys], id });
  const traces = changed === 1 ? '1 trace' : `${formatCount(changed)} traces`;
  const message = `${traces} moved to “${isolateText(name)}”`;
  if (before === null) showToast({ message });
  else tellUndoable({ message, undo: () => void moveBack(client, before).then(onMovedBack) });
}

/** Keys of the traces, by the project each is of. */
async function projectsOf(
  client: EngineClient,
  keys: readonly number[],
): Promise<ReadonlyMap<number, readonly number[]>> {
  const keysOf = new Map<number, number[]>();
  for (let from = 0; from < keys.length; from += ROWS_AT_ONCE) {
    const some = keys.slice(from, from + ROWS_AT_ONCE);
    for (const { key, experimentId } of await client.call('traces.rows', { keys: some })) {
      const known = keysOf.get(experimentId);
      if (known === undefined) keysOf.set(experimentId, [key]);
      else known.push(key);
    }
  }
  return keysOf;
}

async function moveBack(
  client: EngineClient,
  keysOf: ReadonlyMap<number, readonly number[]>,
): Promise<void> {
  try {
    for (const [id, keys] of keysOf) {
      await client.call('experiments.moveTraces', { keys: [...keys], id });
    }
  } catch (error) {
    showToast({ status: 'error', message: (error as ContractError).message, sticky: true });
  }
}
