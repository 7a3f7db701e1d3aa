/**
 * Entry of the import worker: reads and cuts the files of one job, one after another, away
 * from the thread that answers exporters. Requests travel to the main thread's ingest
 * queue and their outcomes come back.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { IngestOutcome } from '../ingest';
import type { TellOutcome } from './delivery';
import { FileImport, type FileToImport } from './file-import';
import type { FromImporter, ToImporter } from './importer-messages';

if (parentPort === null) throw new Error('The importer runs as a worker thread.');
const port = parentPort;
const files = (workerData as { files: readonly FileToImport[] }).files;

const PROGRESS_EVERY_MS = 100;
const waiting = new Map<number, (outcome: IngestOutcome) => void>();
const waitingTold = new Map<number, (outcome: TellOutcome) => void>();
const imports = new Map<number, FileImport>();
let lastSeq = 0;

function post(message: FromImporter, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

for (const file of files) {
  let lastProgressMs = 0;
  const fileImport: FileImport = new FileImport(
    file,
    {
      submit: (signal, encoding, buffer, isReduced) =>
        new Promise((resolve) => {
          const seq = ++lastSeq;
          waiting.set(seq, resolve);
          const body = new Uint8Array(buffer);
          const request = { seq, fileName: file.name, signal, encoding, body, isReduced };
          post({ t: 'request', ...request }, [body.buffer]);
        }),
      tell: (told) =>
        new Promise((resolve) => {
          const seq = ++lastSeq;
          waitingTold.set(seq, resolve);
          post({ t: 'tell', seq, told: { ...told, fileName: file.name } });
        }),
    },
    () => {
      const now = Date.now();
      if (now - lastProgressMs < PROGRESS_EVERY_MS) return;
      lastProgressMs = now;
      post({ t: 'file', file: fileImport.snapshot() });
    },
  );
  imports.set(file.id, fileImport);
}

port.on('message', (message: ToImporter) => {
  if (message.t === 'outcome') {
    const resolve = waiting.get(message.seq);
    waiting.delete(message.seq);
    resolve?.(message.outcome);
  } else if (message.t === 'told') {
    const resolve = waitingTold.get(message.seq);
    waitingTold.delete(message.seq);
    resolve?.(message.outcome);
  } else {
    for (const [id, fileImport] of imports) {
      if (message.fileId === null || message.fileId === id) fileImport.cancel();
    }
  }
});

async function runAll(): Promise<void> {
  for (const [id, fileImport] of imports) {
    await fileImport.run();
    post({ t: 'file', file: fileImport.snapshot() });
    const text = fileImport.skippedText();
    if (text !== '') post({ t: 'skippedText', fileId: id, text });
  }
  post({ t: 'done' });
  port.close();
}

void runAll();
