import type { FacetKind } from '../facets/facet-kind';

/** Words that several vendors have for the same kinds; those of one alone are in its own file. */
const kinds: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['llm', 'llm'],
  ['chat', 'llm'],
  ['chat_model', 'llm'],
  ['generation', 'llm'],
  ['agent', 'agent'],
  ['tool', 'tool'],
  ['function', 'tool'],
  ['chain', 'chain'],
  ['workflow', 'chain'],
  ['pipeline', 'chain'],
  ['task', 'chain'],
  ['step', 'step'],
  ['retriever', 'retriever'],
  ['retrieval', 'retriever'],
  ['embedding', 'embedding'],
  ['embeddings', 'embedding'],
  ['reranker', 'reranker'],
  ['rerank', 'reranker'],
  ['guardrail', 'guardrail'],
  ['evaluator', 'evaluator'],
  ['evaluation', 'evaluator'],
  ['prompt', 'prompt'],
  ['memory', 'memory'],
]);

/** The kind that a vendor's word stands for, in whatever case; null where none. */
export function kindOfWord(word: string): FacetKind | null {
  return kinds.get(word.toLowerCase()) ?? null;
}
