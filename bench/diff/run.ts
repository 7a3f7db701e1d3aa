/** Runs to compare: real traces of the captures, and copies of them as another run would be. */
import { foldTrace } from '@domain/facets/fold-trace';
import type { SpanFacets } from '@domain/facets/span-facets';
import { toFacetRow } from '@domain/facets/to-facet-row';
import type { FoldSpan } from '@domain/facets/trace-facets';
import { diffTraceOf, type DiffTrace } from '@domain/diff/diff-spans-of';
import { captureNames } from '../truth/truth-file';
import { understandCapture } from '../truth/understand';
import type { Random } from './random';

/** One span of a run; `key` names the step, the same in every run that has it. */
export interface Step {
  readonly key: number;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly serviceName: string;
  readonly startNs: number;
  readonly endNs: number;
  readonly status: number;
  readonly facets: SpanFacets;
}

export interface Run {
  /** The capture it is from. */
  readonly name: string;
  /** By start; parents before what they enclose. */
  readonly steps: readonly Step[];
}

/** A trace must have this many spans for an edit to be one of several things. */
const LEAST_SPANS = 5;

export function realRuns(): Run[] {
  return captureNames().flatMap((name) =>
    understandCapture(name).flatMap(({ spans }): Run[] => {
      const kept = spans.filter(({ fold }) => !fold.isSuperseded);
      const hasCall = kept.some(({ facets }) => facets.kind === 'llm');
      if (kept.length < LEAST_SPANS || !hasCall) return [];
      const steps = kept.map(({ span, facets }): Step => {
        const { facets: _, ...rest } = span;
        return { ...rest, facets };
      });
      return [{ name, steps }];
    }),
  );
}

export function diffTrace({ steps }: Run): DiffTrace {
  const spans = steps.map(({ facets, ...rest }): FoldSpan => ({
    ...rest,
    facets: toFacetRow(facets),
  }));
  return diffTraceOf(spans, foldTrace(spans, []).spans);
}

/** The same run at another time: other ids, each step a little faster or slower. */
export function anotherRun({ name, steps }: Run, random: Random): Run {
  const ids = new Map(
    steps.map(({ spanId }, index) => [spanId, `${(index + 1).toString(16).padStart(15, '0')}b`]),
  );
  const factor = 0.7 + random.next() * 0.7;
  const shift = random.below(1_000_000);
  return {
    name,
    steps: steps.map((step) => ({
      ...step,
      spanId: ids.get(step.spanId) ?? step.spanId,
      parentSpanId: step.parentSpanId === null ? null : (ids.get(step.parentSpanId) ?? null),
      startNs: step.startNs * factor + shift,
      endNs: step.endNs * factor + shift,
      facets: withOtherIds(step.facets, random.below(1_000_000)),
    })),
  };
}

function withOtherIds(facets: SpanFacets, number: number): SpanFacets {
  const { model, tool } = facets;
  return {
    ...facets,
    model: model === null ? null : { ...model, responseId: `resp_${number}` },
    tool: tool === null || tool.callId === null ? tool : { ...tool, callId: `${tool.callId}x` },
  };
}
