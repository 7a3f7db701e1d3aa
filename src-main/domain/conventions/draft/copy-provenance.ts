import type { DraftState } from './draft-state';

/** Of a field that was found where another stands, unless it was told itself. */
export function copyProvenance({ provenance }: DraftState, from: string, to: string | null): void {
  const place = provenance[from];
  if (to !== null && place !== undefined) provenance[to] ??= place;
}
