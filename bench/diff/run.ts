/** Runs to compare: real traces of the captures. */
import { foldTrace } from '@domain/facets/fold-trace';
import type { SpanFacets } from '@domain/facets/span-facets';
import { toFacetRow } from '@domain/facets/to-facet-row';
import type { FoldSpan } from '@domain/facets/trace-facets';
import { diffTraceOf, type DiffTrace } from '@domain/diff/diff-spans-of';
import { captureNames } from '../truth/truth-file';
import { understandCapture } from '../truth/understand';

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

/** A run as the ways to align see it. */
export interface ComparedRun extends DiffTrace {
  /** By position: what the sender called the operation, and whose it is. */
  readonly names: readonly string[];
  readonly services: readonly string[];
}

export function comparedRun({ steps }: Run): ComparedRun {
  const spans = steps.map(({ facets, ...rest }): FoldSpan => ({
    ...rest,
    facets: toFacetRow(facets),
  }));
  const trace = diffTraceOf(spans, foldTrace(spans, []).spans);
  const byKey = new Map(steps.map((step) => [step.key, step]));
  return {
    ...trace,
    names: trace.keys.map((key) => byKey.get(key)?.name ?? ''),
    services: trace.keys.map((key) => byKey.get(key)?.serviceName ?? ''),
  };
}
