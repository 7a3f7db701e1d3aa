import type { JsonValue, Message, ToolCallPart, ToolResultPart } from '../messages';
import type { Payload, Provenance, SpanFacets, ToolUse } from './span-facets';
import type { SpanFold } from './trace-facets';

/**
 * Facets of a span that counts for a call, with what it leaves out and other spans tell: of a tool
 * the arguments that the model asked for and the result that it was told, of a search by vector the
 * text that was embedded, of a model its thoughts. What the span tells itself stays; a value that a
 * tool got bare is named as the model named it.
 * @param fold of the span
 * @param read facets of another span of the trace; null where it is no longer stored. Called only
 *   for what is missing
 */
export function completeCall(
  facets: SpanFacets,
  fold: Pick<SpanFold, 'requestedBy' | 'toldBy'>,
  read: (key: number) => SpanFacets | null,
): SpanFacets {
  const from = (key: number | null | undefined): SpanFacets | null =>
    key === null || key === undefined ? null : read(key);
  if (facets.tool !== null) return completeTool(facets, fold, from);
  if (facets.retrieval?.query === null) {
    const texts = from(fold.toldBy?.query)?.embedding?.texts ?? [];
    const [query] = texts;
    if (query === undefined || texts.length > 1) return facets;
    return withField(
      { ...facets, retrieval: { ...facets.retrieval, query } },
      'retrieval.query',
      derived(facets, 'from the embedding before it'),
    );
  }
  return facets.model === null
    ? facets
    : completeThoughts(facets, () => from(fold.toldBy?.reasoning));
}

function completeTool(
  facets: SpanFacets,
  { requestedBy, toldBy }: Pick<SpanFold, 'requestedBy' | 'toldBy'>,
  from: (key: number | null | undefined) => SpanFacets | null,
): SpanFacets {
  const { tool } = facets;
  if (tool === null) return facets;
  let completed = facets;
  // LangChain gives a tool with one parameter the bare value.
  const lacksArgs = tool.args === null || typeof tool.args.value === 'string';
  const call =
    lacksArgs || tool.result === null
      ? requestOf(tool, from(requestedBy)?.model?.output ?? [])
      : null;
  if (call !== null && lacksArgs && isMeant(call, tool)) {
    const place = derived(facets, 'from what the model asked for');
    completed = withTool(completed, 'args', payloadOf(call.args, place));
  }
  if (tool.result !== null) return completed;
  const id = call?.id ?? tool.callId;
  const told = id === null ? null : resultOf(id, from(toldBy?.result)?.model?.input ?? []);
  if (told === null) return completed;
  const place = derived(facets, 'from what the model was told');
  return withTool(completed, 'result', payloadOf(told.result, place));
}

/** The call in an answer that a tool carried out: by id, else the only one that can be meant. */
function requestOf(tool: ToolUse, answer: readonly Message[]): ToolCallPart | null {
  const calls = answer.flatMap(({ parts }) => parts.filter((part) => part.type === 'toolCall'));
  const byId = calls.find(({ id }) => id !== null && id === tool.callId);
  if (byId !== undefined) return byId;
  const meant = calls.filter((call) => call.name === tool.name && isMeant(call, tool));
  return meant.length === 1 ? (meant[0] ?? null) : null;
}

/** Ids may come back in a long conversation: the latest is meant. */
function resultOf(callId: string, input: readonly Message[]): ToolResultPart | null {
  for (let at = input.length - 1; at >= 0; at--) {
    for (const part of input[at]?.parts ?? []) {
      if (part.type === 'toolResult' && part.id === callId) return part;
    }
  }
  return null;
}

/** Whether the arguments of a call can be the tool's: they are one of the bare value that it got. */
function isMeant({ args }: ToolCallPart, tool: ToolUse): boolean {
  if (tool.args === null) return true;
  if (args === null || typeof args !== 'object' || Array.isArray(args)) return false;
  const [value, ...others] = Object.values(args);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return others.length === 0 && text === tool.args.value;
}

/** The thoughts before an answer, where the step tells the same answer with them. */
function completeThoughts(facets: SpanFacets, step: () => SpanFacets | null): SpanFacets {
  const { model } = facets;
  const [answer, ...others] = model?.output ?? [];
  if (model === null || answer === undefined || others.length > 0) return facets;
  if (answer.parts.some(({ type }) => type === 'reasoning')) return facets;
  const [told] = step()?.model?.output ?? [];
  const thoughts = told?.parts.filter(({ type }) => type === 'reasoning') ?? [];
  if (told === undefined || thoughts.length === 0 || textIn(told) !== textIn(answer)) return facets;
  return withField(
    {
      ...facets,
      model: { ...model, output: [{ ...answer, parts: [...thoughts, ...answer.parts] }] },
    },
    'model.output.reasoning',
    derived(facets, 'from the step around it'),
  );
}

function textIn({ parts }: Message): string {
  return parts
    .flatMap((part) => (part.type === 'text' ? [part.text] : []))
    .join('\n')
    .trim();
}

function derived({ conventions }: SpanFacets, key: string): Provenance {
  return { key, convention: conventions[0]?.id ?? 'unknown', place: 'derived' };
}

function payloadOf(value: JsonValue, from: Provenance): Payload {
  return { value, mime: null, isTruncated: false, isRedacted: false, from };
}

function withTool(facets: SpanFacets, field: 'args' | 'result', payload: Payload): SpanFacets {
  const { tool } = facets;
  if (tool === null) return facets;
  return withField(
    { ...facets, tool: { ...tool, [field]: payload } },
    `tool.${field}`,
    payload.from,
  );
}

function withField(facets: SpanFacets, path: string, from: Provenance): SpanFacets {
  return { ...facets, provenance: { ...facets.provenance, [path]: from } };
}
