/** Notices that the facet worker does not go on. */
import type { Work, WorkMark } from './work-mark';

export interface HangLimits {
  /** For one span. */
  readonly spanMs: number;
  /** For what is about a whole trace: reading its log records, folding it. */
  readonly traceMs: number;
}

/**
 * A span takes some microseconds, and the largest that senders can send some seconds; on a busy
 * machine the worker gets little of the time.
 */
export const defaultHangLimits: HangLimits = { spanMs: 20_000, traceMs: 60_000 };

const LOOKS_A_LIMIT = 20;

export class HangWatch {
  readonly #timer: NodeJS.Timeout;
  #beats = -1;
  #looks = 0;

  /**
   * Time is counted in looks and not by the clock: those of a machine that sleeps, or is too busy
   * to run this thread, do not count.
   * @param onHang called once, with what it hangs at
   */
  constructor(mark: WorkMark, limits: HangLimits, onHang: (work: Work) => void) {
    const everyMs = limits.spanMs / LOOKS_A_LIMIT;
    this.#timer = setInterval(() => {
      const work = mark.read();
      const hasGoneOn = work.traceKey === 0 || work.isWaiting || work.beats !== this.#beats;
      this.#beats = work.beats;
      this.#looks = hasGoneOn ? 0 : this.#looks + 1;
      const limitMs = work.spanKey === 0 ? limits.traceMs : limits.spanMs;
      if (this.#looks * everyMs < limitMs) return;
      this.stop();
      onHang(work);
    }, everyMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
