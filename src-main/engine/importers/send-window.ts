/**
 * Flow control between a file and the ingest path: so many requests on their way at once as
 * keep the writer busy and leave room for live senders, and patience while it takes none.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { IngestOutcome } from '../ingest';
import type { Delivery, TellOutcome } from './delivery';
import type { ImportRecord } from './import-record';

/** An outcome that is about the request, and final. */
export type SettledOutcome = Exclude<IngestOutcome, { status: 'unavailable' }>;

export type SettledTelling = Exclude<TellOutcome, { status: 'unavailable' }>;

export interface SendWindowOptions {
  readonly delivery: Delivery;
  readonly onOutcome: (record: ImportRecord, outcome: SettledOutcome) => void;
  /** What a record tells of its trace was taken, or refused while its spans were taken. */
  readonly onTold: (record: ImportRecord, outcome: SettledTelling) => void;
  /** Something about the window has changed. */
  readonly onProgress: () => void;
  readonly signal: AbortSignal;
}

const MAX_REQUESTS = 64;
const MAX_BYTES = 8 * 1024 * 1024;
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 2000;

type Unavailable = Extract<IngestOutcome, { status: 'unavailable' }>;

function isUnavailable(outcome: { readonly status: string }): outcome is Unavailable {
  return outcome.status === 'unavailable';
}

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
    const { delivery, onOutcome, onTold } = this.#options;
    const { told } = record;
    const outcome = await this.#untilTaken(() =>
      delivery.submit(record.signal, record.encoding, record.body, record.isReduced === true),
    );
    if (outcome === null) return;
    onOutcome(record, outcome);
    if (told === undefined || outcome.status !== 'committed') return;
    const answer = await this.#untilTaken(() => delivery.tell(told));
    if (answer !== null) onTold(record, answer);
  }

  /** The outcome of what is tried until it is taken; null once cancelled, or refused for good. */
  async #untilTaken<Outcome extends { readonly status: string }>(
    attempt: () => Promise<Outcome | Unavailable>,
  ): Promise<Exclude<Outcome, { status: 'unavailable' }> | null> {
    const { signal, onProgress } = this.#options;
    for (;;) {
      const outcome = await attempt();
      if (!isUnavailable(outcome)) {
        this.#waitingFor = '';
        this.#pauseMs = FIRST_PAUSE_MS;
        return outcome as Exclude<Outcome, { status: 'unavailable' }>;
      }
      if (outcome.isFinal === true) this.#refusal = new StoreRefusedError(outcome.message);
      if (this.#refusal !== null || signal.aborted) return null;
      this.#waitingFor = outcome.message;
      onProgress();
      await (this.#pause ??= this.#rest());
      if (signal.aborted) return null;
    }
  }

  async #rest(): Promise<void> {
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
    await sleep(pauseMs, undefined, { signal: this.#options.signal }).catch(() => undefined);
    this.#pause = null;
  }
}
