import type { SpanFacets } from './span-facets';

/** Of a span that means nothing beyond itself; its label is still to be set. */
export const plainFacets: SpanFacets = {
  conventions: [],
  kind: 'span',
  kindRaw: null,
  label: '',
  agent: null,
  model: null,
  tool: null,
  retrieval: null,
  embedding: null,
  input: [],
  output: [],
  sessionId: null,
  userId: null,
  tags: [],
  metadata: [],
  error: null,
  usage: null,
  reportedCost: null,
  evaluations: [],
  prompt: null,
  relations: [],
  pending: null,
  provenance: {},
  notes: [],
};
