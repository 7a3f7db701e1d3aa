/** MLflow's types of spans, and which of them a span of a kind is. Source: mlflow.md §2. */
import type { FacetKind } from '../facets/facet-kind';

export const spanTypes = [
  'LLM',
  'CHAIN',
  'AGENT',
  'TOOL',
  'CHAT_MODEL',
  'RETRIEVER',
  'PARSER',
  'EMBEDDING',
  'RERANKER',
  'MEMORY',
  'UNKNOWN',
  'WORKFLOW',
  'TASK',
  'GUARDRAIL',
  'EVALUATOR',
] as const;
type SpanType = (typeof spanTypes)[number];

const typesOfKind: Record<FacetKind, readonly SpanType[]> = {
  span: ['UNKNOWN'],
  agent: ['AGENT'],
  agentCreate: ['AGENT'],
  step: ['CHAIN'],
  // Both are used for a model call; which one says nothing of the call.
  llm: ['LLM', 'CHAT_MODEL'],
  tool: ['TOOL'],
  chain: ['CHAIN'],
  retriever: ['RETRIEVER'],
  embedding: ['EMBEDDING'],
  reranker: ['RERANKER'],
  guardrail: ['GUARDRAIL'],
  evaluator: ['EVALUATOR'],
  prompt: ['CHAIN'],
  memory: ['MEMORY'],
  planner: ['CHAIN'],
  mcp: ['TOOL'],
  permission: ['GUARDRAIL'],
  http: ['UNKNOWN'],
  database: ['UNKNOWN'],
};

/**
 * Types that a span is found by: the one its sender gave it and, where that is none of MLflow's or
 * says nothing, those of what it was understood as.
 */
export function spanTypesOf(given: string | null, kind: FacetKind | null): readonly string[] {
  const isClear = given !== 'UNKNOWN' && spanTypes.some((type) => type === given);
  const derived = kind === null || isClear ? [] : typesOfKind[kind];
  return given === null || given === '' ? derived : [given, ...derived];
}
