/** A run as it would be another time: all that differs from run to run does, and nothing else. */
import { hashValue } from '@domain/diff/content-hash';
import type { Payload, SpanFacets } from '@domain/facets/span-facets';
import type { JsonValue, Message, MessagePart } from '@domain/messages';
import type { Random } from './random';
import type { Run, Step } from './run';
import { isObject } from './steps';

/**
 * How much of the call before it a tool begins too early, at most: clocks of two processes differ,
 * and streams end after what they asked for has begun.
 */
const OVERLAP_SHARE = 0.05;
/** How much of its length a step begins early or late, at most. */
const JITTER_SHARE = 0.02;

export function anotherRun({ name, steps }: Run, random: Random): Run {
  const stamp = new Stamp(random);
  const ids = new Map(steps.map(({ spanId }) => [spanId, stamp.hex(spanId, 16)]));
  const factor = 0.7 + random.next() * 0.7;
  const shift = random.below(1_000_000);
  return {
    name,
    steps: withJitter(steps, random).map((step, index) => ({
      ...step,
      spanId: ids.get(step.spanId) ?? step.spanId,
      parentSpanId: step.parentSpanId === null ? null : (ids.get(step.parentSpanId) ?? null),
      startNs: step.startNs * factor + shift,
      endNs: step.endNs * factor + shift,
      facets: stamp.facets(step.facets, index),
    })),
  };
}

/** Steps begin a little early; what comes after a call does so before the call has ended. */
function withJitter(steps: readonly Step[], random: Random): Step[] {
  const before = new Map<string | null, Step>();
  const byId = new Map(steps.map((step) => [step.spanId, step]));
  return steps.map((step) => {
    const last = before.get(step.parentSpanId);
    before.set(step.parentSpanId, step);
    const parent = step.parentSpanId === null ? undefined : byId.get(step.parentSpanId);
    if (parent === undefined) return step;
    const isAfterCall =
      step.facets.kind === 'tool' && last?.facets.kind === 'llm' && last.endNs <= step.startNs;
    const earlyNs = isAfterCall
      ? step.startNs - last.endNs + random.next() * OVERLAP_SHARE * (last.endNs - last.startNs)
      : random.next() * JITTER_SHARE * Math.min(step.endNs - step.startNs, gapNs(last, step));
    return { ...step, startNs: Math.max(parent.startNs, step.startNs - earlyNs) };
  });
}

/** Nothing begins before the one it followed has ended. */
function gapNs(last: Step | undefined, step: Step): number {
  return last === undefined ? Infinity : Math.max(0, step.startNs - last.endNs);
}

/** Times and ids of one run: the same content has the same in all of the run. */
class Stamp {
  readonly #seed: number;
  readonly #startMs: number;

  constructor(random: Random) {
    this.#seed = random.below(2 ** 32);
    this.#startMs = Date.UTC(2026, 0, 1) + random.below(3e10);
  }

  facets(facets: SpanFacets, index: number): SpanFacets {
    const { model, tool, input, output } = facets;
    const message = (each: Message): Message => this.#message(each, index);
    return {
      ...facets,
      model: model && {
        ...model,
        responseId: `chatcmpl-${this.hex(String(index), 24)}`,
        system: model.system.map(message),
        input: model.input.map(message),
        output: model.output.map(message),
      },
      tool: tool && {
        ...tool,
        callId: tool.callId === null ? null : this.#callId(tool.callId),
        args: this.#payload(tool.args, (value) => this.#args(value)),
        result: this.#payload(tool.result, (value) => this.#result(value)),
      },
      input: input.map((each) => ({ ...each, value: this.#result(each.value) })),
      output: output.map((each) => ({ ...each, value: this.#result(each.value) })),
    };
  }

  hex(of: string, length: number): string {
    let digits = '';
    for (let at = 0; digits.length < length; at++) {
      const hash = hashValue([this.#seed, of, at], 'exact');
      digits += hash.toString(16).padStart(8, '0');
    }
    return digits.slice(0, length);
  }

  #message(message: Message, index: number): Message {
    return { ...message, parts: message.parts.map((part) => this.#part(message, part, index)) };
  }

  #part({ role }: Message, part: MessagePart, index: number): MessagePart {
    switch (part.type) {
      case 'text':
        // The clock of a system prompt goes on; what a user was told stays in the history.
        if (role === 'system') return { ...part, text: `${part.text}\nNow: ${this.#time(index)}` };
        if (role === 'user') return { ...part, text: `${part.text}\n(${this.#time(0)})` };
        return part;
      case 'toolCall':
        return { ...part, id: this.#callId(part.id), args: this.#args(part.args) };
      case 'toolResult':
        return { ...part, id: this.#callId(part.id), result: this.#result(part.result) };
      default:
        return part;
    }
  }

  #callId(id: string | null): string | null {
    return id === null ? null : `call_${this.hex(id, 24)}`;
  }

  #args(value: JsonValue): JsonValue {
    return isObject(value) ? { ...value, request_id: this.#uuid(value) } : value;
  }

  #result(value: JsonValue): JsonValue {
    if (typeof value === 'string')
      return `${value}\nDone at ${this.#time(hashValue(value, 'exact') % 1e5)}`;
    if (!isObject(value)) return value;
    const number = hashValue([this.#seed, value], 'exact');
    return {
      ...value,
      took: number % 1000,
      request_id: `req-${number}`,
      trace: this.hex(String(number), 32),
      created_at: this.#time(number % 1e5),
    };
  }

  #payload(payload: Payload | null, edit: (value: JsonValue) => JsonValue): Payload | null {
    return payload && { ...payload, value: edit(payload.value) };
  }

  #time(seconds: number): string {
    return new Date(this.#startMs + seconds * 1000).toISOString();
  }

  #uuid(of: JsonValue): string {
    const hex = this.hex(JSON.stringify(of), 32);
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }
}
