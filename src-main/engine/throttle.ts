/**
 * Calls `run` at most once each `intervalMs`: at once after a quiet time, else when the
 * interval is over, so that the last request is never lost.
 */
export class Throttle {
  readonly #intervalMs: number;
  readonly #run: () => void;
  #timer: NodeJS.Timeout | undefined;
  #isRequested = false;

  constructor(intervalMs: number, run: () => void) {
    this.#intervalMs = intervalMs;
    this.#run = run;
  }

  request(): void {
    this.#isRequested = true;
    if (this.#timer === undefined) this.#fire();
  }

  /** Forgets what was requested and never runs again, unless it is requested again. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isRequested = false;
  }

  #fire(): void {
    this.#isRequested = false;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#isRequested) this.#fire();
    }, this.#intervalMs);
    this.#run();
  }
}
