import { MAX_EXPORTED } from '@contract/methods';
import type { TraceRow } from '@contract/traces';
import { formatCount, formatCounted } from '@domain/format';

import { copyText } from '../lib/clipboard';
import { useEngine } from '../lib/engine-queries';
import { shell } from '../lib/shell';
import { showToast } from './toast';

type Named = Pick<TraceRow, 'key' | 'traceId'>;

export interface MlflowJson {
  /** Saves traces where the user chooses: one as an object, several as a list. */
  readonly save: (keys: readonly number[], one: Named | null) => Promise<void>;
  readonly copy: (trace: Named) => Promise<void>;
}

/** Traces as MLflow's `to_json` has them, to be saved or copied. */
export function useMlflowJson(): MlflowJson {
  const engine = useEngine();
  return {
    save: (keys, one) =>
      say(async () => {
        if (keys.length > MAX_EXPORTED) {
          const most = formatCount(MAX_EXPORTED);
          throw new Error(`One file takes ${most} traces at most. Tick fewer of them.`);
        }
        const text = await engine.call('traces.mlflowJson', { keys: [...keys] });
        const suggestedName = fileName(keys, one);
        const isSaved = await shell().invoke('dialog.saveText', { suggestedName, text });
        return isSaved ? `${formatCounted(keys.length, 'trace')} saved as MLflow JSON.` : null;
      }),
    copy: ({ key }) =>
      say(async () => {
        await copyText(await engine.call('traces.mlflowJson', { keys: [key] }));
        return 'Trace copied as MLflow JSON.';
      }),
  };
}

function fileName(keys: readonly number[], one: Named | null): string {
  return keys.length === 1 && one !== null && one.key === keys[0]
    ? `trace-${one.traceId.slice(0, 8)}.mlflow.json`
    : 'traces.mlflow.json';
}

/** Says what was done, or why it was not; nothing where it was given up. */
async function say(act: () => Promise<string | null>): Promise<void> {
  try {
    const message = await act();
    if (message !== null) showToast({ status: 'ok', message });
  } catch (error) {
    showToast({ status: 'error', message: error instanceof Error ? error.message : String(error) });
  }
}
