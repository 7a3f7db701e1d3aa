/**
 * Log records of agents that send no spans → the spans they tell of, a trace for each turn.
 * Ids follow from what the records say, so the same records make the same spans, whenever and
 * however often they come.
 */
import type { SpanInput } from '../../otlp/encode';
import type { LogRecord } from '../../otlp/model';
import type { SpanId, TraceId } from '../../units';
import { readTurnRecord } from './read-turn-record';
import type { TurnRecord, TurnShape, TurnStep } from './turn-record';

/** What is known of turns, beyond the records at hand. */
export interface TurnMemory {
  /** Ids that follow from a text: equal for equal texts, else different. */
  traceId(text: string): TraceId;
  spanId(text: string): SpanId;
  /** The last prompt of a conversation up to a time; null where none is known. */
  promptUpTo(conversation: string, timeNs: bigint): Prompt | null;
  /** Remembers a prompt; `isTraced` where its turn has spans of its own. */
  notePrompt(conversation: string, prompt: Prompt): void;
  /** From when to when a span reaches that was made before. */
  extentOf(traceId: TraceId, spanId: SpanId): Extent | null;
}

export interface Prompt {
  readonly startNs: bigint;
  readonly isTraced: boolean;
}

export interface Extent {
  readonly startNs: bigint;
  readonly endNs: bigint;
}

/** Where a record belongs, and what spans it tells of. */
export interface Adoption {
  readonly traceId: TraceId;
  /** The span it tells of; null where it only belongs to the turn. */
  readonly spanId: SpanId | null;
  readonly spans: readonly SpanInput[];
}

interface OpenTurn {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  readonly shape: TurnShape;
  startNs: bigint;
  endNs: bigint;
  hasChanged: boolean;
}

/** Model calls whose end is still to come. */
const MAX_OPEN_CALLS = 1000;
/** Of an error, on the span; its record has all of it. */
const MAX_ERROR_CHARS = 1000;

export class LogTurns {
  readonly #memory: TurnMemory;
  /** Turns that were touched since `flush`. */
  readonly #turns = new Map<TraceId, OpenTurn>();
  readonly #callsBegan = new Map<TraceId, bigint>();

  constructor(memory: TurnMemory) {
    this.#memory = memory;
  }

  /** Null for a record that is of no turn, or of one that is traced. */
  adopt(scopeName: string, log: LogRecord): Adoption | null {
    const record = readTurnRecord(scopeName, log);
    if (record === null) return null;
    const { conversation, promptId, isPrompt, timeNs } = record;
    const isTraced = log.traceId !== null;
    if (isPrompt && promptId === null) {
      this.#memory.notePrompt(conversation, { startNs: timeNs, isTraced });
    }
    if (isTraced) return null;
    const name = promptId ?? this.#turnAt(conversation, timeNs);
    if (name === null) return null;
    const traceId = this.#memory.traceId(`${record.turn.name}\0${conversation}\0${name}`);
    const isNew = !this.#turns.has(traceId);
    const turn = this.#turnOf(traceId, record);
    const step = record.step === null ? null : this.#spanOf(traceId, turn.spanId, record.step);
    if (record.callBeganNs !== null) this.#noteCall(traceId, record.callBeganNs);
    extend(turn, step?.startNs ?? timeNs, timeNs);
    return {
      traceId,
      spanId: isPrompt ? turn.spanId : (step?.spanId ?? null),
      spans: [...(isNew ? [spanOfTurn(turn)] : []), ...(step === null ? [] : [step])],
    };
  }

  /** The turns that reach further than when they were last told of. */
  flush(): SpanInput[] {
    const changed = [...this.#turns.values()].filter(({ hasChanged }) => hasChanged);
    this.#turns.clear();
    return changed.map(spanOfTurn);
  }

  /** To be called where the spans since `flush` were not kept. */
  forget(): void {
    this.#turns.clear();
    this.#callsBegan.clear();
  }

  #turnAt(conversation: string, timeNs: bigint): string | null {
    const prompt = this.#memory.promptUpTo(conversation, timeNs);
    return prompt === null || prompt.isTraced ? null : String(prompt.startNs);
  }

  #turnOf(traceId: TraceId, { turn: shape, timeNs }: TurnRecord): OpenTurn {
    const open = this.#turns.get(traceId);
    if (open !== undefined) return open;
    const spanId = this.#memory.spanId(traceId);
    const stored = this.#memory.extentOf(traceId, spanId);
    const { startNs, endNs } = stored ?? { startNs: timeNs, endNs: timeNs };
    const turn = { traceId, spanId, shape, startNs, endNs, hasChanged: false };
    this.#turns.set(traceId, turn);
    return turn;
  }

  #spanOf(traceId: TraceId, turnSpanId: SpanId, step: TurnStep): SpanInput {
    const idOf = (key: string): SpanId => this.#memory.spanId(`${traceId}\0${key}`);
    const began = step.isOpenCall ? this.#callsBegan.get(traceId) : undefined;
    if (step.isOpenCall) this.#callsBegan.delete(traceId);
    const isEarlier = began !== undefined && began < step.startNs;
    return {
      traceId,
      spanId: idOf(step.key),
      parentSpanId: step.parentKey === null ? turnSpanId : idOf(step.parentKey),
      name: step.name,
      startNs: isEarlier ? began : step.startNs,
      endNs: step.endNs,
      attributes: step.attributes,
      ...(step.error === null
        ? {}
        : { statusCode: 2 as const, statusMessage: step.error.slice(0, MAX_ERROR_CHARS) }),
    };
  }

  #noteCall(traceId: TraceId, startNs: bigint): void {
    this.#callsBegan.set(traceId, startNs);
    if (this.#callsBegan.size <= MAX_OPEN_CALLS) return;
    for (const oldest of this.#callsBegan.keys()) {
      this.#callsBegan.delete(oldest);
      return;
    }
  }
}

/** Of two versions of a span the later end is kept, so one that begins earlier ends later too. */
function extend(turn: OpenTurn, startNs: bigint, endNs: bigint): void {
  if (startNs < turn.startNs) {
    turn.startNs = startNs;
    turn.endNs += 1n;
    turn.hasChanged = true;
  }
  if (endNs > turn.endNs) {
    turn.endNs = endNs;
    turn.hasChanged = true;
  }
}

function spanOfTurn({ traceId, spanId, shape, startNs, endNs }: OpenTurn): SpanInput {
  return { traceId, spanId, ...shape, startNs, endNs };
}
