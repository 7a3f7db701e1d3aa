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

/** Some name the model behind them instead of the agent. */
const agentOperations = new Set(['invoke_agent', 'invoke_workflow', 'create_agent']);

export function splitSpanName(name: string): SpanNameParts {
  const at = name.indexOf(' ');
  if (at > 0 && at < name.length - 1 && operations.has(name.slice(0, at))) {
    return { operation: name.slice(0, at + 1), target: name.slice(at + 1) };
  }
  return { operation: '', target: name };
}

export interface SpanTitle extends SpanNameParts {
  /** The name, quiet behind the label, where it does not tell what the span is about; or ''. */
  readonly rest: string;
}

/**
 * A span's name beside its label, which says what the span is about (a model, a tool, an
 * agent). Most names hold it already; before one that does not, such as `claude_code.tool`,
 * the label stands.
 */
export function titleOf(name: string, label: string): SpanTitle {
  const parts = splitSpanName(name);
  const isNamed = label !== '' && !name.includes(label);
  if (isNamed && agentOperations.has(parts.operation.trimEnd())) {
    return { operation: '', target: label, rest: ` ${name}` };
  }
  if (label === '' || parts.operation !== '') return { ...parts, rest: '' };
  const before = name.length - label.length - 1;
  if (before > 0 && name[before] === ' ' && name.endsWith(label)) {
    return { operation: name.slice(0, before + 1), target: label, rest: '' };
  }
  if (!isNamed) return { ...parts, rest: '' };
  return { operation: '', target: label, rest: ` ${name}` };
}
