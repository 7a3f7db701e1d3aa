/**
 * Many conventions name a span `{operation} {target}`, e.g. `chat gpt-4.1` or `GET /items`.
 * The operation is drawn quieter, since the target tells spans apart. The name stays
 * verbatim; anything else is all target.
 */
export interface SpanNameParts {
  /** With its trailing space, or ''. */
  readonly operation: string;
  readonly target: string;
}

const operations = new Set([
  // OpenTelemetry GenAI and its kin
  'chat',
  'text_completion',
  'generate_content',
  'embeddings',
  'embedding',
  'execute_tool',
  'invoke_agent',
  'invoke_workflow',
  'create_agent',
  'retrieve',
  'retrieval',
  'rerank',
  'guardrail',
  'evaluate',
  'chain',
  'process',
  // HTTP
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  // SQL
  'SELECT',
  'INSERT',
  'UPDATE',
  // Messaging
  'publish',
  'send',
  'receive',
]);

export function splitSpanName(name: string): SpanNameParts {
  const at = name.indexOf(' ');
  if (at > 0 && at < name.length - 1 && operations.has(name.slice(0, at))) {
    return { operation: name.slice(0, at + 1), target: name.slice(at + 1) };
  }
  return { operation: '', target: name };
}
