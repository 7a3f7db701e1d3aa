import type { FacetKind } from '../../facets/facet-kind';
import type {
  AgentRef,
  ConventionMatch,
  FacetNote,
  ModelCall,
  Provenance,
  ReportedCost,
  SpanError,
  SpanFacets,
  ToolUse,
  Usage,
} from '../../facets/span-facets';
import { isObject } from '../json-value';
import { buildEmbedding } from './build-embedding';
import { buildEvaluations } from './build-evaluations';
import { buildRetrieval } from './build-retrieval';
import type { Content } from './content-draft';
import { copyProvenance } from './copy-provenance';
import type { DraftState } from './draft-state';
import { nameInSpanName } from './name-in-span-name';
import { callKinds, Scalars } from './scalars';

/** Decides what the span is and puts its facets together. */
export function buildFacets(draft: DraftState, matches: readonly ConventionMatch[]): SpanFacets {
  const { source, provenance, notes } = draft;
  const told = draft.kinds.pick();
  const kind = told?.kind ?? 'span';
  if (told !== null) provenance['kind'] = told.from;
  const scalars = new Scalars(draft, kind);
  const isTool = kind === 'tool' || kind === 'mcp' || kind === 'permission';
  const content = draft.content.finish(kind, isTool, provenance, notes);
  const usage = draft.usage.finish(kind, provenance, notes);
  const agent = buildAgent(kind, scalars, source.span.name, provenance);
  const model = buildModel(draft, kind, scalars, content, usage);
  const tool = buildTool(draft, isTool, scalars, content);
  const embedding = buildEmbedding(draft, kind, scalars, content);
  const retrieval = buildRetrieval(draft, kind, scalars, content);
  if (kind === 'llm' && !draft.content.hasContent('input') && !draft.content.hasContent('output')) {
    notes.push({
      code: 'contentNotRecorded',
      field: 'model.input',
      message: 'The sender did not record what was said.',
    });
  }
  const label = scalars.text('label') ?? labelOf(draft, kind, agent, model, tool);
  return {
    conventions: deciderFirst(matches, told?.from ?? null),
    kind,
    kindRaw: told?.raw ?? null,
    label,
    agent,
    model,
    tool,
    retrieval,
    embedding,
    input: content.inputPayloads,
    output: content.outputPayloads,
    sessionId: scalars.text('sessionId'),
    userId: scalars.text('userId'),
    tags: draft.tags,
    tagValues: [...draft.tagValues].map(([key, value]) => ({ key, value })),
    metadata: [...draft.metadataEntries.values()],
    error: buildError(draft) ?? errorOfFinish(draft, model),
    usage,
    reportedCost: buildCost(draft, provenance),
    evaluations: buildEvaluations(draft, kind),
    prompt: draft.promptRef,
    relations: draft.relations,
    declaredEdges: [...draft.declared.values()],
    attempt: attemptOf(scalars),
    pending: draft.pendingAs,
    provenance,
    notes: distinctNotes(notes),
  };
}

function attemptOf(scalars: Scalars): number | null {
  const attempt = scalars.get('attempt');
  return attempt !== null && Number.isSafeInteger(attempt) && attempt > 0 ? attempt : null;
}

function buildAgent(
  kind: FacetKind,
  scalars: Scalars,
  spanName: string,
  provenance: Record<string, Provenance>,
): AgentRef | null {
  const isAgent = kind === 'agent' || kind === 'agentCreate';
  const id = scalars.text('agentId');
  let name = scalars.text('agentName');
  if (id === null && name === null && !isAgent) return null;
  // A method's name is none of an agent's: `anthropic.messages.tool_runner`.
  if (name === null && isAgent && !/^[a-z_]+(\.[a-z_]+)+$/.test(spanName.slice(0, 300))) {
    name = nameInSpanName(spanName);
    provenance['agent.name'] = { key: spanName, convention: 'otel', place: 'name' };
  }
  return {
    id,
    name,
    version: scalars.text('agentVersion'),
    description: scalars.text('agentDescription'),
    parentId: scalars.text('agentParentId'),
  };
}

function buildModel(
  draft: DraftState,
  kind: FacetKind,
  scalars: Scalars,
  content: Content,
  usage: Usage | null,
): ModelCall | null {
  const requestModel = scalars.text('requestModel');
  const responseModel = scalars.text('responseModel');
  const hasMessages = content.input.length + content.output.length + content.system.length > 0;
  const isModelCall = callKinds.has(kind) || requestModel !== null || responseModel !== null;
  if (!isModelCall && !hasMessages && usage === null) return null;
  if (kind === 'tool' && !hasMessages && requestModel === null) return null;
  const parameters = [...draft.parameters].map(([key, { value, from }]) => {
    draft.provenance[`model.parameters.${key}`] = from;
    return { key, value };
  });
  const reasons = [...draft.finishReasons];
  for (const { finishReason } of content.output) {
    if (finishReason === null || reasons.includes(finishReason)) continue;
    // The older place of it; what the answer as a whole says comes first.
    if (draft.finishReasons.length === 0) reasons.push(finishReason);
  }
  copyProvenance(draft, 'model.output', reasons.length > 0 ? 'model.finishReasons' : null);
  return {
    requestModel,
    responseModel,
    provider: scalars.text('provider'),
    responseId: scalars.text('responseId'),
    parameters,
    system: content.system,
    input: kind === 'embedding' ? [] : content.input,
    output: content.output,
    toolDefinitions: content.toolDefinitions,
    finishReasons: reasons,
    isStream: scalars.get('isStream'),
    timeToFirstTokenNs: scalars.get('timeToFirstTokenNs'),
    serviceTier: scalars.text('serviceTier'),
    isCompacted: buildCompacted(draft, scalars, content),
    chunks: draft.chunks,
  };
}

/** Told, or seen by the summary among the messages. */
function buildCompacted(draft: DraftState, scalars: Scalars, content: Content): boolean {
  const told = scalars.get('isCompacted');
  if (told !== null) return told;
  const isCompacted = content.input.some(({ parts }) =>
    parts.some(({ type }) => type === 'compaction'),
  );
  copyProvenance(draft, 'model.input', isCompacted ? 'model.isCompacted' : null);
  return isCompacted;
}

function buildTool(
  draft: DraftState,
  isTool: boolean,
  scalars: Scalars,
  content: Content,
): ToolUse | null {
  const told = scalars.text('toolName');
  if (!isTool && told === null) return null;
  const { span } = draft.source;
  const name = told ?? nameInSpanName(span.name);
  if (told === null) {
    draft.provenance['tool.name'] = { key: span.name, convention: 'otel', place: 'name' };
  }
  const { toolMessage } = content;
  const result = content.toolResult?.value;
  const callId = scalars.text('toolCallId') ?? toolMessage?.id ?? null;
  // MCP's answers, and messages of a tool, tell themselves that they are errors.
  const isError =
    scalars.get('toolIsError') ??
    ((isObject(result) && result['isError'] === true) || toolMessage?.isError === true);
  copyProvenance(draft, 'tool.result', callId === null ? null : 'tool.callId');
  copyProvenance(draft, 'tool.result', isError ? 'tool.isError' : null);
  return {
    name,
    callId,
    type: scalars.text('toolType'),
    description: scalars.text('toolDescription'),
    args: content.toolArgs,
    result: content.toolResult,
    isError,
    mcp: draft.mcpCall,
  };
}

/** What the kind is about, else the span's own name. */
function labelOf(
  draft: DraftState,
  kind: FacetKind,
  agent: AgentRef | null,
  model: ModelCall | null,
  tool: ToolUse | null,
): string {
  const named = (path: string, name: string | null | undefined): string | null => {
    if (name === null || name === undefined) return null;
    copyProvenance(draft, path, 'label');
    return name;
  };
  const label = ((): string | null => {
    switch (kind) {
      case 'agent':
      case 'agentCreate':
        return named('agent.name', agent?.name);
      case 'llm':
      case 'embedding':
      case 'reranker':
        return (
          named('model.requestModel', model?.requestModel) ??
          named('model.responseModel', model?.responseModel)
        );
      case 'tool':
        return named('tool.name', tool?.name);
      default:
        return null;
    }
  })();
  return label ?? draft.source.span.name;
}

function buildError(draft: DraftState): SpanError | null {
  if (draft.errors.length === 0) return null;
  const first = <Field extends keyof SpanError>(field: Field): SpanError[Field] | null => {
    for (const { error, from } of draft.errors) {
      const value = error[field];
      if (value === undefined || value === null || value === '') continue;
      draft.provenance[`error.${field}`] = from;
      return value;
    }
    return null;
  };
  return {
    type: first('type'),
    message: first('message'),
    stack: first('stack'),
    httpStatus: first('httpStatus'),
  };
}

/** A call may be said to have failed by why the model stopped, and by nothing else. */
function errorOfFinish({ provenance }: DraftState, model: ModelCall | null): SpanError | null {
  if (model?.finishReasons.includes('error') !== true) return null;
  const from = provenance['model.finishReasons'] ?? provenance['model.output'];
  if (from !== undefined) provenance['error.type'] = from;
  return { type: 'error', message: null, stack: null, httpStatus: null };
}

function buildCost(
  { costChoice }: DraftState,
  provenance: Record<string, Provenance>,
): ReportedCost | null {
  if (costChoice === null) return null;
  provenance['reportedCost'] = costChoice.from;
  return costChoice.value;
}

function deciderFirst(
  matches: readonly ConventionMatch[],
  told: Provenance | null,
): readonly ConventionMatch[] {
  const decider = matches.find((match) => match.id === told?.convention);
  if (decider === undefined || matches[0] === decider) return matches;
  return [decider, ...matches.filter((match) => match !== decider)];
}

function distinctNotes(notes: readonly FacetNote[]): readonly FacetNote[] {
  if (notes.length < 2) return notes;
  const seen = new Map<string, FacetNote>();
  for (const note of notes) {
    const key = `${note.code} ${note.field}`;
    if (!seen.has(key)) seen.set(key, note);
  }
  return [...seen.values()];
}
