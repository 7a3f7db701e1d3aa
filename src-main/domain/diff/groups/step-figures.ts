/** What one run spent on one step, all its repeats together. */
export interface StepFigures {
  /** How many spans of the run are this step. */
  readonly times: number;
  /** Of all of them, one after the other; NaN where no time was sent. */
  readonly durationNs: number;
  /** Tokens and US dollars that count towards the trace; NaN where none do. */
  readonly tokens: number;
  readonly costUsd: number;
  /** Failures that began here. */
  readonly errors: number;
  /** Of the first one. */
  readonly spanId: string;
  readonly name: string;
  /** What it is about: a tool, an agent, a model; '' where that is not known. */
  readonly label: string;
  /** '' for what is no model call, or does not tell. */
  readonly model: string;
}

/** Both together; the first one gives the name. */
export function addFigures(first: StepFigures, more: StepFigures): StepFigures {
  return {
    ...first,
    times: first.times + more.times,
    durationNs: addKnown(first.durationNs, more.durationNs),
    tokens: addKnown(first.tokens, more.tokens),
    costUsd: addKnown(first.costUsd, more.costUsd),
    errors: first.errors + more.errors,
  };
}

function addKnown(x: number, y: number): number {
  if (Number.isNaN(x)) return y;
  return Number.isNaN(y) ? x : x + y;
}
