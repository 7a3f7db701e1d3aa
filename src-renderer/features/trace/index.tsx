/** Stands in until the trace view is here. */
export function TracePage() {
  return null;
}
