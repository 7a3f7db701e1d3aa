/** A share of the ledger held by one request. */
export interface ByteLease {
  /** Takes more bytes; false where they are not to be had, and then none are taken. */
  take(bytes: number): boolean;
  /** Gives everything back. May be called again, and more taken after it. */
  release(): void;
}

/**
 * Counts the bytes that requests hold in memory, compressed and inflated, together with
 * those the ingest has queued, so that many requests at once cannot exhaust it however
 * small each is (reference S8, H20).
 */
export class ByteLedger {
  #held = 0;

  /**
   * @param capacityBytes asked on each `take`, since the settings may change
   * @param queuedBytes bytes handed over and not yet committed
   */
  constructor(
    private readonly capacityBytes: () => number,
    private readonly queuedBytes: () => number,
  ) {}

  get heldBytes(): number {
    return this.#held;
  }

  /** Whether a new request should be turned away before its body is read. */
  isFull(): boolean {
    return this.#held + this.queuedBytes() >= this.capacityBytes();
  }

  lease(): ByteLease {
    let own = 0;
    return {
      take: (bytes) => {
        if (this.#held + this.queuedBytes() + bytes > this.capacityBytes()) return false;
        own += bytes;
        this.#held += bytes;
        return true;
      },
      release: () => {
        this.#held -= own;
        own = 0;
      },
    };
  }
}
