/** `TraceFacets` as a row of `trace_facet` and one of `trace_preview`, and back. */
import { costStates } from '@contract/facets';
import { facetKinds } from '@domain/facets/facet-kind';
import type { TraceFacets } from '@domain/facets/trace-facets';
import type { ReadableDb, WritableDb } from '../store/connection';

/** Columns of `trace_facet` after the key, in the order of `narrowValues`. */
const narrowColumns = [
  'agent_count',
  'model_call_count',
  'tool_call_count',
  'pending_count',
  'superseded_count',
  'passed_error_count',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'reasoning_tokens',
  'cost_usd',
  'cost_state',
  'session_id',
  'user_id',
  'tags',
  'models',
  'agents',
  'unpriced_models',
  'notes',
  'open_root_name',
  'root_label',
  'root_kind',
  'lone_response_id',
] as const;

type NarrowRecord = [
  agentCount: number,
  modelCallCount: number,
  toolCallCount: number,
  pendingCount: number,
  supersededCount: number,
  passedErrorCount: number,
  input: number | null,
  output: number | null,
  cacheRead: number | null,
  cacheWrite: number | null,
  reasoning: number | null,
  costUsd: number,
  costState: number,
  sessionId: string | null,
  userId: string | null,
  tags: string,
  models: string,
  agents: string,
  unpricedModels: string,
  notes: string,
  openRootName: string | null,
  rootLabel: string | null,
  rootKind: number | null,
  loneResponseId: string | null,
];

type PreviewRecord = [input: string | null, output: string | null, error: string | null];

/** Prepares storing the facets of a trace in place of those it has. */
export function traceFacetWriter(db: WritableDb): (trace: number, facets: TraceFacets) => void {
  const places = narrowColumns.map(() => '?').join(', ');
  const put = db.prepare(
    `INSERT OR REPLACE INTO trace_facet (trace, ${narrowColumns.join(', ')}) VALUES (?, ${places})`,
  );
  const putPreview = db.prepare(
    'INSERT OR REPLACE INTO trace_preview (trace, input, output, error) VALUES (?, ?, ?, ?)',
  );
  return (trace, facets) => {
    put.run(trace, ...narrowValues(facets));
    putPreview.run(trace, facets.inputPreview, facets.outputPreview, facets.errorMessage);
  };
}

/** Prepares reading the facets of a trace; null where it has none yet. */
export function traceFacetReader(db: ReadableDb): (trace: number) => TraceFacets | null {
  const find = db
    .prepare<[number], NarrowRecord>(
      `SELECT ${narrowColumns.join(', ')} FROM trace_facet WHERE trace = ?`,
    )
    .raw();
  const findPreview = db
    .prepare<[number], PreviewRecord>(
      'SELECT input, output, error FROM trace_preview WHERE trace = ?',
    )
    .raw();
  return (trace) => {
    const record = find.get(trace);
    if (record === undefined) return null;
    return facetsOf(record, findPreview.get(trace) ?? [null, null, null]);
  };
}

function narrowValues({ tokens, cost, ...facets }: TraceFacets): NarrowRecord {
  return [
    facets.agentCount,
    facets.modelCallCount,
    facets.toolCallCount,
    facets.pendingCount,
    facets.supersededCount,
    facets.passedErrorCount,
    tokens.input,
    tokens.output,
    tokens.cacheRead,
    tokens.cacheWrite,
    tokens.reasoning,
    Number.isFinite(cost.usd) ? cost.usd : 0,
    costStates.indexOf(cost.state),
    facets.sessionId,
    facets.userId,
    JSON.stringify(facets.tags),
    JSON.stringify(facets.models),
    JSON.stringify(facets.agents),
    JSON.stringify(cost.unknownModels),
    JSON.stringify(facets.notes),
    facets.openRootName,
    facets.rootLabel,
    facets.rootKind === null ? null : facetKinds.indexOf(facets.rootKind),
    facets.loneResponseId,
  ];
}

function facetsOf(narrow: NarrowRecord, preview: PreviewRecord): TraceFacets {
  const [agentCount, modelCallCount, toolCallCount, ...afterCalls] = narrow;
  const [pendingCount, supersededCount, passedErrorCount, ...afterCounts] = afterCalls;
  const [input, output, cacheRead, cacheWrite, reasoning, usd, state, ...texts] = afterCounts;
  const [sessionId, userId, tags, models, agents, unpricedModels, notes, ...names] = texts;
  const [openRootName, rootLabel, rootKind, loneResponseId] = names;
  const [inputPreview, outputPreview, errorMessage] = preview;
  return {
    agentCount,
    modelCallCount,
    toolCallCount,
    tokens: { input, output, cacheRead, cacheWrite, reasoning },
    cost: { usd, state: costStates[state] ?? 'none', unknownModels: textsOf(unpricedModels) },
    inputPreview,
    outputPreview,
    sessionId,
    userId,
    tags: textsOf(tags),
    models: textsOf(models),
    agents: textsOf(agents),
    pendingCount,
    supersededCount,
    passedErrorCount,
    openRootName,
    rootLabel,
    rootKind: rootKind === null ? null : (facetKinds[rootKind] ?? null),
    loneResponseId,
    errorMessage,
    notes: textsOf(notes),
  };
}

function textsOf(json: string): string[] {
  return JSON.parse(json) as string[];
}
