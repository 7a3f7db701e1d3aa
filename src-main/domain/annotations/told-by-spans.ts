/** Tags and assessments that spans tell, as they stand beside those of users and senders. */
import type { ToldEvaluation } from '../facets/facet-row';
import type { EvaluationTarget } from '../facets/span-facets';
import type { FoldSpan, SpanFold, TraceFold } from '../facets/trace-facets';
import type { JsonValue } from '../messages';
import { parseSpanId, parseTraceId, type SpanId, type TraceId } from '../units';
import { SESSION_METADATA, type AssessmentSourceType, type NewAssessment } from './assessment';
import type { TraceTag } from './trace-tag';

const MAX_TAGS = 100;
const MAX_ASSESSMENTS = 1000;

/** Labels have no value. Of several values of a key that of the first span holds. */
export function tagsToldBy(spans: readonly FoldSpan[]): TraceTag[] {
  const tags = new Map<string, TraceTag>();
  const add = (tag: TraceTag): void => {
    if (tags.size < MAX_TAGS && !tags.has(tag.key)) tags.set(tag.key, tag);
  };
  for (const { facets } of spans) {
    const values = facets.tagValues ?? [];
    for (const tag of values) add(tag);
    // What has a value is told as text, too.
    const texts = new Set(values.map(({ key, value }) => `${key}: ${value}`));
    for (const label of facets.tags ?? []) if (!texts.has(label)) add({ key: label, value: '' });
  }
  return [...tags.values()];
}

export interface ToldTrace {
  readonly traceId: TraceId;
  /** What the offsets of its spans are counted from. */
  readonly startMs: number;
}

/**
 * What the evaluations of spans say (`gen_ai.evaluation.result`, evaluator spans), as feedback of
 * what they judge. Ids are made of the telling span, so they stay when it is understood anew; of the
 * trace's id they have the end, which is random where the beginning is a time or zeros.
 */
export function assessmentsToldBy(
  spans: readonly FoldSpan[],
  fold: TraceFold,
  trace: ToldTrace,
): NewAssessment[] {
  const told: NewAssessment[] = [];
  if (!spans.some(({ facets }) => facets.evaluations !== undefined)) return told;
  const idsByKey = new Map(spans.map(({ key, spanId }) => [key, spanId]));
  const judges = new Set(modelParents(spans));
  spans.forEach((span, index) => {
    const each = fold.spans[index];
    const { evaluations = [], evaluationTargets = [] } = span.facets;
    evaluations.forEach((evaluation, at) => {
      const target = evaluationTargets[at];
      if (each === undefined || target === undefined || told.length >= MAX_ASSESSMENTS) return;
      const place = placeOf(target, each, at, trace, idsByKey);
      const value = valueOf(evaluation);
      if (place === null || value === null) return;
      const createdMs = Math.round(
        trace.startMs + (firstNumber(span.endNs, span.startNs) ?? 0) / 1e6,
      );
      told.push({
        ...place,
        id: `a-${trace.traceId.slice(-12)}${span.spanId}${at.toString(16).padStart(4, '0')}`,
        name: evaluation.name === '' ? span.name : evaluation.name,
        kind: 'feedback',
        value,
        error: null,
        rationale: rationaleOf(evaluation, value),
        source: { type: sourceTypeOf(span, judges), id: span.name },
        overrides: null,
        createdMs,
        updatedMs: createdMs,
        origin: 'span',
      });
    });
  });
  return told;
}

type Place = Pick<NewAssessment, 'traceId' | 'spanId' | 'metadata'>;

/** Null where what is judged is of no trace that can be named. */
function placeOf(
  target: EvaluationTarget,
  fold: SpanFold,
  at: number,
  trace: ToldTrace,
  idsByKey: ReadonlyMap<number, string>,
): Place | null {
  if (target.traceId !== null) {
    const traceId = parseTraceId(target.traceId);
    const spanId = target.scope === 'span' && target.id !== null ? parseSpanId(target.id) : null;
    return traceId === null ? null : { traceId, spanId, metadata: {} };
  }
  const { traceId } = trace;
  if (target.scope === 'trace') return { traceId, spanId: null, metadata: {} };
  if (target.scope === 'session') {
    const session = target.id ?? fold.sessionId;
    const metadata: Record<string, string> =
      session === null ? {} : { [SESSION_METADATA]: session };
    return { traceId, spanId: null, metadata };
  }
  const judged = fold.judged[at] ?? null;
  const spanId = judged === null ? null : (idsByKey.get(judged) ?? null);
  return { traceId, spanId: spanId as SpanId | null, metadata: {} };
}

/** The score where there is one; the label is then told as rationale. */
function valueOf({ score, label }: ToldEvaluation): JsonValue {
  return score ?? label ?? null;
}

function rationaleOf({ label, explanation }: ToldEvaluation, value: JsonValue): string | null {
  const parts = [label !== undefined && label !== value ? label : null, explanation ?? null];
  const text = parts.filter((part) => part !== null && part !== '').join('. ');
  return text === '' ? null : text;
}

/** Whoever asks a model to judge is a judge; any other check is code. */
function sourceTypeOf(span: FoldSpan, judges: ReadonlySet<string>): AssessmentSourceType {
  return span.facets.kind === 'llm' || judges.has(span.spanId) ? 'LLM_JUDGE' : 'CODE';
}

function modelParents(spans: readonly FoldSpan[]): string[] {
  return spans.flatMap(({ facets, parentSpanId }) =>
    facets.kind === 'llm' && parentSpanId !== null ? [parentSpanId] : [],
  );
}

function firstNumber(...values: readonly number[]): number | null {
  return values.find((value) => Number.isFinite(value)) ?? null;
}
