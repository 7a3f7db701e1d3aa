import type { FacetKind } from '../../facets/facet-kind';
import type { FacetNote, Payload, Provenance } from '../../facets/span-facets';
import { isTraceContent } from '../../facets/trace-content';
import type {
  JsonValue,
  Message,
  RankedDocument,
  ToolDefinition,
  ToolResultPart,
} from '../../messages';
import type { ContentForm, MessageDirection, PayloadDirection } from '../convention';
import { readToolMessage } from '../read/read-messages';
import { unwrapCall, unwrapToolOutput } from '../read/unwrap-call';
import { rankOfForm } from './content-forms';
import { noteMarks, noteMessageMarks } from './content-notes';
import { Coverage } from './covers';
import { mayHoldMedia, withLostMedia } from './lost-media';
import {
  chatOf,
  distinct,
  isCovered,
  isPlaceholder,
  messagesAsPayload,
  payloadOf,
  saysSomething,
  withoutEcho,
  type MessageCandidate,
  type PayloadCandidate,
} from './payload';

interface DocumentCandidate {
  readonly documents: readonly RankedDocument[];
  readonly rank: number;
  readonly from: Provenance;
}

export interface Content {
  readonly system: readonly Message[];
  readonly input: readonly Message[];
  readonly output: readonly Message[];
  readonly toolDefinitions: readonly ToolDefinition[];
  readonly inputPayloads: Payload[];
  readonly outputPayloads: Payload[];
  readonly toolArgs: Payload | null;
  readonly toolResult: Payload | null;
  /** What a result that came as a message of the tool says beside it. */
  readonly toolMessage: Pick<ToolResultPart, 'id' | 'isError'> | null;
}

/** Kinds whose input and output are a conversation, so that blobs are read as one. */
const chatKinds: ReadonlySet<FacetKind> = new Set<FacetKind>([
  'llm',
  'agent',
  'agentCreate',
  'step',
  'planner',
]);

/**
 * Collects content and picks, a direction at a time, the richest form (§8.1 rule 3). What says
 * something else stays as a payload beside it.
 */
export class ContentDraft {
  /** @param wantsAll whether what the richest form outranks is read too */
  constructor(private readonly wantsAll: boolean) {}

  private readonly messages: Record<MessageDirection, MessageCandidate[]> = {
    system: [],
    input: [],
    output: [],
  };
  private readonly payloads: Record<PayloadDirection, PayloadCandidate[]> = {
    input: [],
    output: [],
    toolArgs: [],
    toolResult: [],
  };
  private readonly documents: Record<'input' | 'output', DocumentCandidate[]> = {
    input: [],
    output: [],
  };
  private toolDefinitions: { list: readonly ToolDefinition[]; from: Provenance } | null = null;

  addMessages(
    direction: MessageDirection,
    messages: readonly Message[],
    form: ContentForm,
    from: Provenance,
  ): void {
    const said = messages.filter(saysSomething);
    if (said.length > 0) {
      this.messages[direction].push({ messages: said, rank: rankOfForm(form), from });
    }
  }

  addPayload(
    direction: PayloadDirection,
    raw: JsonValue | undefined,
    form: ContentForm,
    from: Provenance,
    mime: string | null,
  ): void {
    if (raw === undefined || raw === null || raw === '') return;
    this.payloads[direction].push({ raw, rank: rankOfForm(form), from, mime });
  }

  addDocuments(
    direction: 'input' | 'output',
    documents: readonly RankedDocument[],
    form: ContentForm,
    from: Provenance,
  ): void {
    if (documents.length > 0) {
      this.documents[direction].push({ documents, rank: rankOfForm(form), from });
    }
  }

  addToolDefinitions(list: readonly ToolDefinition[], from: Provenance): void {
    if (list.length > 0 && this.toolDefinitions === null) this.toolDefinitions = { list, from };
  }

  hasContent(direction: 'input' | 'output'): boolean {
    const tool = direction === 'input' ? 'toolArgs' : 'toolResult';
    return (
      this.messages[direction].length + this.payloads[direction].length > 0 ||
      this.payloads[tool].length + this.documents[direction].length > 0
    );
  }

  bestDocuments(direction: 'input' | 'output'): DocumentCandidate | null {
    return best(this.documents[direction]);
  }

  /** @param isTool arguments and results are then what went in and came out */
  finish(
    kind: FacetKind,
    isTool: boolean,
    provenance: Record<string, Provenance>,
    notes: FacetNote[],
  ): Content {
    const input = this.finishDirection('input', kind, isTool, notes);
    const output = this.finishDirection('output', kind, isTool, notes);
    const system = this.finishSystem(input);
    if (input.from !== null) provenance['model.input'] = input.from;
    if (output.from !== null) provenance['model.output'] = output.from;
    if (system.from !== null) provenance['model.system'] = system.from;
    const definitions = this.toolDefinitions;
    const toolDefinitions = definitions?.list ?? input.toolDefinitions;
    if (definitions !== null) provenance['model.toolDefinitions'] = definitions.from;
    else if (toolDefinitions.length > 0 && input.from !== null) {
      provenance['model.toolDefinitions'] = input.from;
    }
    const toolArgs = this.finishTool('toolArgs', isTool ? input.payloads : [], unwrapCall, notes);
    let toolMessage: Content['toolMessage'] = null;
    const resultIn = (value: JsonValue): JsonValue => {
      const message = readToolMessage(value);
      toolMessage ??= message;
      return message?.result ?? unwrapToolOutput(value);
    };
    const toolResult = this.finishTool(
      'toolResult',
      isTool ? output.payloads : [],
      resultIn,
      notes,
    );
    if (toolArgs !== null) provenance['tool.args'] = toolArgs.from;
    if (toolResult !== null) provenance['tool.result'] = toolResult.from;
    if (input.payloads[0] !== undefined) provenance['input'] = input.payloads[0].from;
    if (output.payloads[0] !== undefined) provenance['output'] = output.payloads[0].from;
    return {
      system: system.messages,
      input: input.messages,
      output: withoutEcho(input.messages, output.messages),
      toolDefinitions,
      inputPayloads: input.payloads,
      outputPayloads: output.payloads,
      toolArgs,
      toolResult,
      toolMessage,
    };
  }

  private finishDirection(
    direction: 'input' | 'output',
    kind: FacetKind,
    isTool: boolean,
    notes: FacetNote[],
  ): FinishedDirection {
    const isChat = chatKinds.has(kind);
    let winner = best(this.messages[direction]);
    let system: readonly Message[] = [];
    let toolDefinitions: readonly ToolDefinition[] = [];
    let picked: Coverage | null = winner === null ? null : new Coverage(winner.messages);
    const others: Payload[] = [];
    for (const candidate of byRank(this.payloads[direction])) {
      const isWanted = winner === null || this.wantsAll || isTraceContent(candidate.from.key);
      const mayHaveMore = isChat && mayHoldMedia(candidate.raw);
      if (!isWanted && !mayHaveMore) continue;
      const payload = payloadOf(candidate);
      if (!isTool && isPlaceholder(payload.value)) continue;
      const chat = isChat ? chatOf(payload, direction, kind) : null;
      if (chat !== null && winner === null) {
        // An answer that says nothing: there is none to show.
        if (chat.messages.length === 0) continue;
        winner = { messages: chat.messages, rank: candidate.rank, from: candidate.from };
        picked = new Coverage(winner.messages);
        system = chat.system;
        toolDefinitions = chat.toolDefinitions;
        noteMarks(payload, `model.${direction}`, notes);
        continue;
      }
      if (winner !== null && chat !== null && mayHaveMore) {
        winner = { ...winner, messages: withLostMedia(winner.messages, chat.messages) };
      }
      if (!isWanted) continue;
      if (picked === null || !isCovered(payload, chat, picked)) others.push(payload);
    }
    const payloads = distinct(others);
    for (const candidate of this.messages[direction]) {
      if (picked === null || candidate === winner || !this.wantsAll) continue;
      if (!picked.hasMessages(candidate.messages)) payloads.push(messagesAsPayload(candidate));
    }
    for (const payload of payloads) noteMarks(payload, direction, notes);
    if (winner !== null) noteMessageMarks(winner.messages, `model.${direction}`, notes);
    const { messages, from } = winner ?? { messages: [], from: null };
    return { messages, from, system, toolDefinitions, payloads };
  }

  /** §8.1 rule 5: only where the messages have none. */
  private finishSystem(input: FinishedDirection): {
    messages: readonly Message[];
    from: Provenance | null;
  } {
    const hasOwn = input.messages.some(({ role }) => role === 'system' || role === 'developer');
    if (hasOwn) return { messages: [], from: null };
    const told = best(this.messages.system);
    if (told !== null) return told;
    return { messages: input.system, from: input.system.length > 0 ? input.from : null };
  }

  /**
   * Arguments or result; others that say something else stay in `rest`.
   * @param unwrap takes off what a library wraps around it
   */
  private finishTool(
    direction: 'toolArgs' | 'toolResult',
    rest: Payload[],
    unwrap: (value: JsonValue) => JsonValue,
    notes: FacetNote[],
  ): Payload | null {
    const told = byRank(this.payloads[direction]).map(payloadOf);
    const winner = told.find((payload) => !isPlaceholder(payload.value)) ?? null;
    const first = rest.find((payload) => !isPlaceholder(payload.value)) ?? null;
    const found = winner ?? first ?? told[0] ?? rest[0] ?? null;
    if (found === null) return null;
    const value = unwrap(found.value);
    const payload = value === found.value ? found : { ...found, value };
    const text = JSON.stringify(value);
    const kept = rest.filter(
      (other) =>
        other !== found &&
        !isPlaceholder(other.value) &&
        JSON.stringify(unwrap(other.value)) !== text,
    );
    rest.splice(0, rest.length, ...kept);
    noteMarks(payload, direction === 'toolArgs' ? 'tool.args' : 'tool.result', notes);
    return payload;
  }
}

interface FinishedDirection {
  readonly messages: readonly Message[];
  readonly from: Provenance | null;
  readonly system: readonly Message[];
  readonly toolDefinitions: readonly ToolDefinition[];
  readonly payloads: Payload[];
}

function best<Candidate extends { readonly rank: number }>(
  candidates: readonly Candidate[],
): Candidate | null {
  let found: Candidate | null = null;
  for (const candidate of candidates) {
    if (found === null || candidate.rank < found.rank) found = candidate;
  }
  return found;
}

function byRank(candidates: readonly PayloadCandidate[]): readonly PayloadCandidate[] {
  return candidates.length < 2 ? candidates : candidates.slice().sort((a, b) => a.rank - b.rank);
}
