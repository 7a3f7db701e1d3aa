/**
 * In what two spans that are one step differ: the parts of a model call, a tool, a search. Told in
 * the order in which a reader should see them: what was given before what came of it.
 */
import { estimateJsonTokens } from '../facets/estimate-tokens';
import { hashMessage, scrubbingOf } from '../facets/message-hash';
import type { ModelCall, Payload, SpanFacets } from '../facets/span-facets';
import { isSystemRole } from '../facets/system-role';
import type { JsonValue, Message } from '../messages';
import { parametersOf, toolsByName } from './call-settings';
import { documentsOf } from './fingerprint';
import { diffJson } from './json-diff';
import { pairParts, type PartLabel } from './pair-parts';
import type { Scrubbing } from './scrub';

export const differenceFields = [
  'model',
  'parameters',
  'system',
  'tools',
  'input',
  'arguments',
  'query',
  'output',
  'result',
  'documents',
  'finishReason',
  'error',
] as const;

export type DifferenceField = (typeof differenceFields)[number];

/** As fingerprints are made, so that what is told of a step and of its parts is the same. */
const scrubbings: Readonly<Record<DifferenceField, Scrubbing>> = {
  model: 'exact',
  parameters: 'exact',
  system: 'prompt',
  tools: 'exact',
  input: 'content',
  arguments: 'arguments',
  query: 'arguments',
  output: 'content',
  result: 'content',
  documents: 'content',
  finishReason: 'exact',
  error: 'content',
};

interface Compared {
  readonly field: DifferenceField;
  /** The part of a message; null where the field has no messages. */
  readonly part: PartLabel | null;
  /** Place in the order of reading, counted over what differs and what is the same. */
  readonly order: number;
}

export interface Difference extends Compared {
  /** A text or a JSON value; null where there is nothing. */
  readonly before: JsonValue;
  readonly after: JsonValue;
  /** What of the values is of one run alone. */
  readonly scrubbing: Scrubbing;
}

/** What both have. */
export interface Sameness extends Compared {
  readonly tokenEstimate: number;
  /** Ids or times differ. */
  readonly isButForIds: boolean;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  readonly same: readonly Sameness[];
}

/** @param a and `b`, of model calls, without the messages that earlier calls have seen */
export function compareFacets(a: SpanFacets, b: SpanFacets): Comparison {
  const list = new ComparedList();
  if (a.model !== null || b.model !== null) compareCalls(a.model, b.model, list);
  if (a.tool !== null || b.tool !== null) {
    list.add('arguments', valueOf(a.tool?.args), valueOf(b.tool?.args));
    list.add('result', valueOf(a.tool?.result), valueOf(b.tool?.result));
  }
  if (a.retrieval !== null || b.retrieval !== null) {
    list.add('query', a.retrieval?.query ?? null, b.retrieval?.query ?? null);
    list.add('documents', documentsOf(a.retrieval), documentsOf(b.retrieval));
  }
  if (!hasOwnInput(a) && !hasOwnInput(b)) list.add('input', inputOf(a), inputOf(b));
  if (!hasOwnOutput(a) && !hasOwnOutput(b)) {
    list.add('output', valueOf(a.output[0]), valueOf(b.output[0]));
  }
  list.add('error', errorOf(a), errorOf(b));
  return list.inOrder();
}

class ComparedList {
  readonly #found: {
    readonly field: DifferenceField;
    readonly part: PartLabel | null;
    readonly before: JsonValue;
    readonly after: JsonValue;
  }[] = [];

  add(
    field: DifferenceField,
    before: JsonValue,
    after: JsonValue,
    part: PartLabel | null = null,
  ): void {
    if (before !== null || after !== null) this.#found.push({ field, part, before, after });
  }

  inOrder(): Comparison {
    const differences: Difference[] = [];
    const same: Sameness[] = [];
    const rank = ({ field }: { readonly field: DifferenceField }): number =>
      differenceFields.indexOf(field);
    const sorted = [...this.#found].sort((x, y) => rank(x) - rank(y));
    sorted.forEach(({ field, part, before, after }, order) => {
      const scrubbing = part === null ? scrubbings[field] : scrubbingOf(part.role, part.type);
      const { isSame, isButForIds } = diffJson(before, after, scrubbing);
      if (!isSame) differences.push({ field, part, order, before, after, scrubbing });
      else same.push({ field, part, order, tokenEstimate: estimateJsonTokens(after), isButForIds });
    });
    return { differences, same };
  }
}

function compareCalls(a: ModelCall | null, b: ModelCall | null, list: ComparedList): void {
  list.add('model', modelOf(a), modelOf(b));
  list.add('parameters', parametersOf(a), parametersOf(b));
  addMessages('system', systemOf(a), systemOf(b));
  list.add('tools', toolsByName(a), toolsByName(b));
  addMessages('input', conversationOf(a), conversationOf(b));
  addMessages('output', a?.output ?? [], b?.output ?? []);
  list.add('finishReason', a?.finishReasons[0] ?? null, b?.finishReasons[0] ?? null);

  function addMessages(
    field: DifferenceField,
    before: readonly Message[],
    after: readonly Message[],
  ): void {
    // Thoughts, and how JSON is written, do not make another message.
    const isSame =
      before.length === after.length &&
      before.every((message, at) => {
        const other = after[at];
        return other !== undefined && hashMessage(message) === hashMessage(other);
      });
    for (const pair of pairParts(isSame ? after : before, after)) {
      list.add(field, pair.before, pair.after, pair.label);
    }
  }
}

function modelOf(call: ModelCall | null): string | null {
  return call?.requestModel ?? call?.responseModel ?? null;
}

function systemOf(call: ModelCall | null): readonly Message[] {
  return [...(call?.system ?? []), ...(call?.input ?? []).filter(({ role }) => isSystemRole(role))];
}

function conversationOf(call: ModelCall | null): readonly Message[] {
  return (call?.input ?? []).filter(({ role }) => !isSystemRole(role));
}

/** What went in is told by other fields. */
function hasOwnInput({ model, tool, retrieval }: SpanFacets): boolean {
  return isToldTool(tool) || retrieval !== null || (model !== null && model.input.length > 0);
}

function hasOwnOutput({ model, tool, retrieval }: SpanFacets): boolean {
  return isToldTool(tool) || retrieval !== null || (model !== null && model.output.length > 0);
}

function isToldTool(tool: SpanFacets['tool']): boolean {
  return tool !== null && (tool.args !== null || tool.result !== null);
}

function inputOf({ input, embedding }: SpanFacets): JsonValue {
  return valueOf(input[0]) ?? embedding?.texts ?? null;
}

function valueOf(payload: Payload | null | undefined): JsonValue {
  return payload?.value ?? null;
}

function errorOf({ error }: SpanFacets): JsonValue {
  return error === null ? null : { type: error.type, message: error.message };
}
