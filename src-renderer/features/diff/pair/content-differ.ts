/** The worker that compares contents: started when first needed, one content after the other. */
import type { ContentDiff, ContentToDiff } from '@domain/diff/diff-content';

import { startWorker } from '../../../lib/worker-url';
// Its address, made by the bundler; the lint knows the file alone.
// oxlint-disable-next-line import/default
import workerUrl from './content-diff.worker?worker&url';

interface Job {
  readonly content: ContentToDiff;
  readonly resolve: (diff: ContentDiff) => void;
  readonly reject: (error: Error) => void;
}

let worker: Worker | null = null;
let current: Job | null = null;
const waiting: Job[] = [];

/**
 * Compares one content. When it is not wanted any more its turn is given up, even if it is under
 * way; the promise then stays open.
 */
export function compareContent(content: ContentToDiff, signal: AbortSignal): Promise<ContentDiff> {
  return new Promise((resolve, reject) => {
    const job = { content, resolve, reject };
    waiting.push(job);
    signal.addEventListener('abort', () => giveUp(job), { once: true });
    next();
  });
}

function next(): void {
  if (current !== null) return;
  current = waiting.shift() ?? null;
  if (current === null) return;
  worker ??= start();
  worker.postMessage(current.content);
}

function start(): Worker {
  const started = startWorker(workerUrl, 'content diff');
  started.addEventListener('message', ({ data }: MessageEvent<ContentDiff>) => {
    if (started === worker) finish((job) => job.resolve(data));
  });
  started.addEventListener('error', ({ message }) => {
    if (started !== worker) return;
    stop();
    finish((job) => job.reject(new Error(message || 'The comparison stopped.')));
  });
  return started;
}

function finish(answer: (job: Job) => void): void {
  const done = current;
  current = null;
  if (done !== null) answer(done);
  next();
}

function giveUp(job: Job): void {
  const at = waiting.indexOf(job);
  if (at !== -1) waiting.splice(at, 1);
  if (job !== current) return;
  stop();
  current = null;
  next();
}

function stop(): void {
  worker?.terminate();
  worker = null;
}
