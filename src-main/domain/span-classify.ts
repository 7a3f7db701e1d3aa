/**
 * What a span is (agent, LLM call, tool, …), told from one raw attribute at a time while the
 * decoder walks past it. Keys and values are compared as bytes, so spans without a matching
 * key cost almost nothing and no string is made.
 *
 * Conventions are read in the order of the conventions reference §8.1: a vendor's explicit
 * kind, then `gen_ai.operation.name`, then the AI SDK's operation, then tools, then MCP,
 * then plain HTTP and database spans. A vendor's generic word (`span`, `chain`, `UNKNOWN`)
 * yields to a specific kind of any other convention.
 */
import { categoryNumber, type SpanCategory } from './span-category';

/**
 * Evidence of one attribute: `rank * 256 + category`. The least one of a span decides;
 * among equal ranks the attribute that comes last (OTLP: the last duplicate counts).
 */
export type CategoryHint = number;

/** No evidence: weaker than any other hint. */
export const noHint: CategoryHint = 0xffff * 256 + categoryNumber('other');

/** The `SpanCategory` number a hint stands for. */
export function categoryOfHint(hint: CategoryHint): number {
  return hint & 0xff;
}

/** The stronger of two hints, `later` being of the attribute that comes later in the span. */
export function strongerHint(earlier: CategoryHint, later: CategoryHint): CategoryHint {
  return later >> 8 <= earlier >> 8 ? later : earlier;
}

/** Words that say nothing specific lose against every specific kind. */
const genericRank = 100;

interface Rule {
  readonly key: string;
  /** Lower case value → category; a value that is not listed is no evidence. */
  readonly values?: Readonly<Record<string, SpanCategory>>;
  /** The key alone is evidence, whatever its value. */
  readonly present?: SpanCategory;
}

/** Kinds most conventions share, by their lower case names. */
const sharedKinds = {
  agent: 'agent',
  llm: 'llm',
  chat_model: 'llm',
  generation: 'llm',
  tool: 'tool',
  retriever: 'retriever',
  reranker: 'retriever',
  embedding: 'embedding',
  guardrail: 'guardrail',
  evaluator: 'evaluator',
  chain: 'chain',
  workflow: 'chain',
  task: 'chain',
  parser: 'chain',
} as const satisfies Record<string, SpanCategory>;

/** From the strongest to the weakest. */
const rules: readonly Rule[] = [
  { key: 'langfuse.observation.type', values: sharedKinds },
  { key: 'openinference.span.kind', values: sharedKinds },
  { key: 'mlflow.spanType', values: sharedKinds },
  { key: 'langsmith.span.kind', values: sharedKinds },
  { key: 'traceloop.span.kind', values: sharedKinds },
  {
    key: 'gen_ai.operation.name',
    values: {
      chat: 'llm',
      generate_content: 'llm',
      text_completion: 'llm',
      llm_call: 'llm',
      invoke_agent: 'agent',
      create_agent: 'agent',
      agent_call: 'agent',
      execute_tool: 'tool',
      tool_call: 'tool',
      embeddings: 'embedding',
      retrieval: 'retriever',
      rerank: 'retriever',
      invoke_workflow: 'chain',
      agent_step: 'chain',
      plan: 'chain',
    },
  },
  {
    key: 'llm.request.type',
    values: { chat: 'llm', completion: 'llm', embedding: 'embedding', rerank: 'retriever' },
  },
  // `operation.name` carries the function's id behind a blank; see `valueEnd`.
  { key: 'ai.operationId', values: aiSdkOperations() },
  { key: 'operation.name', values: aiSdkOperations() },
  { key: 'gen_ai.tool.name', present: 'tool' },
  { key: 'gen_ai.tool.call.id', present: 'tool' },
  { key: 'mcp.method.name', values: { 'tools/call': 'tool' } },
  { key: 'db.system.name', present: 'database' },
  { key: 'db.system', present: 'database' },
  { key: 'http.request.method', present: 'http' },
  { key: 'http.response.status_code', present: 'http' },
  { key: 'http.method', present: 'http' },
  { key: 'http.status_code', present: 'http' },
  { key: 'http.route', present: 'http' },
  { key: 'http.url', present: 'http' },
  { key: 'url.full', present: 'http' },
];

function aiSdkOperations(): Record<string, SpanCategory> {
  return {
    'ai.generatetext': 'agent',
    'ai.streamtext': 'agent',
    'ai.generateobject': 'chain',
    'ai.streamobject': 'chain',
    'ai.generatetext.dogenerate': 'llm',
    'ai.streamtext.dostream': 'llm',
    'ai.generateobject.dogenerate': 'llm',
    'ai.streamobject.dostream': 'llm',
    'ai.toolcall': 'tool',
    'ai.embed': 'embedding',
    'ai.embedmany': 'embedding',
    'ai.embed.doembed': 'embedding',
    'ai.embedmany.doembed': 'embedding',
    'ai.rerank': 'retriever',
    'ai.rerank.dorerank': 'retriever',
  };
}

interface CompiledValue {
  readonly text: string;
  readonly hint: CategoryHint;
}

interface CompiledRule {
  readonly key: string;
  readonly values: readonly CompiledValue[];
  readonly presentHint: CategoryHint;
}

const rulesByKeyLength = compile();

function compile(): readonly (readonly CompiledRule[] | undefined)[] {
  const byLength: CompiledRule[][] = [];
  rules.forEach((rule, rank) => {
    const hint = (category: SpanCategory): CategoryHint =>
      (category === 'chain' ? rank + genericRank : rank) * 256 + categoryNumber(category);
    (byLength[rule.key.length] ??= []).push({
      key: rule.key,
      values: Object.entries(rule.values ?? {}).map(([text, category]) => ({
        text,
        hint: hint(category),
      })),
      presentHint: rule.present === undefined ? noHint : hint(rule.present),
    });
  });
  // Holes would make the lookup slow.
  return Array.from(byLength);
}

/**
 * The hint of one attribute.
 * @param bytes holds key and value as UTF-8
 * @param keyStart,keyEnd bounds of the key
 * @param valueStart,valueEnd bounds of a string value; equal where the value is of another type
 */
export function hintOfAttribute(
  bytes: Uint8Array,
  keyStart: number,
  keyEnd: number,
  valueStart: number,
  valueEnd: number,
): CategoryHint {
  const candidates = rulesByKeyLength[keyEnd - keyStart];
  if (candidates === undefined) return noHint;
  for (const rule of candidates) {
    if (!equals(bytes, keyStart, rule.key)) continue;
    if (rule.values.length === 0) return rule.presentHint;
    return hintOfValue(bytes, valueStart, valueEnd, rule.values);
  }
  return noHint;
}

function hintOfValue(
  bytes: Uint8Array,
  valueStart: number,
  valueEnd: number,
  values: readonly CompiledValue[],
): CategoryHint {
  let start = valueStart;
  let end = valueStart;
  // MLflow writes every value as JSON, so words come with quotes.
  if (bytes[start] === QUOTE && start < valueEnd) end = ++start;
  while (end < valueEnd && bytes[end] !== BLANK && bytes[end] !== QUOTE) end++;
  for (const value of values) {
    if (value.text.length === end - start && equalsIgnoringCase(bytes, start, value.text)) {
      return value.hint;
    }
  }
  return noHint;
}

const QUOTE = 0x22;
const BLANK = 0x20;

function equals(bytes: Uint8Array, start: number, text: string): boolean {
  // From the end: keys of one length differ there, as their namespaces are often the same.
  for (let at = text.length - 1; at >= 0; at--) {
    if (bytes[start + at] !== text.charCodeAt(at)) return false;
  }
  return true;
}

/** `text` is lower case ASCII. */
function equalsIgnoringCase(bytes: Uint8Array, start: number, text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const byte = bytes[start + at] as number;
    const lower = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
    if (lower !== text.charCodeAt(at)) return false;
  }
  return true;
}
