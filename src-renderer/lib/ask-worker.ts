import { startWorker } from './worker-url';

export interface WorkerAsked {
  /** File of the worker, as the bundler names it. */
  readonly url: string;
  readonly name: string;
  /** Said where the worker fails without a word. */
  readonly failure: string;
}

/** Gives one task to a worker of its own, which ends with it, or once it is not wanted any more. */
export function askWorker<Answer>(
  { url, name, failure }: WorkerAsked,
  task: unknown,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = startWorker(url, name);
    const end = (): void => {
      worker.terminate();
      signal.removeEventListener('abort', giveUp);
    };
    const giveUp = (): void => {
      end();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', giveUp);
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      end();
      resolve(data);
    });
    worker.addEventListener('error', ({ message }) => {
      end();
      reject(new Error(message || failure));
    });
    worker.postMessage(task);
  });
}
