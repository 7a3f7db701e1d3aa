/**
 * Requests on their way to the ingest worker: handed over, counted, and answered once each,
 * whatever becomes of the worker.
 */
import type { Ingest, IngestOutcome, IngestRequest } from '../ingest';
import type { IngestMessage } from './ingest-protocol';

/** Beyond this requests are turned away; a single one is always taken. */
const MAX_QUEUED_BYTES = 256 * 1024 * 1024;
/** How long a request waits for the store to open (reference B11). */
const HOLD_MS = 7000;

type Unavailable = Extract<IngestOutcome, { status: 'unavailable' }>;
type Send = (message: IngestMessage, transfer: readonly ArrayBuffer[]) => void;

export class IngestQueue implements Ingest {
  readonly #pending = new Map<number, Pending>();
  /** Requests that came while the store was opening. */
  readonly #held = new Map<number, IngestMessage>();
  #send: Send | null = null;
  /** Why requests are turned away; null while the store is open or about to be. */
  #refusal: Unavailable | null = null;
  #nextId = 1;
  #queuedBytes = 0;

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  submit(request: IngestRequest): Promise<IngestOutcome> {
    const bytes = request.body.byteLength;
    if (this.#refusal !== null) return Promise.resolve(this.#refusal);
    if (this.#pending.size > 0 && this.#queuedBytes + bytes > MAX_QUEUED_BYTES) {
      return Promise.resolve(unavailable('too many requests are waiting to be stored'));
    }
    const message: IngestMessage = {
      t: 'ingest',
      id: this.#nextId++,
      request: { ...request, body: ownBuffer(request.body) },
      receivedMs: Date.now(),
    };
    return new Promise((resolve) => {
      this.#queuedBytes += bytes;
      this.#pending.set(message.id, { resolve, bytes });
      if (this.#send === null) this.#hold(message);
      else this.#send(message, [message.request.body.buffer]);
    });
  }

  settle(outcomes: readonly (readonly [id: number, outcome: IngestOutcome])[]): void {
    for (const [id, outcome] of outcomes) {
      const pending = this.#pending.get(id);
      if (pending === undefined) continue;
      this.#pending.delete(id);
      this.#queuedBytes -= pending.bytes;
      pending.resolve(outcome);
    }
  }

  /** Requests go to a worker from now on, those that were held first. */
  open(send: Send): void {
    this.#send = send;
    this.#refusal = null;
    const held = [...this.#held.values()];
    this.#held.clear();
    for (const message of held) send(message, [message.request.body.buffer]);
  }

  /** The worker is gone, so its requests are unanswered for good; new ones are held. */
  interrupt(message: string): void {
    this.#send = null;
    const lost = [...this.#pending.keys()].filter((id) => !this.#held.has(id));
    this.settle(lost.map((id) => [id, unavailable(message)] as const));
  }

  /** Turns away what comes and what no worker has seen yet; the rest will be answered. */
  drain(message: string): void {
    this.#turnAway(unavailable(message));
  }

  /** Turns away what waits and what comes, until `open`; for good where that may not come. */
  refuse(message: string, mayPass = true): void {
    const refusal: Unavailable = mayPass
      ? unavailable(message)
      : { ...unavailable(message), isFinal: true };
    this.#send = null;
    this.#turnAway(refusal);
    this.settle([...this.#pending.keys()].map((id) => [id, refusal] as const));
  }

  #turnAway(refusal: Unavailable): void {
    this.#refusal = refusal;
    const held = [...this.#held.keys()];
    this.#held.clear();
    this.settle(held.map((id) => [id, refusal] as const));
  }

  #hold(message: IngestMessage): void {
    this.#held.set(message.id, message);
    setTimeout(() => {
      // Once it has gone to the worker, the worker answers.
      if (!this.#held.delete(message.id)) return;
      this.settle([[message.id, unavailable('the trace store is still opening')]]);
    }, HOLD_MS).unref();
  }
}

interface Pending {
  readonly resolve: (outcome: IngestOutcome) => void;
  readonly bytes: number;
}

function unavailable(message: string): Unavailable {
  return { status: 'unavailable', message };
}

/** A body that shares its buffer with others cannot be handed to another thread. */
function ownBuffer(body: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return body.byteLength === body.buffer.byteLength ? body : new Uint8Array(body);
}
