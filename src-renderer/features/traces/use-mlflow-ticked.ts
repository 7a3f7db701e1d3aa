import type { TraceRow } from '@contract/traces';

import type { CommandHandlers } from '../../lib/keyboard';
import { useMlflowJson } from '../../ui/mlflow-json';
import type { Ticks } from './model/selection';

export interface MlflowTicked {
  readonly commands: CommandHandlers;
  /** Saves the ticked traces, else the one at the cursor; false where there is none. */
  readonly save: () => boolean;
}

/** Saves and copies traces of the list as MLflow's JSON. */
export function useMlflowTicked(ticks: Ticks, atCursor: TraceRow | null): MlflowTicked {
  const mlflow = useMlflowJson();
  const save = (): boolean => {
    const keys = ticks.size > 0 ? [...ticks] : atCursor === null ? [] : [atCursor.key];
    if (keys.length > 0) void mlflow.save(keys, atCursor);
    return keys.length > 0;
  };
  const copy = (): boolean => {
    if (atCursor !== null) void mlflow.copy(atCursor);
    return atCursor !== null;
  };
  return { commands: { 'trace.saveMlflow': save, 'trace.copyMlflow': copy }, save };
}
