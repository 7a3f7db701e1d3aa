import type { TraceFacets } from '@domain/facets/trace-facets';

/** Facets of a trace that say nothing. */
export const traceFacets: TraceFacets = {
  agentCount: 0,
  modelCallCount: 0,
  toolCallCount: 0,
  tokens: { input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null },
  cost: { usd: 0, state: 'none', unknownModels: [] },
  inputPreview: null,
  outputPreview: null,
  sessionId: null,
  userId: null,
  tags: [],
  models: [],
  agents: [],
  pendingCount: 0,
  supersededCount: 0,
  passedErrorCount: 0,
  openRootName: null,
  rootLabel: null,
  rootKind: null,
  loneResponseId: null,
  errorMessage: null,
  notes: [],
};
