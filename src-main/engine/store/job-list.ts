/** Long work of the ingest worker that is under way, a slice at a time. */
import { SpareTime } from './spare-time';
import type { SlicedJob } from './sliced-job';

export interface Job {
  readonly work: SlicedJob<unknown>;
  /** Nobody waits for it: requests go first. */
  readonly isPatient?: true;
  readonly onDone: (result: unknown) => void;
  readonly onError: (error: unknown) => void;
}

export class JobList {
  readonly spareTime = new SpareTime();
  readonly #jobs: Job[] = [];

  add(job: Job): void {
    this.#jobs.push(job);
  }

  /**
   * Runs one slice of the job that waited longest, of those that may go on now.
   * Returns what the job threw, which it was told, or null.
   */
  advance(): { readonly error: unknown } | null {
    const startMs = performance.now();
    const mayAll = this.spareTime.waitMs(startMs) === 0;
    const at = this.#jobs.findIndex((job) => mayAll || job.isPatient !== true);
    const [job] = at === -1 ? [] : this.#jobs.splice(at, 1);
    if (job === undefined) return null;
    try {
      const step = job.work.next();
      if (step.done === true) job.onDone(step.value);
      else this.#jobs.push(job);
    } catch (error) {
      job.onError(error);
      return { error };
    } finally {
      if (job.isPatient === true) this.spareTime.spend(performance.now() - startMs);
    }
    return null;
  }

  /** Milliseconds until some job may go on; null where there is none. */
  waitMs(): number | null {
    if (this.#jobs.length === 0) return null;
    const isUrgent = this.#jobs.some((job) => job.isPatient !== true);
    return isUrgent ? 0 : this.spareTime.waitMs(performance.now());
  }

  /** Ends all jobs with this error. */
  end(error: unknown): void {
    for (const job of this.#jobs.splice(0)) {
      job.work.return(undefined);
      job.onError(error);
    }
  }
}
