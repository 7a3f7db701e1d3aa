/**
 * How much of the writer's time work without hurry may take. While requests come in, a small
 * share of the time they take and of the time between them; all of it when none have come for
 * a while. Times are of `performance.now()`, in milliseconds.
 */

/** Of the time that requests take: what senders would otherwise lose. */
const BUSY_SHARE = 0.04;
/** Of the time between requests: the next one may come at any moment. */
const IDLE_SHARE = 0.1;
const CALM_AFTER_MS = 100;
/** What may be saved up, so that a pause is not followed by a stall. */
const MAX_SAVED_MS = 20;

export class SpareTime {
  #savedMs = 0;
  /** End of the last group of requests. */
  #lastMs = Number.NEGATIVE_INFINITY;

  /** A group of requests was committed. */
  noteRequests(startMs: number, endMs: number): void {
    // After a calm everything was allowed anyway.
    const idleMs = this.#isCalm(startMs) ? 0 : Math.max(0, startMs - this.#lastMs);
    this.#savedMs += BUSY_SHARE * (endMs - startMs) + IDLE_SHARE * idleMs;
    this.#savedMs = Math.min(this.#savedMs, MAX_SAVED_MS);
    this.#lastMs = endMs;
  }

  /** Work without hurry took so long. */
  spend(ms: number): void {
    this.#savedMs -= ms;
  }

  /** Milliseconds until such work may go on; 0 for now. */
  waitMs(nowMs: number): number {
    if (this.#isCalm(nowMs)) {
      this.#savedMs = 0;
      return 0;
    }
    const idleMs = Math.max(0, nowMs - this.#lastMs);
    const missingMs = -(this.#savedMs + IDLE_SHARE * idleMs);
    if (missingMs <= 0) return 0;
    return Math.min(missingMs / IDLE_SHARE, this.#lastMs + CALM_AFTER_MS - nowMs);
  }

  #isCalm(nowMs: number): boolean {
    return nowMs - this.#lastMs >= CALM_AFTER_MS;
  }
}
