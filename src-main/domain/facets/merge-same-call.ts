import type { FacetNote, ModelCall, SpanFacets, ToolUse, Usage } from './span-facets';

/**
 * Facets of a span that counts, with what only other spans of the same call tell: the content that
 * an outer tracer recorded and the inner one did not (conventions reference §8.3 rule 3, "merging
 * their content").
 * @param others facets of the spans whose `duplicateOf` is the span's key
 */
export function mergeSameCall(counted: SpanFacets, others: readonly SpanFacets[]): SpanFacets {
  return others.reduce(mergeTwo, counted);
}

function mergeTwo(own: SpanFacets, other: SpanFacets): SpanFacets {
  const model = mergeModels(own.model, other.model);
  const tool = mergeTools(own.tool, other.tool);
  const isToldByOwn = (path: string): boolean => path in own.provenance;
  return {
    ...own,
    conventions: [
      ...own.conventions,
      ...other.conventions.filter(({ id }) => own.conventions.every((each) => each.id !== id)),
    ],
    model,
    tool,
    input: ownElse(own.input, other.input),
    output: ownElse(own.output, other.output),
    error: own.error ?? other.error,
    usage: mergeUsage(own.usage, other.usage),
    reportedCost: own.reportedCost ?? other.reportedCost,
    retrieval: own.retrieval ?? other.retrieval,
    embedding: own.embedding ?? other.embedding,
    prompt: own.prompt ?? other.prompt,
    evaluations: ownElse(own.evaluations, other.evaluations),
    provenance: {
      ...Object.fromEntries(
        Object.entries(other.provenance).filter(([path]) => !isToldByOwn(path)),
      ),
      ...own.provenance,
    },
    notes: mergeNotes(own, other, model),
  };
}

/** As the fold counts the call: what one leaves out, e.g. cached tokens, the other may tell. */
function mergeUsage(own: Usage | null, other: Usage | null): Usage | null {
  if (own === null || other === null) return own ?? other;
  return {
    ...own,
    input: own.input ?? other.input,
    output: own.output ?? other.output,
    total: own.total ?? other.total,
    cacheRead: own.cacheRead ?? other.cacheRead,
    cacheWrite: own.cacheWrite ?? other.cacheWrite,
    reasoning: own.reasoning ?? other.reasoning,
  };
}

/** Its own, but that nothing was recorded where another span did; of the other what it adds. */
function mergeNotes(
  own: SpanFacets,
  other: SpanFacets,
  merged: ModelCall | null,
): readonly FacetNote[] {
  const isRecorded = merged !== null && merged.input.length + merged.output.length > 0;
  const kept = own.notes.filter(({ code }) => code !== 'contentNotRecorded' || !isRecorded);
  const added = other.notes.filter(
    ({ code, field }) => code !== 'contentNotRecorded' && !(field in own.provenance),
  );
  return added.length === 0 && kept.length === own.notes.length ? own.notes : [...kept, ...added];
}

function mergeModels(own: ModelCall | null, other: ModelCall | null): ModelCall | null {
  if (own === null || other === null) return own ?? other;
  // A system prompt apart belongs to the input beside it.
  const hasInput = own.system.length + own.input.length > 0;
  return {
    requestModel: own.requestModel ?? other.requestModel,
    responseModel: own.responseModel ?? other.responseModel,
    provider: own.provider ?? other.provider,
    responseId: own.responseId ?? other.responseId,
    parameters: ownElse(own.parameters, other.parameters),
    system: hasInput ? own.system : other.system,
    input: hasInput ? own.input : other.input,
    output: ownElse(own.output, other.output),
    toolDefinitions: ownElse(own.toolDefinitions, other.toolDefinitions),
    finishReasons: ownElse(own.finishReasons, other.finishReasons),
    isStream: own.isStream ?? other.isStream,
    timeToFirstTokenNs: own.timeToFirstTokenNs ?? other.timeToFirstTokenNs,
    serviceTier: own.serviceTier ?? other.serviceTier,
    isCompacted: own.isCompacted || other.isCompacted,
    chunks: ownElse(own.chunks, other.chunks),
  };
}

function mergeTools(own: ToolUse | null, other: ToolUse | null): ToolUse | null {
  if (own === null || other === null) return own ?? other;
  return {
    name: own.name,
    callId: own.callId ?? other.callId,
    type: own.type ?? other.type,
    description: own.description ?? other.description,
    args: own.args ?? other.args,
    result: own.result ?? other.result,
    isError: own.isError || other.isError,
    mcp: own.mcp ?? other.mcp,
  };
}

/** The span's own list, or the other's where it has none. */
function ownElse<T>(own: readonly T[], other: readonly T[]): readonly T[] {
  return own.length > 0 ? own : other;
}
