import type { FacetKind } from '../../facets/facet-kind';

/** `gen_ai.operation.name` → kind: conventions reference §3, and what emitters say beside it. */
const kinds: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['chat', 'llm'],
  ['generate_content', 'llm'],
  ['text_completion', 'llm'],
  ['completion', 'llm'],
  ['response', 'llm'],
  ['responses', 'llm'],
  ['call_llm', 'llm'],
  ['llm_call', 'llm'],
  ['image_generation', 'llm'],
  ['generate_image', 'llm'],
  ['speech', 'llm'],
  ['transcription', 'llm'],
  ['invoke_agent', 'agent'],
  ['agent_call', 'agent'],
  ['agent', 'agent'],
  ['create_agent', 'agentCreate'],
  ['agent_step', 'step'],
  ['execute_tool', 'tool'],
  ['tool_call', 'tool'],
  ['tool', 'tool'],
  ['invoke_workflow', 'chain'],
  ['workflow', 'chain'],
  ['task', 'chain'],
  ['execute_task', 'chain'],
  ['framework', 'chain'],
  ['retrieval', 'retriever'],
  ['retrieve', 'retriever'],
  ['vectordb', 'retriever'],
  ['vector_db_retrieve', 'retriever'],
  ['embeddings', 'embedding'],
  ['embedding', 'embedding'],
  ['rerank', 'reranker'],
  ['plan', 'planner'],
  ['guardrail', 'guardrail'],
  ['evaluation', 'evaluator'],
]);

/** The kind of an operation; null where it has none of ours. */
export function kindOfOperation(operation: string): FacetKind | null {
  const word = operation.toLowerCase();
  return (
    kinds.get(word) ?? (/^(create|search|update|upsert|delete)_memory/.test(word) ? 'memory' : null)
  );
}

/** Frameworks that write their own name where the provider belongs. */
const frameworks: ReadonlySet<string> = new Set([
  'strands-agents',
  'microsoft.agent_framework',
  'gcp.vertex.agent',
  'langchain',
  'langgraph',
  'llama_index',
  'llamaindex',
  'crewai',
  'spring_ai',
  'haystack',
  'autogen',
  'ag2',
  'dspy',
  'semantic_kernel',
  'openai_agents',
  'pydantic-ai',
  'mastra',
  '_other',
  'unknown',
]);

/** The provider's name, or null where a framework's stands in its place. */
export function providerIn(value: string | null): string | null {
  return value === null || frameworks.has(value.toLowerCase()) ? null : value;
}
