/** Keys by which senders tell what went into and came out of a trace as a whole. */
const keys: ReadonlySet<string> = new Set([
  'langfuse.trace.input',
  'langfuse.trace.output',
  'mlflow.traceInputs',
  'mlflow.traceOutputs',
]);

/** Whether content from that key is the trace's: another thing than the span's own. */
export function isTraceContent(key: string): boolean {
  return keys.has(key);
}
