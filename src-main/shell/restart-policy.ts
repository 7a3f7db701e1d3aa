/**
 * When to start the engine again after it died. The first restart comes at once, since most
 * crashes are single; then the waits grow, so that an engine that cannot run does not burn
 * the machine.
 */
const delaysMs = [0, 250, 500, 1000, 2000, 5000] as const;

/** An engine that ran this long was healthy: its death is a first one again. */
const healthyAfterMs = 60_000;

export interface RestartPlan {
  /** Deaths in a row, this one included. */
  readonly deaths: number;
  /** Null: do not start it again; the user may. */
  readonly delayMs: number | null;
}

/**
 * @param deathsBefore deaths in a row before this one
 * @param uptimeMs how long the engine answered calls before it died; 0 where it never did
 */
export function planRestart(deathsBefore: number, uptimeMs: number): RestartPlan {
  const before = uptimeMs >= healthyAfterMs ? 0 : deathsBefore;
  return { deaths: before + 1, delayMs: delaysMs[before] ?? null };
}
