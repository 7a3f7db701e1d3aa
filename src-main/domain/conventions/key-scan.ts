/**
 * A first look at the keys of a span, as cheap as can be: most spans of most programs are no
 * agent's, and none of the conventions need be asked of them.
 */
import type { KeyValue } from '../otlp/model';

export interface KeyScan {
  /** Some key may belong to a convention, or smells of content. */
  readonly isOfInterest: boolean;
  readonly hasHttp: boolean;
  readonly hasDatabase: boolean;
  readonly hasError: boolean;
}

/** Beginnings of keys of any convention that is not plain HTTP or database. */
const beginnings = [
  'gen_ai.',
  'llm.',
  'llm_',
  'openinference.',
  'traceloop.',
  'mlflow.',
  'ai.',
  'langfuse.',
  'langsmith.',
  'langgraph',
  'logfire.',
  'pydantic_ai.',
  'anthropic.',
  'claude',
  'codex.',
  'copilot',
  'github.copilot',
  'gcp.vertex.',
  'genkit:',
  'mastra.',
  'openlit.',
  'mcp.',
  'lk.',
  'lmnr.',
  'haystack.',
  'spring.ai.',
  'db.vector.',
  'braintrust',
  'wandb.',
  'weave.',
  'aws.genai.',
  'crewai.',
  'crew_',
  'autogen.',
  'smolagents.',
  'workflow.',
  'executor.',
  'message.',
  'edge_group.',
  'agent.',
  'agent_',
  'agents.',
  'agent_framework.',
  'tool.',
  'tool_',
  'toolName',
  'input',
  'output',
  'retrieval.',
  'retriever',
  'reranker.',
  'embedding',
  'session',
  'user.',
  'user_id',
  'user_message',
  'user_prompt',
  'user_input',
  'enduser.',
  'tag.tags',
  'metadata',
  'graph.node',
  'operation.name',
  'operation.cost',
  'span.type',
  'model',
  'prompt',
  'completion',
  'usage',
  'request_data',
  'response_data',
  'final_result',
  'all_messages',
  'semantic_kernel',
  'strands',
  'flue.',
  'any_agent.',
  'kagent',
  'task.',
  'cost',
  'total_tokens',
  'annotations.',
  'evaluations.',
  'trace.',
  'vercel',
  'gemini',
];

/** By their first two letters, so that nearly all keys are turned down by one look-up. */
const byHead: (readonly string[] | undefined)[] = Array.from({ length: 1024 });
for (const text of beginnings) {
  const head = pairOf(text, 0);
  byHead[head] = [...(byHead[head] ?? []), text];
}

/** Two letters of a key from `at` on, as an index below 1024. */
function pairOf(key: string, at: number): number {
  return ((key.charCodeAt(at) & 31) << 5) | (key.charCodeAt(at + 1) & 31);
}

/** Looks at all keys once. */
export function scanKeys(entries: readonly KeyValue[]): KeyScan {
  let hasHttp = false;
  let hasDatabase = false;
  let hasError = false;
  // By index: iterators and closures cost more than the comparisons.
  for (let at = 0; at < entries.length; at++) {
    const key = (entries[at] as KeyValue).key;
    const candidates = byHead[pairOf(key, 0)];
    if (candidates !== undefined && startsWithAny(key, candidates)) return ofInterest;
    if (mayEndSo[pairOf(key, key.length - 2)] === 1 && smellOf(key) !== null) return ofInterest;
    const first = key.charCodeAt(0);
    if (first === LETTER_H) hasHttp ||= key.startsWith('http.');
    else if (first === LETTER_U) hasHttp ||= key === 'url.full';
    else if (first === LETTER_D) hasDatabase ||= key.startsWith('db.');
    else if (first === LETTER_E) hasError ||= key.startsWith('error');
  }
  return { isOfInterest: false, hasHttp, hasDatabase, hasError };
}

function startsWithAny(key: string, candidates: readonly string[]): boolean {
  for (let at = 0; at < candidates.length; at++) {
    if (key.startsWith(candidates[at] as string)) return true;
  }
  return false;
}

const LETTER_D = 0x64;
const LETTER_E = 0x65;
const LETTER_H = 0x68;
const LETTER_U = 0x75;

const ofInterest: KeyScan = {
  isOfInterest: true,
  hasHttp: true,
  hasDatabase: true,
  hasError: true,
};

const inputWords = [
  'input',
  'inputs',
  'prompt',
  'query',
  'question',
  'arguments',
  'args',
  'messages',
  'request_body',
  'user_message',
  'parameters',
];
const outputWords = [
  'output',
  'outputs',
  'completion',
  'response',
  'answer',
  'result',
  'results',
  'response_body',
  'final_answer',
];

/** Words by their last two letters, so that nearly all keys are turned down by one look-up. */
const words = new Map<number, { word: string; direction: 'input' | 'output' }[]>();
const mayEndSo = new Uint8Array(1024);
for (const [direction, list] of [
  ['input', inputWords],
  ['output', outputWords],
] as const) {
  for (const word of list) {
    const ending = pairOf(word, word.length - 2);
    mayEndSo[ending] = 1;
    words.set(ending, [...(words.get(ending) ?? []), { word, direction }]);
  }
}

/** What attributes of protocols and machines call so is no content. */
const otherNamespaces =
  /^(http|net|url|server|client|k8s|rpc|db|process|code|thread|messaging|network|os|host|container|cloud|faas|telemetry|otel)[._]/;

/** Whether the last word of a key says that it holds what went in or came out. */
export function smellOf(key: string): 'input' | 'output' | null {
  const ending = pairOf(key, key.length - 2);
  for (const { word, direction } of words.get(ending) ?? []) {
    if (!key.endsWith(word)) continue;
    const before = key.length - word.length;
    if (before > 0 && !isSeparator(key.charCodeAt(before - 1))) continue;
    return otherNamespaces.test(key) ? null : direction;
  }
  return null;
}

function isSeparator(code: number): boolean {
  return code === 0x2e || code === 0x5f || code === 0x3a || code === 0x2d || code === 0x2f;
}
