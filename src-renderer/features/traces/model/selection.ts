/** Ticked traces, by key: ticks stay with their traces whatever moves or arrives. */
export type Ticks = ReadonlySet<number>;

export const noTicks: Ticks = new Set();

export function toggled(ticks: Ticks, key: number): Ticks {
  const next = new Set(ticks);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** Adds traces to the ticked ones. */
export function withTicks(ticks: Ticks, keys: readonly number[]): Ticks {
  const next = new Set(ticks);
  for (const key of keys) next.add(key);
  return next;
}

export function withoutTicks(ticks: Ticks, keys: readonly number[]): Ticks {
  const next = new Set(ticks);
  for (const key of keys) next.delete(key);
  return next;
}
