/** What edits ask of the content of a step, and put into it. */
import { hashMessage } from '@domain/facets/message-hash';
import type { SpanFacets } from '@domain/facets/span-facets';
import type { JsonValue, Message } from '@domain/messages';
import type { Step } from './run';

export function hasFailed({ status, facets }: Step): boolean {
  return status === 2 || facets.tool?.isError === true;
}

export function hasContent({ tool }: SpanFacets): boolean {
  return tool !== null && (tool.args !== null || tool.result !== null);
}

export function systemOf({ model }: SpanFacets): Message | null {
  if (model === null) return null;
  return model.system[0] ?? model.input.find(({ role }) => role === 'system') ?? null;
}

export function withText(message: Message, edit: (text: string) => string): Message {
  return {
    ...message,
    parts: message.parts.map((part) =>
      part.type === 'text' ? { ...part, text: edit(part.text) } : part,
    ),
  };
}

export function withMessage(step: Step, before: Message, after: Message): Step {
  const { model } = step.facets;
  if (model === null) return step;
  const hash = hashMessage(before);
  const swap = (messages: readonly Message[]): Message[] =>
    messages.map((message) => (hashMessage(message) === hash ? after : message));
  const edited = { ...model, system: swap(model.system), input: swap(model.input) };
  return { ...step, facets: { ...step.facets, model: edited } };
}

export function asksFor({ facets }: Step, name: string, args: JsonValue | undefined): boolean {
  return (facets.model?.output ?? []).some(({ parts }) =>
    parts.some(
      (part) =>
        part.type === 'toolCall' &&
        part.name === name &&
        JSON.stringify(part.args) === JSON.stringify(args ?? null),
    ),
  );
}

export function withArgs(
  message: Message,
  name: string,
  before: JsonValue,
  after: JsonValue,
): Message {
  return {
    ...message,
    parts: message.parts.map((part) =>
      part.type === 'toolCall' &&
      part.name === name &&
      JSON.stringify(part.args) === JSON.stringify(before)
        ? { ...part, args: after }
        : part,
    ),
  };
}

export function plain(facets: SpanFacets, kind: SpanFacets['kind'], label: string): SpanFacets {
  return {
    ...facets,
    kind,
    label,
    agent: null,
    model: null,
    tool: null,
    retrieval: null,
    embedding: null,
    input: [],
    output: [],
    usage: null,
    reportedCost: null,
    relations: [],
    error: null,
  };
}

export function toolFacets(
  like: SpanFacets,
  name: string,
  args: JsonValue,
  result: JsonValue,
): SpanFacets {
  const from = { key: 'planted', convention: 'otel', place: 'attribute' } as const;
  const payload = (value: JsonValue) => ({
    value,
    mime: null,
    isTruncated: false,
    isRedacted: false,
    from,
  });
  return {
    ...plain(like, 'tool', name),
    tool: {
      name,
      callId: null,
      type: null,
      description: null,
      args: payload(args),
      result: payload(result),
      isError: false,
      mcp: null,
    },
  };
}

export function otherContent(facets: SpanFacets): SpanFacets {
  const { model, tool } = facets;
  const reword = (message: Message): Message =>
    withText(message, (text) => `Again, ${text} Planted.`);
  return {
    ...facets,
    model:
      model === null
        ? null
        : {
            ...model,
            input: [...model.input.slice(0, -1), ...model.input.slice(-1).map(reword)],
            output: model.output.map(reword),
          },
    tool:
      tool === null || tool.result === null
        ? tool
        : { ...tool, result: { ...tool.result, value: 'Planted: again.' } },
  };
}
