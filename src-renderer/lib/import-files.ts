import { useMemo } from 'react';

import { useEngine } from './engine-queries';
import { navigate } from './router';
import { shell } from './shell';

export interface ImportActions {
  /** Imports files and folders and shows the import page. */
  readonly importPaths: (paths: readonly string[]) => Promise<void>;
  readonly chooseFiles: () => Promise<void>;
  readonly chooseFolder: () => Promise<void>;
  readonly loadSamples: () => Promise<void>;
}

/** The ways an import begins. Each rejects with the engine's `ContractError`. */
export function useImportActions(): ImportActions {
  const client = useEngine();
  return useMemo(() => {
    const importPaths = async (paths: readonly string[]) => {
      if (paths.length === 0) return;
      navigate({ view: 'import' });
      await client.call('import.start', { paths: [...paths] });
    };
    return {
      importPaths,
      chooseFiles: async () => importPaths(await shell().invoke('dialog.importFiles', {})),
      chooseFolder: async () => importPaths(await shell().invoke('dialog.importFolder', {})),
      loadSamples: async () => {
        await client.call('import.samples', {});
      },
    };
  }, [client]);
}
