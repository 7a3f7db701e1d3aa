import { useEffect, useMemo, useRef } from 'react';

import { ContractError } from '@contract/errors';
import type { ImportJob } from '@contract/import';

import type { EngineClient } from './engine-client';
import { useEngine } from './engine-queries';
import { navigate } from './router';
import { shell } from './shell';

export interface ImportActions {
  /**
   * Imports files and folders and shows the import page, unless the view takes what is imported
   * for itself.
   */
  readonly importPaths: (paths: readonly string[]) => Promise<void>;
  readonly chooseFiles: () => Promise<void>;
  readonly chooseFolder: () => Promise<void>;
  /** Resolves with the import when it has ended. */
  readonly loadSamples: () => Promise<ImportJob>;
}

type TakeImport = (end: Promise<ImportJob>) => void;
const takers: TakeImport[] = [];

/** While the component is mounted, imports are its own to follow and no other page is shown. */
export function useTakeImports(take: TakeImport): void {
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    const taker: TakeImport = (end) => latest.current(end);
    takers.push(taker);
    return () => {
      takers.splice(takers.indexOf(taker), 1);
    };
  }, []);
}

/** The ways an import begins. Each rejects with the engine's `ContractError`. */
export function useImportActions(): ImportActions {
  const client = useEngine();
  return useMemo(() => {
    const importPaths = async (paths: readonly string[]) => {
      if (paths.length === 0) return;
      const taker = takers.at(-1);
      if (taker !== undefined) {
        taker(followToEnd(client, client.call('import.start', { paths: [...paths] })));
        return;
      }
      navigate({ view: 'import' });
      await client.call('import.start', { paths: [...paths] });
    };
    return {
      importPaths,
      chooseFiles: async () => importPaths(await shell().invoke('dialog.importFiles', {})),
      chooseFolder: async () => importPaths(await shell().invoke('dialog.importFolder', {})),
      loadSamples: () => followToEnd(client, client.call('import.samples', {})),
    };
  }, [client]);
}

/** Waits for the end of an import that is being started. */
function followToEnd(
  client: EngineClient,
  start: Promise<{ readonly jobId: number }>,
): Promise<ImportJob> {
  return new Promise<ImportJob>((resolve, reject) => {
    let jobId: number | null = null;
    // An end may be announced before the answer that names the job.
    const ended = new Map<number, ImportJob>();
    const settle = (end: () => void) => {
      for (const stop of stops) stop();
      end();
    };
    const take = (jobs: readonly ImportJob[]) => {
      for (const job of jobs) if (job.state !== 'running') ended.set(job.id, job);
      const job = jobId === null ? undefined : ended.get(jobId);
      if (job !== undefined) settle(() => resolve(job));
    };
    const stops = [
      client.on('import.changed', (job) => take([job])),
      client.onResync(() => void client.call('import.jobs', {}).then(take, () => undefined)),
      client.onConnection(() => {
        if (client.connection.state === 'connected') return;
        settle(() => reject(new ContractError('unavailable', 'The import ended with the engine.')));
      }),
    ];
    start.then(
      (answer) => {
        jobId = answer.jobId;
        take([]);
      },
      (error: ContractError) => settle(() => reject(error)),
    );
  });
}
