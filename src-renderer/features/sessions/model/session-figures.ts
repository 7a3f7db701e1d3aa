import type { SessionDetail } from '@contract/facets';
import type { TraceRow } from '@contract/traces';
import { countedTurns } from '@domain/facets/counted-turns';

import { failureCount } from '@domain/facets/shown-counts';

/** Tokens in and out of a turn; NaN where none were reported. */
export function tokensOf({ facets }: TraceRow): number {
  if (facets === null) return Number.NaN;
  const { input, output } = facets.tokens;
  if (input === null && output === null) return Number.NaN;
  return (input ?? 0) + (output ?? 0);
}

export interface SessionFigures {
  /** Sum of the turns' durations, not the time between first and last. */
  readonly agentTimeNs: number;
  readonly modelCallCount: number;
  readonly tokens: number;
  readonly errorCount: number;
}

/** Sums over the turns. */
export function sessionFigures({ turns, tokens }: SessionDetail): SessionFigures {
  const sum = (valueOf: (turn: TraceRow) => number, of = turns): number =>
    of.reduce((total, turn) => total + valueOf(turn), 0);
  return {
    agentTimeNs: sum(({ durationNs }) => durationNs),
    modelCallCount: sum(({ facets }) => facets?.modelCallCount ?? 0, countedTurns(turns)),
    tokens:
      tokens.input === null && tokens.output === null
        ? Number.NaN
        : (tokens.input ?? 0) + (tokens.output ?? 0),
    errorCount: sum(failureCount),
  };
}
