/**
 * The thread that owns the only writing connection. Opens the database, runs the write loop,
 * and replaces the file where it turns out to be damaged.
 */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { StoreNotice } from '@contract/store-info';
import type { WritableDb } from './connection';
import { asidePathOf, setAside } from './damage';
import { DATABASE_FILE, SUSPECT_FILE } from './file-names';
import type { FromIngestWorker, IngestWorkerData, ToIngestWorker } from './ingest-protocol';
import { putNotice } from './notices';
import { openDatabase } from './open-database';
import { faultOf, refusalOf, StoreRefusal } from './store-errors';
import { stopped, WriteLoop, type EndReason } from './write-loop';

/** Time for readers to close the damaged file, and how often it is tried to rename it. */
const ASIDE_DELAY_MS = 200;
const ASIDE_ATTEMPTS = 25;

class IngestWorker {
  readonly #port: MessagePort;
  readonly #config: IngestWorkerData;
  #loop: WriteLoop | null = null;
  #queue: ToIngestWorker[] = [];

  constructor(port: MessagePort, config: IngestWorkerData) {
    this.#port = port;
    this.#config = config;
  }

  start(): void {
    this.#port.on('message', (message: ToIngestWorker) => {
      if (this.#loop !== null) this.#loop.receive(message);
      // It was meant for the file that is being replaced.
      else if (message.t === 'command' || message.t === 'annotate') this.#rejectCommand(message.id);
      else this.#queue.push(message);
    });
    this.#open([]);
  }

  #open(notices: readonly StoreNotice[]): void {
    let db: WritableDb | undefined;
    try {
      db = openDatabase({
        ...this.#config,
        now: () => new Date(),
        onUpgrade: () => this.#post({ t: 'migrating' }),
      });
      for (const notice of notices) putNotice(db, notice);
      this.#loop = new WriteLoop(db, this.#queue, {
        port: this.#port,
        sqliteBinding: this.#config.sqliteBinding,
        onEnd: (reason, rest) => this.#onEnd(reason, rest),
      });
      this.#queue = [];
    } catch (error) {
      db?.close();
      // A fresh file, which has notices, is not replaced again.
      if (faultOf(error) === 'damaged' && notices.length === 0) this.#replace();
      else this.#refuse(error);
    }
  }

  #onEnd(reason: EndReason, rest: readonly ToIngestWorker[]): void {
    this.#loop = null;
    if (reason === 'closed') {
      this.#post({ t: 'closed' });
      this.#port.close();
      return;
    }
    this.#queue = [...rest];
    this.#replace();
  }

  #replace(): void {
    this.#post({ t: 'closingFile' });
    const path = join(this.#config.dataDir, DATABASE_FILE);
    this.#renameFile(path, asidePathOf(path, new Date()), 1);
  }

  /** Windows renames no file that is open, so readers get time to close theirs. */
  #renameFile(path: string, asidePath: string, attempt: number): void {
    setTimeout(() => {
      let notice: StoreNotice;
      try {
        notice = setAside(path, asidePath);
      } catch (error) {
        if (attempt < ASIDE_ATTEMPTS) this.#renameFile(path, asidePath, attempt + 1);
        else this.#giveUp(error);
        return;
      }
      this.#open([notice]);
    }, ASIDE_DELAY_MS);
  }

  /** Leaves a mark, so that the next start checks the file and sets it aside. */
  #giveUp(error: unknown): void {
    const { dataDir } = this.#config;
    try {
      writeFileSync(join(dataDir, SUSPECT_FILE), '');
    } catch {
      // Then the damage is met again, and this tried again.
    }
    this.#refuse(
      new StoreRefusal(
        `The database in ${dataDir} is damaged and could not be set aside. Start Otelier again to do so.`,
        true,
        error,
      ),
    );
  }

  #refuse(error: unknown): void {
    const { message, mayPass } = refusalOf(error, this.#config.dataDir);
    this.#post({ t: 'refused', message, mayPass });
    this.#port.close();
  }

  #rejectCommand(id: number): void {
    this.#post({ t: 'error', id, error: stopped.toJSON() });
  }

  #post(message: FromIngestWorker): void {
    this.#port.postMessage(message);
  }
}

if (parentPort !== null) {
  new IngestWorker(parentPort, workerData as IngestWorkerData).start();
}
