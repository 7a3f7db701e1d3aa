/** Files the tests of threads and processes run; the test setup has built the worker. */
import { fileURLToPath } from 'node:url';

export const builtWorker = fileURLToPath(
  new URL('../../../../out/main/ingest-worker.js', import.meta.url),
);

/** The built worker, but it dies of a request whose agent is `DEADLY_AGENT`. */
export const mortalWorker = fileURLToPath(new URL('./mortal-worker.cjs', import.meta.url));
export const DEADLY_AGENT = 'deadly';

/** A process that sends requests to a worker until it is killed. */
export const loadProcess = fileURLToPath(new URL('./load-process.ts', import.meta.url));
