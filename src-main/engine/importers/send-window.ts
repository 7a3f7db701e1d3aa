/**
 * Flow control between a file and the ingest path: so many requests on their way at once as
 * keep the writer busy and leave room for live senders, and patience while it takes none.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { IngestOutcome } from '../ingest';
import type { ImportRecord } from './import-record';
import type { StoredSignal } from './otlp-levels';

/** Hands one request to the ingest path; settles when it is committed. */
export type Submit = (
  signal: StoredSignal,
  encoding: 'protobuf' | 'json',
  body: Buffer,
) => Promise<IngestOutcome>;

/** An outcome that is about the request, and final. */
export type SettledOutcome = Exclude<IngestOutcome, { status: 'unavailable' }>;

export interface SendWindowOptions {
  readonly submit: Submit;
  readonly onOutcome: (record: ImportRecord, outcome: SettledOutcome) => void;
  /** Something about the window has changed. */
  readonly onProgress: () => void;
  readonly signal: AbortSignal;
}

const MAX_REQUESTS = 64;
const MAX_BYTES = 8 * 1024 * 1024;
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 2000;

/** The store was refused for good. */
export class StoreRefusedError extends Error {}

export class SendWindow {
  readonly #options: SendWindowOptions;
  readonly #inFlight = new Set<Promise<void>>();
  #bytes = 0;
  #sent = 0;
  #waitingFor = '';
  #refusal: StoreRefusedError | null = null;
  /** All requests that are turned away wait together. */
  #pause: Promise<void> | null = null;
  #pauseMs = FIRST_PAUSE_MS;

  constructor(options: SendWindowOptions) {
    this.#options = options;
  }

  /** Requests handed over so far. */
  get sent(): number {
    return this.#sent;
  }

  /** Why the ingest path takes nothing at the moment; '' where it does. */
  get waitingFor(): string {
    return this.#waitingFor;
  }

  /**
   * Waits for room, then lets the request go its way. Does nothing once cancelled.
   * @throws StoreRefusedError where no request will ever be taken
   */
  async send(record: ImportRecord): Promise<void> {
    const { signal, onProgress } = this.#options;
    while (this.#isFull) await Promise.race(this.#inFlight);
    if (this.#refusal !== null) throw this.#refusal;
    if (signal.aborted) return;
    const size = record.body.length;
    this.#bytes += size;
    this.#sent++;
    const sent: Promise<void> = this.#deliver(record).finally(() => {
      this.#inFlight.delete(sent);
      this.#bytes -= size;
      onProgress();
    });
    this.#inFlight.add(sent);
  }

  /** Settles when nothing is on its way any more. @throws StoreRefusedError as `send` does */
  async settled(): Promise<void> {
    await Promise.all(this.#inFlight);
    if (this.#refusal !== null) throw this.#refusal;
  }

  get #isFull(): boolean {
    const count = this.#inFlight.size;
    return count > 0 && (count >= MAX_REQUESTS || this.#bytes >= MAX_BYTES);
  }

  async #deliver(record: ImportRecord): Promise<void> {
    const { submit, signal, onOutcome, onProgress } = this.#options;
    for (;;) {
      const outcome = await submit(record.signal, record.encoding, record.body);
      if (outcome.status !== 'unavailable') {
        this.#waitingFor = '';
        this.#pauseMs = FIRST_PAUSE_MS;
        onOutcome(record, outcome);
        return;
      }
      if (outcome.isFinal === true) this.#refusal = new StoreRefusedError(outcome.message);
      if (this.#refusal !== null || signal.aborted) return;
      this.#waitingFor = outcome.message;
      onProgress();
      await (this.#pause ??= this.#rest());
      if (signal.aborted) return;
    }
  }

  async #rest(): Promise<void> {
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
    await sleep(pauseMs, undefined, { signal: this.#options.signal }).catch(() => undefined);
    this.#pause = null;
  }
}
