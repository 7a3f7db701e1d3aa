import { fingerprintOf } from '../diff/fingerprint';
import { MAX_TAG_VALUE_LENGTH } from '../annotations/trace-tag';
import { isBatchTier } from '../pricing';
import { estimateMessageTokens } from './estimate-tokens';
import type { FacetRow, ToldEvaluation } from './facet-row';
import { messageHashes } from './message-hash';
import {
  oneLine,
  previewOfJson,
  previewOfMessages,
  previewOfValue,
  type PreviewRole,
} from './preview';
import type {
  DeclaredEdge,
  Evaluation,
  Payload,
  SpanFacets,
  SpanRelation,
  Usage,
} from './span-facets';
import { isSystemRole } from './system-role';
import { isTraceContent } from './trace-content';

/** Of one span; more are the work of a broken or hostile sender. */
const MAX_MESSAGES = 10_000;
const MAX_REQUESTED_CALLS = 1000;
const MAX_TAGS = 100;
const MAX_RELATIONS = 500;
const MAX_DECLARED_EDGES = 500;
/** Names and ids are shorter; whatever is not is content in the wrong place. */
const MAX_NAME_LENGTH = 1000;

const usageFields = ['input', 'output', 'total', 'cacheRead', 'cacheWrite', 'reasoning'] as const;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** The narrow facets of a span: everything of its facets that is read without its content. */
export function toFacetRow(facets: SpanFacets): FacetRow {
  const row: Mutable<FacetRow> = { kind: facets.kind };
  set(row, 'label', facets.label);
  set(row, 'convention', facets.conventions[0]?.id);
  addModel(row, facets);
  addAgentAndTool(row, facets);
  addUsage(row, facets.usage);
  addCost(row, facets);
  set(row, 'sessionId', facets.sessionId);
  set(row, 'userId', facets.userId);
  if (facets.tags.length > 0) row.tags = facets.tags.slice(0, MAX_TAGS).map(short);
  if (facets.tagValues.length > 0) {
    row.tagValues = facets.tagValues
      .slice(0, MAX_TAGS)
      .map(({ key, value }) => ({ key: short(key), value: value.slice(0, MAX_TAG_VALUE_LENGTH) }));
  }
  addPreviews(row, facets);
  Object.assign(row, fingerprintOf(facets));
  set(row, 'errorType', facets.error?.type);
  set(row, 'errorMessage', facets.error?.message == null ? null : oneLine(facets.error.message));
  if (facets.pending !== null) {
    row.isPending = true;
    set(row, 'realParentSpanId', facets.pending.realParentSpanId);
    set(row, 'standsForSpanId', facets.pending.standsForSpanId);
  }
  if (facets.evaluations.length > 0) {
    row.evaluations = facets.evaluations.slice(0, MAX_RELATIONS).map(toldEvaluation);
    row.evaluationTargets = facets.evaluations
      .slice(0, MAX_RELATIONS)
      .map(({ target }) => ({ ...target, id: target.id === null ? null : short(target.id) }));
  }
  if (facets.relations.length > 0) row.relations = relationsOf(facets.relations);
  if (facets.declaredEdges.length > 0) row.declaredEdges = edgesOf(facets.declaredEdges);
  set(row, 'attempt', facets.attempt);
  if (facets.notes.some((note) => note.code.startsWith('content'))) row.hasContentNotes = true;
  if (facets.notes.some(({ code }) => code === 'madeOfLogs')) row.isMadeOfLogs = true;
  return row;
}

/** Leaves out what says nothing, and of a text what no name has. */
function set<Key extends keyof FacetRow>(
  row: Mutable<FacetRow>,
  key: Key,
  value: Exclude<FacetRow[Key], undefined> | null | undefined,
): void {
  if (value === null || value === undefined || value === '') return;
  row[key] = typeof value === 'string' ? (short(value) as typeof value) : value;
}

/** The same text gives the same, so ids still meet. */
function short(text: string): string {
  return text.length > MAX_NAME_LENGTH ? text.slice(0, MAX_NAME_LENGTH) : text;
}

function toldEvaluation({ name, score, label, explanation }: Evaluation): ToldEvaluation {
  return {
    name: short(name),
    ...(score === null || !Number.isFinite(score) ? {} : { score }),
    ...(label === null ? {} : { label: short(label) }),
    ...(explanation === null ? {} : { explanation: explanation.slice(0, MAX_TAG_VALUE_LENGTH) }),
  };
}

function relationsOf(relations: readonly SpanRelation[]): SpanRelation[] {
  return relations.slice(0, MAX_RELATIONS).map(({ fromAgent, toAgent, ...rest }) => ({
    ...rest,
    fromAgent: fromAgent === null ? null : short(fromAgent),
    toAgent: toAgent === null ? null : short(toAgent),
  }));
}

function edgesOf(edges: readonly DeclaredEdge[]): DeclaredEdge[] {
  return edges
    .slice(0, MAX_DECLARED_EDGES)
    .map(({ from, to }) => ({ from: from === null ? null : short(from), to: short(to) }));
}

function addModel(row: Mutable<FacetRow>, { model }: SpanFacets): void {
  if (model === null) return;
  set(row, 'requestModel', model.requestModel);
  set(row, 'responseModel', model.responseModel);
  set(row, 'provider', model.provider);
  set(row, 'responseId', model.responseId);
  if (isBatchTier(model.serviceTier)) row.isBatch = true;
  if (model.isCompacted) row.isCompacted = true;
  set(row, 'timeToFirstTokenNs', model.timeToFirstTokenNs);
  set(row, 'finishReason', model.finishReasons[0]);

  const input = [...model.system, ...model.input].slice(0, MAX_MESSAGES);
  const output = model.output.slice(0, MAX_MESSAGES);
  const hashes = [...input, ...output].map(messageHashes);
  const compared = hashes.flatMap(({ plain, compared }, at) =>
    plain === compared ? [] : [[at, compared] as const],
  );
  if (compared.length > 0) row.comparedHashes = compared;
  if (input.length > 0) {
    row.inputHashes = hashes.slice(0, input.length).map(({ plain }) => plain);
    row.inputTokenEstimates = input.map(estimateMessageTokens);
    const said = input.findIndex(({ role }) => !isSystemRole(role));
    const systemCount = said === -1 ? input.length : said;
    if (systemCount > 0) row.systemMessageCount = systemCount;
  }
  if (output.length > 0) {
    row.outputHashes = hashes.slice(input.length).map(({ plain }) => plain);
  }

  const requested = output
    .flatMap((message) => message.parts)
    .filter((part) => part.type === 'toolCall')
    .filter((call) => !call.isServerSide)
    .slice(0, MAX_REQUESTED_CALLS);
  if (requested.length > 0) {
    row.requestedCallIds = requested.map((call) => short(call.id ?? ''));
    row.requestedToolNames = requested.map((call) => short(call.name));
  }
}

function addAgentAndTool(row: Mutable<FacetRow>, { agent, tool }: SpanFacets): void {
  set(row, 'agentId', agent?.id);
  set(row, 'agentName', agent?.name);
  set(row, 'agentParentId', agent?.parentId);
  // Of MCP only calls of tools are: asking for the list of them is not.
  if (tool?.mcp == null || tool.mcp.method === 'tools/call') set(row, 'toolName', tool?.name);
  set(row, 'toolCallId', tool?.callId);
  if (tool?.isError === true) row.toolIsError = true;
}

function addUsage(row: Mutable<FacetRow>, usage: Usage | null): void {
  if (usage === null) return;
  const counts: Mutable<NonNullable<FacetRow['usage']>> = {};
  for (const field of usageFields) {
    const count = usage[field];
    if (count !== null && Number.isFinite(count) && count >= 0) counts[field] = count;
  }
  if (Object.keys(counts).length === 0) return;
  row.usage = counts;
  row.usageScope = usage.scope;
}

function addCost(row: Mutable<FacetRow>, { reportedCost }: SpanFacets): void {
  if (reportedCost === null || !(reportedCost.totalUsd >= 0)) return;
  const { inputUsd, outputUsd, totalUsd } = reportedCost;
  row.cost = {
    totalUsd,
    ...(inputUsd === null ? {} : { inputUsd }),
    ...(outputUsd === null ? {} : { outputUsd }),
  };
}

function isOfTrace({ from }: Payload): boolean {
  return isTraceContent(from.key);
}

function addPreviews(row: Mutable<FacetRow>, facets: SpanFacets): void {
  set(row, 'inputPreview', inputPreview(facets));
  set(row, 'traceInputPreview', previewOfTrace(facets.input, 'user'));
  // Vectors tell a reader nothing.
  if (facets.kind === 'embedding') return;
  set(row, 'outputPreview', outputPreview(facets));
  set(row, 'traceOutputPreview', previewOfTrace(facets.output, 'assistant'));
}

function inputPreview({ model, tool, retrieval, embedding, input }: SpanFacets): string | null {
  return (
    previewOfMessages(model?.input ?? [], 'user') ??
    previewOfJson(tool?.args?.value ?? null) ??
    oneLine(retrieval?.query ?? embedding?.texts[0] ?? '') ??
    previewOfPayloads(input, 'user')
  );
}

function outputPreview({ model, tool, retrieval, output }: SpanFacets): string | null {
  return (
    previewOfMessages(model?.output ?? [], 'assistant') ??
    previewOfJson(tool?.result?.value ?? null) ??
    oneLine(retrieval?.documents[0]?.content ?? '') ??
    previewOfPayloads(output, 'assistant')
  );
}

function previewOfPayloads(payloads: readonly Payload[], role: PreviewRole): string | null {
  for (const payload of payloads) {
    const preview = isOfTrace(payload) ? null : previewOfValue(payload.value, role);
    if (preview !== null) return preview;
  }
  return null;
}

function previewOfTrace(payloads: readonly Payload[], role: PreviewRole): string | null {
  const sent = payloads.find(isOfTrace);
  return sent === undefined ? null : previewOfValue(sent.value, role);
}
