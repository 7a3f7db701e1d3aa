import type { FacetKind } from '../../facets/facet-kind';
import type {
  AgentRef,
  ConventionMatch,
  Embedding,
  FacetNote,
  ModelCall,
  Provenance,
  ReportedCost,
  SpanError,
  SpanFacets,
  ToolUse,
  Usage,
} from '../../facets/span-facets';
import { isArray, isObject, textMember } from '../json-value';
import { buildRetrieval } from './build-retrieval';
import type { Content } from './content-draft';
import type { Message } from '../../messages';
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
  const label = scalars.text('label') ?? labelOf(kind, agent, model, tool) ?? source.span.name;
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
    metadata: [...draft.metadataEntries.values()],
    error: buildError(draft) ?? errorOfFinish(draft, model),
    usage,
    reportedCost: buildCost(draft, provenance),
    evaluations: draft.evaluations,
    prompt: draft.promptRef,
    relations: draft.relations,
    pending: draft.pendingAs,
    provenance,
    notes: distinctNotes(notes),
  };
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
    chunks: draft.chunks,
  };
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
  const resultPlace = draft.provenance['tool.result'];
  if (callId !== null && resultPlace !== undefined) {
    draft.provenance['tool.callId'] ??= resultPlace;
  }
  return {
    name,
    callId,
    type: scalars.text('toolType'),
    description: scalars.text('toolDescription'),
    args: content.toolArgs,
    result: content.toolResult,
    // MCP's answers, and messages of a tool, tell themselves that they are errors.
    isError:
      scalars.get('toolIsError') ??
      ((isObject(result) && result['isError'] === true) || toolMessage?.isError === true),
    mcp: draft.mcpCall,
  };
}

function buildEmbedding(
  draft: DraftState,
  kind: FacetKind,
  scalars: Scalars,
  content: Content,
): Embedding | null {
  const { texts } = draft;
  if (kind !== 'embedding' && texts === null) return null;
  if (texts !== null) draft.provenance['embedding.texts'] = texts.from;
  const inBlob = textsOf(content);
  const list = texts?.list ?? (inBlob.length > 0 ? inBlob : textsOfMessages(content.input));
  // What is told as texts need not be shown as a blob again.
  if (inBlob.length > 0 && inBlob.every((text, at) => text === list[at]))
    content.inputPayloads.shift();
  return {
    texts: list,
    dimensions: scalars.get('embeddingDimensions'),
  };
}

/** Some write what is embedded as if it were said. */
function textsOfMessages(messages: readonly Message[]): readonly string[] {
  return messages.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])),
  );
}

/** Of a blob: a text, a list of texts, or an object that has them as its input. */
function textsOf({ inputPayloads }: Content): readonly string[] {
  const value = inputPayloads[0]?.value;
  const inner = isObject(value)
    ? (value['input'] ?? value['texts'] ?? textMember(value, 'text', 'query'))
    : value;
  if (typeof inner === 'string') return [inner];
  return isArray(inner) && inner.every((text) => typeof text === 'string') ? inner : [];
}

function labelOf(
  kind: FacetKind,
  agent: AgentRef | null,
  model: ModelCall | null,
  tool: ToolUse | null,
): string | null {
  switch (kind) {
    case 'agent':
    case 'agentCreate':
      return agent?.name ?? null;
    case 'llm':
    case 'embedding':
    case 'reranker':
      return model?.requestModel ?? model?.responseModel ?? null;
    case 'tool':
      return tool?.name ?? null;
    default:
      return null;
  }
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
