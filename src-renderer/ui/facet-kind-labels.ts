import type { FacetKind } from '@domain/facets/facet-kind';

/** The word for what a span does; finer than the word for its colour. */
export const facetKindLabels: Readonly<Record<FacetKind, string>> = {
  span: 'Span',
  agent: 'Agent',
  agentCreate: 'Agent creation',
  step: 'Step',
  llm: 'LLM',
  tool: 'Tool',
  chain: 'Chain',
  retriever: 'Retriever',
  embedding: 'Embedding',
  reranker: 'Reranker',
  guardrail: 'Guardrail',
  evaluator: 'Evaluator',
  prompt: 'Prompt',
  memory: 'Memory',
  planner: 'Planner',
  mcp: 'MCP',
  permission: 'Permission',
  http: 'HTTP',
  database: 'Database',
};
