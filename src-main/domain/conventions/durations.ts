/** Senders' units of time as nanoseconds. The unit is the key's, never guessed (§8.1 rule 7). */

/** Milliseconds as nanoseconds; null stays null. */
export function fromMilliseconds(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e6);
}

/** Seconds as nanoseconds; null stays null. */
export function fromSeconds(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e9);
}

/**
 * Nanoseconds from `startNs` (Unix ns) to an ISO 8601 time, which may stand in JSON quotes. Null
 * where it is no time or lies before the start.
 */
export function sinceIsoTime(startNs: bigint, text: string | null): number | null {
  if (text === null || text.length > 60) return null;
  const milliseconds = Date.parse(text.replaceAll('"', ''));
  if (!Number.isFinite(milliseconds)) return null;
  const elapsed = Number(BigInt(milliseconds) * 1_000_000n - startNs);
  return elapsed >= 0 ? elapsed : null;
}
