import type { JsonValue, Message, MessagePart, ToolCallPart, ToolResultPart } from '../messages';
import type { Payload, Provenance, SpanFacets } from './span-facets';
import type { SpanFold } from './trace-facets';

/**
 * Facets of a span that counts for a call, with what it leaves out and other spans tell: of a tool
 * the arguments that the model asked for and the result that it was told, of a search by vector the
 * text that was embedded, of a model its thoughts. What the span tells itself stays.
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
  const id = tool?.callId ?? null;
  if (tool === null || id === null) return facets;
  let completed = facets;
  if (tool.args === null) {
    const answer = from(requestedBy)?.model?.output ?? [];
    const call = lastPart(
      answer,
      (part): part is ToolCallPart => part.type === 'toolCall' && part.id === id,
    );
    if (call !== null) {
      const place = derived(facets, 'from what the model asked for');
      const args = payloadOf(call.args, place);
      completed = withField({ ...completed, tool: { ...tool, args } }, 'tool.args', place);
    }
  }
  if (tool.result === null) {
    const input = from(toldBy?.result)?.model?.input ?? [];
    const told = lastPart(
      input,
      (part): part is ToolResultPart => part.type === 'toolResult' && part.id === id,
    );
    if (told !== null && completed.tool !== null) {
      const place = derived(facets, 'from what the model was told');
      const result = payloadOf(told.result, place);
      const isError = tool.isError || told.isError;
      completed = withField(
        { ...completed, tool: { ...completed.tool, result, isError } },
        'tool.result',
        place,
      );
    }
  }
  return completed;
}

/** Ids may come back in a long conversation: the latest is meant. */
function lastPart<Part extends MessagePart>(
  messages: readonly Message[],
  is: (part: MessagePart) => part is Part,
): Part | null {
  for (let at = messages.length - 1; at >= 0; at--) {
    const part = messages[at]?.parts.find(is);
    if (part !== undefined) return part;
  }
  return null;
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

function withField(facets: SpanFacets, path: string, from: Provenance): SpanFacets {
  return { ...facets, provenance: { ...facets.provenance, [path]: from } };
}
