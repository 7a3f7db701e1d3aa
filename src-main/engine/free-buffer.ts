/**
 * Gives memory back at once that nobody looks at any more; views of it are empty from then on.
 * Left to the collector, what is outside of its heap grows to some 60 MB a thread before it sees
 * a reason to look. Where V8 is older than 11.4, which can do it, it is left to the collector.
 */
export function freeBuffer(buffer: Transferable): void {
  // One that was handed over already cannot be freed again.
  if (buffer.byteLength > 0) buffer.transfer?.(0);
}

/** TypeScript tells of it from ES2024 on. */
type Transferable = ArrayBufferLike & { transfer?(byteLength: number): ArrayBuffer };
