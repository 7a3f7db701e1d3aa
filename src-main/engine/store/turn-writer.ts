/** Writes the spans that log records of agents without traces tell of (`LogTurns`). */
import { createHash } from 'node:crypto';

import {
  LogTurns,
  type Adoption,
  type Extent,
  type TurnMemory,
} from '@domain/conventions/turns/log-turns';
import { mayTellOfTurn } from '@domain/conventions/turns/read-turn-record';
import { decodeLog } from '@domain/otlp/decode-log';
import { decodeTracesProtobuf } from '@domain/otlp/decode-protobuf';
import type { DecodedLog } from '@domain/otlp/decoded';
import { encodeTracesRequest, type SpanInput } from '@domain/otlp/encode';
import type { SpanId, TraceId } from '@domain/units';
import type { Arrival } from './arrival';
import type { WritableDb } from './connection';
import type { SpanWriter } from './span-writer';

/** Ids of the trace and the span that a record was found to be of. */
export interface Adopted {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array | null;
}

export class TurnWriter {
  readonly #spans: SpanWriter;
  readonly #turns: LogTurns;
  /** How the last record of each turn came in, since the last flush. */
  readonly #arrivals = new Map<TraceId, Arrival>();
  #added = 0;

  constructor(db: WritableDb, spans: SpanWriter) {
    this.#spans = spans;
    this.#turns = new LogTurns(turnMemory(db));
  }

  /**
   * Finds the turn of a record and writes the spans that it tells of.
   * @returns null for a record that is of no turn, or of one that is traced
   */
  adopt(log: DecodedLog, scopeName: string, arrival: Arrival): Adopted | null {
    if (!mayTellOfTurn(scopeName, log.traceId !== null)) return null;
    const adoption: Adoption | null = this.#turns.adopt(scopeName, decodeLog(log.payload));
    if (adoption === null) return null;
    const { traceId, spanId, spans } = adoption;
    this.#arrivals.set(traceId, arrival);
    for (const span of spans) this.#write(span, arrival);
    return {
      traceId: Buffer.from(traceId, 'hex'),
      spanId: spanId === null ? null : Buffer.from(spanId, 'hex'),
    };
  }

  /**
   * To be called at the end of each transaction, before traces are written.
   * @returns how many spans were added since the last time
   */
  flush(): number {
    for (const span of this.#turns.flush()) {
      const arrival = this.#arrivals.get(span.traceId);
      if (arrival !== undefined) this.#write(span, arrival);
    }
    this.#arrivals.clear();
    const added = this.#added;
    this.#added = 0;
    return added;
  }

  /** To be called after a rollback. */
  forget(): void {
    this.#turns.forget();
    this.#arrivals.clear();
    this.#added = 0;
  }

  #write(span: SpanInput, arrival: Arrival): void {
    const bytes = encodeTracesRequest([{ scopeSpans: [{ spans: [span] }] }]);
    for (const decoded of decodeTracesProtobuf(bytes).spans) {
      if (this.#spans.write(decoded, arrival).result === 'added') this.#added++;
    }
  }
}

function digestOf(text: string, hexDigits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, hexDigits);
}

function joined(one: Extent | null, other: Extent): Extent {
  if (one === null) return other;
  return {
    startNs: one.startNs < other.startNs ? one.startNs : other.startNs,
    endNs: one.endNs > other.endNs ? one.endNs : other.endNs,
  };
}

function turnMemory(db: WritableDb): TurnMemory {
  const latest = db
    .prepare<[string, bigint], [startNs: bigint, isTraced: bigint]>(/* sql */ `
      SELECT start_ns, is_traced FROM log_prompt WHERE conversation = ? AND start_ns <= ?
      ORDER BY start_ns DESC LIMIT 1`)
    .raw()
    .safeIntegers();
  const note = db.prepare<[string, bigint, number]>(/* sql */ `
    INSERT INTO log_prompt (conversation, start_ns, is_traced) VALUES (?, ?, ?)
    ON CONFLICT DO NOTHING`);
  // Of a deleted trace too: an undo merges both, and keeps the span that ends later.
  const extents = db
    .prepare<[object], Extent>(/* sql */ `
      SELECT s.start_ns AS startNs, s.end_ns AS endNs FROM (
          SELECT id FROM trace WHERE trace_id = :traceId AND deleted_at_ms IS NULL
          UNION ALL SELECT id FROM trace WHERE trace_id = :traceId AND deleted_at_ms IS NOT NULL
        ) t JOIN span s ON s.trace = t.id AND s.span_id = :spanId`)
    .safeIntegers();
  return {
    traceId: (text) => digestOf(text, 32) as TraceId,
    spanId: (text) => digestOf(text, 16) as SpanId,
    promptUpTo(conversation, timeNs) {
      const found = latest.get(conversation, timeNs);
      return found === undefined ? null : { startNs: found[0], isTraced: found[1] === 1n };
    },
    notePrompt: (conversation, { startNs, isTraced }) =>
      void note.run(conversation, startNs, isTraced ? 1 : 0),
    extentOf(traceId, spanId) {
      const ids = { traceId: Buffer.from(traceId, 'hex'), spanId: Buffer.from(spanId, 'hex') };
      return extents.all(ids).reduce<Extent | null>(joined, null);
    },
  };
}
