import type { ContextPoint } from '@contract/facets';

/** What one bar of the context chart shows: one model call, or several neighbours as one. */
export interface ContextColumn {
  /** The call it shows in full: the one with the greatest context of its neighbours. */
  readonly point: ContextPoint;
  readonly callCount: number;
  readonly wasCompacted: boolean;
  /** Parts of the context in tokens, scaled so that they sum to the tokens of the call. */
  readonly stayed: number;
  readonly entered: number;
  /** What was there before and is gone. */
  readonly left: number;
  /** The first one of its turn. */
  readonly beginsTurn: boolean;
}

/**
 * Calls in order as at most `maxColumns` bars. The parts are estimates, the sum is what the
 * provider counted: the parts are scaled to it.
 */
export function contextColumns(
  points: readonly ContextPoint[],
  maxColumns: number,
): readonly ContextColumn[] {
  const perColumn = Math.max(1, Math.ceil(points.length / Math.max(1, maxColumns)));
  const columns: ContextColumn[] = [];
  let lastTurn = 0;
  let most = 0;
  for (let from = 0; from < points.length; from += perColumn) {
    const group = points.slice(from, from + perColumn);
    const point = group.reduce((top, next) => (next.inputTokens > top.inputTokens ? next : top));
    const estimated = point.enteredTokens + point.stayedTokens;
    const scale = estimated > 0 ? point.inputTokens / estimated : 0;
    const turn = group[0]?.turn ?? lastTurn;
    columns.push({
      point,
      callCount: group.length,
      wasCompacted: group.some(({ wasCompacted }) => wasCompacted),
      stayed: point.stayedTokens * scale,
      entered: estimated > 0 ? point.enteredTokens * scale : point.inputTokens,
      // No more can go than was there: the estimate of a small prompt is scaled a lot.
      left: Math.min(
        most,
        group.reduce((sum, { leftTokens }) => sum + leftTokens, 0) * (scale || 1),
      ),
      beginsTurn: turn !== lastTurn,
    });
    lastTurn = group[group.length - 1]?.turn ?? turn;
    most = Math.max(most, point.inputTokens);
  }
  return columns;
}
