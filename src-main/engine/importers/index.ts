/** Imports as the engine sees them: jobs of files, each job in a worker of its own. */
import { basename, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ImportFile, ImportJob } from '@contract/import';
import { ContractError } from '@contract/errors';
import type { Ingest } from '../ingest';
import type { StoreCommands } from '../store/store';
import { collectFiles } from './collect-files';
import type { TellOutcome, ToldTrace } from './delivery';
import type { FileToImport } from './file-import';
import type { FromImporter, ToImporter } from './importer-messages';

export interface Imports {
  /** Begins a job and returns its id at once; progress follows through `onChange`. */
  start(paths: readonly string[]): number;
  /** Cancels one file, or the whole job with null. What was committed stays. */
  cancel(jobId: number, fileId: number | null): void;
  /** Newest first. */
  jobs(): readonly ImportJob[];
  /** Up to 1 MiB of the skipped records of a file, one a line; '' where there are none. */
  skippedText(jobId: number, fileId: number): string;
  /** Ends the workers; jobs under way count as cancelled. */
  close(): Promise<void>;
}

interface Job {
  readonly id: number;
  readonly startedMs: number;
  readonly files: Map<number, ImportFile>;
  readonly skippedTexts: Map<number, string>;
  state: ImportJob['state'];
  endedMs: number;
  worker: Worker | null;
  /** Aborted at the cancel of the whole job, maybe before the worker is there. */
  readonly cancel: AbortController;
}

const MAX_JOBS_KEPT = 20;

export function createImports(options: {
  readonly ingest: Ingest;
  readonly commands: Pick<StoreCommands, 'annotate'>;
  readonly onChange: (job: ImportJob) => void;
  /** Path of the built worker. */
  readonly workerPath?: string;
}): Imports {
  const { ingest, commands, onChange } = options;
  const workerPath = options.workerPath ?? join(__dirname, 'importer-worker.js');
  const jobs = new Map<number, Job>();
  let lastJobId = 0;
  let lastFileId = 0;

  function changed(job: Job): void {
    onChange(snapshot(job));
  }

  async function run(job: Job, paths: readonly string[]): Promise<void> {
    const collected = await collectFiles(paths, { signal: job.cancel.signal });
    const files: FileToImport[] = collected.files.map((file) => ({ ...file, id: ++lastFileId }));
    for (const file of files) job.files.set(file.id, waitingFile(file));
    for (const { path, message } of collected.unreadable) {
      const file = { id: ++lastFileId, path, name: basename(path), bytesTotal: 0 };
      job.files.set(file.id, { ...waitingFile(file), state: 'failed', message });
    }
    if (files.length === 0 || job.cancel.signal.aborted) {
      finish(job);
      return;
    }
    changed(job);
    const worker = new Worker(workerPath, { workerData: { files } });
    job.worker = worker;
    worker.on('message', (message: FromImporter) => handle(job, worker, message));
    worker.on('error', (error) =>
      endOpenFiles(job, 'failed', `The import stopped: ${error.message}`),
    );
    worker.on('exit', () => finish(job));
  }

  function handle(job: Job, worker: Worker, message: FromImporter): void {
    switch (message.t) {
      case 'request': {
        const { seq, signal, encoding, body, fileName, isReduced } = message;
        const transport = 'import' as const;
        const source = { transport, agent: fileName, headers: [], isReduced };
        void ingest.submit({ signal, encoding, body, source }).then((outcome) => {
          const answer: ToImporter = { t: 'outcome', seq, outcome };
          worker.postMessage(answer);
        });
        break;
      }
      case 'tell': {
        const { seq, told } = message;
        void tell(commands, told).then((outcome) => {
          const answer: ToImporter = { t: 'told', seq, outcome };
          worker.postMessage(answer);
        });
        break;
      }
      case 'file':
        job.files.set(message.file.id, message.file);
        changed(job);
        break;
      case 'skippedText':
        job.skippedTexts.set(message.fileId, message.text);
        break;
      case 'done':
        break;
    }
  }

  function finish(job: Job): void {
    if (job.state !== 'running') return;
    job.worker = null;
    job.endedMs = Date.now();
    if (job.cancel.signal.aborted) {
      job.state = 'cancelled';
      endOpenFiles(job, 'cancelled', '');
    } else {
      job.state = 'done';
      endOpenFiles(job, 'failed', 'The import stopped early. Import the file again.');
    }
    changed(job);
  }

  return {
    start(paths) {
      const job: Job = {
        id: ++lastJobId,
        startedMs: Date.now(),
        files: new Map(),
        skippedTexts: new Map(),
        state: 'running',
        endedMs: 0,
        worker: null,
        cancel: new AbortController(),
      };
      jobs.set(job.id, job);
      for (const old of [...jobs.values()].slice(0, -MAX_JOBS_KEPT)) {
        if (old.state !== 'running') jobs.delete(old.id);
      }
      void run(job, paths);
      return job.id;
    },
    cancel(jobId, fileId) {
      const job = jobs.get(jobId);
      if (job === undefined || job.state !== 'running') return;
      if (fileId === null) job.cancel.abort();
      const message: ToImporter = { t: 'cancel', fileId };
      job.worker?.postMessage(message);
    },
    jobs() {
      return [...jobs.values()].reverse().map(snapshot);
    },
    skippedText(jobId, fileId) {
      return jobs.get(jobId)?.skippedTexts.get(fileId) ?? '';
    },
    async close() {
      for (const job of jobs.values()) {
        if (job.state !== 'running') continue;
        job.cancel.abort();
        await job.worker?.terminate();
        finish(job);
      }
    },
  };
}

async function tell(
  commands: Pick<StoreCommands, 'annotate'>,
  told: ToldTrace,
): Promise<TellOutcome> {
  try {
    return { status: 'committed', project: await commands.annotate('traceInfo', told) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof ContractError ? error.code : null;
    const isAway = code === 'store_unavailable' || code === 'unavailable';
    return { status: isAway ? 'unavailable' : 'failed', message };
  }
}

/** What is still open when the worker is gone will not go on. */
function endOpenFiles(job: Job, state: 'failed' | 'cancelled', message: string): void {
  for (const file of job.files.values()) {
    if (file.state === 'waiting' || file.state === 'reading') {
      job.files.set(file.id, { ...file, state, message });
    }
  }
}

function snapshot(job: Job): ImportJob {
  const files = [...job.files.values()];
  const elapsedMs = (job.endedMs === 0 ? Date.now() : job.endedMs) - job.startedMs;
  return {
    id: job.id,
    state: job.state,
    files,
    bytesRead: sum(files, (file) => file.bytesRead),
    bytesTotal: sum(files, (file) => file.bytesTotal),
    elapsedMs,
  };
}

function sum(files: readonly ImportFile[], of: (file: ImportFile) => number): number {
  return files.reduce((total, file) => total + of(file), 0);
}

function waitingFile(file: FileToImport): ImportFile {
  return {
    id: file.id,
    path: file.path,
    name: file.name,
    state: 'waiting',
    bytesRead: 0,
    bytesTotal: file.bytesTotal,
    format: '',
    spansAdded: 0,
    spansAlreadyThere: 0,
    logRecordsAdded: 0,
    logRecordsAlreadyThere: 0,
    metricDataPoints: 0,
    traces: 0,
    traceKeys: [],
    projects: [],
    skipped: [],
    message: '',
    elapsedMs: 0,
  };
}
