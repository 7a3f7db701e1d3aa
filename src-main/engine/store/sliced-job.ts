/**
 * Long work of the ingest worker, cut into slices so that requests are answered in between:
 * a generator that yields after each slice, when no transaction is open.
 */
export type SlicedJob<Result> = Generator<void, Result, void>;

/** How long a slice may hold up the requests behind it. */
const SLICE_MS = 10;

/** Says whether the time of a slice that begins now is over. */
export function sliceTimer(sliceMs = SLICE_MS): () => boolean {
  const end = performance.now() + sliceMs;
  return () => performance.now() >= end;
}

/** Runs a job to its end at once. */
export function runToEnd<Result>(job: SlicedJob<Result>): Result {
  for (;;) {
    const step = job.next();
    if (step.done === true) return step.value;
  }
}
