/**
 * Buffers of the typed arrays in a message, to be moved to the other thread in place of being
 * copied. Looks into plain objects and arrays; the sender must not use the arrays afterwards.
 */
export function transferablesOf(value: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  collect(value, buffers);
  return [...buffers];
}

function collect(value: unknown, buffers: Set<ArrayBuffer>): void {
  if (typeof value !== 'object' || value === null) return;
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) buffers.add(value.buffer);
    return;
  }
  // Texts and numbers in lists hold no buffers: only lists of objects are walked.
  const members = Array.isArray(value) ? value : Object.values(value);
  if (Array.isArray(value) && typeof members[0] !== 'object') return;
  for (const member of members) collect(member, buffers);
}
