/** Rows of what is said of traces, as the writer stores them. */
import { assessmentKinds, type AssessmentKind } from '@domain/annotations/assessment';
import { traceStates, type TraceState } from '@domain/annotations/trace-info';
import type { JsonValue } from '@domain/messages';
import { traceHex, type TestStore } from './test-store';

const idOf = (trace: number): Buffer => Buffer.from(traceHex(trace), 'hex');

export function setTag({ writable }: TestStore, trace: number, key: string, value: string): void {
  writable
    .prepare('INSERT INTO trace_tag (trace_id, key, value, is_derived) VALUES (?, ?, ?, 0)')
    .run(idOf(trace), key, value);
}

export interface ToldInfo {
  readonly clientRequestId?: string;
  readonly requestTimeMs?: number;
  readonly durationMs?: number;
  readonly state?: TraceState;
  readonly metadata?: Readonly<Record<string, string>>;
}

export function tellInfo({ writable }: TestStore, trace: number, info: ToldInfo): void {
  writable
    .prepare(/* sql */ `
      INSERT INTO trace_info (trace_id, client_request_id, request_time_ms, execution_duration_ms,
        state, metadata, told_ms) VALUES (?, ?, ?, ?, ?, ?, 0)`)
    .run(
      idOf(trace),
      info.clientRequestId ?? null,
      info.requestTimeMs ?? null,
      info.durationMs ?? null,
      traceStates.indexOf(info.state ?? 'STATE_UNSPECIFIED'),
      JSON.stringify(info.metadata ?? {}),
    );
  const status = info.state === 'OK' ? 1 : info.state === 'ERROR' ? 2 : null;
  writable
    .prepare(
      'UPDATE trace SET told_status = :status, status = coalesce(:status, status) WHERE trace_id = :id',
    )
    .run({ status, id: idOf(trace) });
}

export interface Assessed {
  readonly name?: string;
  readonly kind?: AssessmentKind;
  readonly value: JsonValue;
  readonly session?: string;
  readonly isValid?: boolean;
}

let count = 0;

export function assess({ writable }: TestStore, trace: number, assessed: Assessed): void {
  const { name = 'feedback', kind = 'feedback', value, session = null, isValid = true } = assessed;
  count += 1;
  writable
    .prepare(/* sql */ `
      INSERT INTO assessment (assessment_id, trace_id, session_id, name, kind, value, value_text,
        value_number, source_type, source_id, metadata, is_valid, created_ms, updated_ms, origin)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 'default', '{}', ?, 0, 0, 0)`)
    .run(
      `a-${count}`,
      idOf(trace),
      session,
      name,
      assessmentKinds.indexOf(kind),
      JSON.stringify(value),
      typeof value === 'string' ? value : JSON.stringify(value),
      typeof value === 'number' || typeof value === 'boolean' ? Number(value) : null,
      isValid ? 1 : 0,
    );
}
