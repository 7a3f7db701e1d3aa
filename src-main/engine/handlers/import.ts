/** Handlers `import.…` and the progress of imports. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { ContractError } from '@contract/errors';
import type { ImportJob } from '@contract/import';
import type { Imports } from '../importers';
import type { HandlersOf } from '../router';
import type { Emit } from '../rpc-server';
import type { Store } from '../store';
import { Throttle } from '../throttle';

const PROGRESS_INTERVAL_MS = 100;

/** @param store asked before each import, which would wait in vain for a refused store */
export function importHandlers(
  imports: Imports,
  store: Pick<Store, 'info'>,
  samplesDir: string,
): HandlersOf<'import'> {
  const start = (paths: readonly string[]): { jobId: number } => {
    if (store.info().state === 'refused') {
      throw new ContractError(
        'store_unavailable',
        'Nothing can be imported while the database is not open.',
      );
    }
    return { jobId: imports.start(paths) };
  };
  return {
    'import.start': ({ paths }) => start(paths),
    'import.samples': async () => start(await sampleFiles(samplesDir)),
    'import.cancel': ({ jobId, fileId }) => {
      imports.cancel(jobId, fileId);
      return null;
    },
    'import.jobs': () => imports.jobs(),
    'import.skippedText': ({ jobId, fileId }) => imports.skippedText(jobId, fileId),
  };
}

/** The traces of the samples' folder, without what describes them. */
async function sampleFiles(samplesDir: string): Promise<string[]> {
  const names = await readdir(samplesDir).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ContractError('io', `The samples cannot be read: ${reason}. Install the app anew.`);
  });
  return names.filter((name) => name.endsWith('.jsonl')).map((name) => join(samplesDir, name));
}

/** Announces the newest state of each changed job, at most ten times a second. */
export class ImportAnnouncer {
  readonly #changed = new Map<number, ImportJob>();
  readonly #progress: Throttle;

  constructor(emit: Emit) {
    this.#progress = new Throttle(PROGRESS_INTERVAL_MS, () => {
      for (const job of this.#changed.values()) emit('import.changed', job);
      this.#changed.clear();
    });
  }

  changed(job: ImportJob): void {
    this.#changed.set(job.id, job);
    this.#progress.request();
  }

  stop(): void {
    this.#progress.stop();
  }
}
