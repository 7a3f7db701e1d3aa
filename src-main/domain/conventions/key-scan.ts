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
  'user_',
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

const byFirst: (readonly string[] | undefined)[] = [];
for (const text of beginnings) {
  const code = text.charCodeAt(0);
  byFirst[code] = [...(byFirst[code] ?? []), text];
}

/** Looks at all keys once. */
export function scanKeys(entries: readonly KeyValue[]): KeyScan {
  let hasHttp = false;
  let hasDatabase = false;
  for (const { key } of entries) {
    const candidates = byFirst[key.charCodeAt(0)];
    if (candidates !== undefined && candidates.some((text) => key.startsWith(text))) {
      return ofInterest;
    }
    if (smellOf(key) !== null) return ofInterest;
    if (key.startsWith('http.') || key === 'url.full') hasHttp = true;
    else if (key.startsWith('db.')) hasDatabase = true;
  }
  return { isOfInterest: false, hasHttp, hasDatabase };
}

const ofInterest: KeyScan = { isOfInterest: true, hasHttp: true, hasDatabase: true };

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
    const ending = endingOf(word);
    mayEndSo[ending] = 1;
    words.set(ending, [...(words.get(ending) ?? []), { word, direction }]);
  }
}

function endingOf(key: string): number {
  const { length } = key;
  return ((key.charCodeAt(length - 2) & 31) << 5) | (key.charCodeAt(length - 1) & 31);
}

/** What attributes of protocols and machines call so is no content. */
const otherNamespaces =
  /^(http|net|url|server|client|k8s|rpc|db|process|code|thread|messaging|network|os|host|container|cloud|faas|telemetry|otel)[._]/;

/** Whether the last word of a key says that it holds what went in or came out. */
export function smellOf(key: string): 'input' | 'output' | null {
  const ending = endingOf(key);
  if (mayEndSo[ending] === 0) return null;
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
