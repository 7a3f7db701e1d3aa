import type { Ingest, IngestOutcome, IngestRequest } from '../ingest';
import type { ByteLease } from './byte-ledger';
import type { ReceiverLimits } from './receiver-types';

/** Pause before an ingest that was unavailable is asked again. */
const ASK_AGAIN_MS = 100;

/**
 * Stands between the listeners and the ingest: holds requests while there is none or while
 * it is unavailable (reference B11), and bounds how long a commit may take. A sender gets an
 * answer, and never 500 for what a retry can cure (B13).
 */
export class IngestGate {
  #ingest: Ingest | null;
  #isClosed = false;
  #waiting = new Set<() => void>();

  constructor(
    ingest: Ingest | null,
    private readonly limits: Pick<ReceiverLimits, 'holdMs' | 'commitMs'>,
  ) {
    this.#ingest = ingest;
  }

  get queuedBytes(): number {
    return this.#ingest?.queuedBytes ?? 0;
  }

  use(ingest: Ingest | null): void {
    this.#ingest = ingest;
    if (ingest !== null) this.#wake();
  }

  /** Lets held requests go unanswered by an ingest: they end as unavailable. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  open(): void {
    this.#isClosed = false;
  }

  /**
   * Hands a request to the ingest. The lease, which counts the body, is released as soon as
   * the ingest counts it itself. Never rejects.
   */
  async deliver(request: IngestRequest, lease: ByteLease): Promise<IngestOutcome> {
    const { byteLength } = request.body;
    const deadlineMs = performance.now() + this.limits.holdMs;
    for (;;) {
      const ingest = this.#ingest;
      let outcome: IngestOutcome;
      if (ingest === null) {
        outcome = unavailable('The store is not open yet. Send it again later.');
      } else {
        const submitted = this.#submit(ingest, request);
        lease.release();
        outcome = await submitted;
      }
      if (outcome.status !== 'unavailable' || outcome.isFinal === true) return outcome;
      if (this.#isClosed) return outcome;
      // An ingest that took the buffer has had its chance; one that left it may be asked again.
      if (request.body.byteLength !== byteLength) return outcome;
      const leftMs = deadlineMs - performance.now();
      if (leftMs <= 0) return outcome;
      if (ingest !== null && !lease.take(byteLength)) return outcome;
      await this.#sleep(ingest === null ? leftMs : Math.min(ASK_AGAIN_MS, leftMs));
    }
  }

  async #submit(ingest: Ingest, request: IngestRequest): Promise<IngestOutcome> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<IngestOutcome>((resolve) => {
      timer = setTimeout(
        () => resolve(unavailable('Storing takes too long. Send it again later.')),
        this.limits.commitMs,
      );
    });
    try {
      return await Promise.race([ingest.submit(request), late]);
    } catch (error) {
      return unavailable(`Storing failed: ${error instanceof Error ? error.message : 'unknown'}.`);
    } finally {
      clearTimeout(timer);
    }
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#waiting.add(done);
    });
  }

  #wake(): void {
    for (const done of this.#waiting) done();
  }
}

function unavailable(message: string): IngestOutcome {
  return { status: 'unavailable', message };
}
