import type { SpanCategory } from '../span-category';

/**
 * What a span does, finer than the category it is drawn as. Source: conventions reference §3.
 * Numbers are stored, so new kinds are added at the end.
 */
export const facetKinds = [
  'span',
  'agent',
  'agentCreate',
  'step',
  'llm',
  'tool',
  'chain',
  'retriever',
  'embedding',
  'reranker',
  'guardrail',
  'evaluator',
  'prompt',
  'memory',
  'planner',
  'mcp',
  'permission',
  'http',
  'database',
] as const;

export type FacetKind = (typeof facetKinds)[number];

const categories: Record<FacetKind, SpanCategory> = {
  span: 'other',
  agent: 'agent',
  agentCreate: 'agent',
  step: 'chain',
  llm: 'llm',
  tool: 'tool',
  chain: 'chain',
  retriever: 'retriever',
  embedding: 'embedding',
  reranker: 'retriever',
  guardrail: 'guardrail',
  evaluator: 'evaluator',
  prompt: 'chain',
  memory: 'retriever',
  planner: 'chain',
  mcp: 'tool',
  permission: 'guardrail',
  http: 'http',
  database: 'database',
};

/** The category a kind is drawn as. */
export function categoryOfKind(kind: FacetKind): SpanCategory {
  return categories[kind];
}
