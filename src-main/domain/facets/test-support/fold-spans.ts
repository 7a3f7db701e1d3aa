import type { FacetRow } from '../facet-row';
import type { FoldSpan } from '../trace-facets';

/** A span as tests write it: `id` and `parent` in short, times in ms. */
export interface SpanSketch extends Partial<FacetRow> {
  readonly id: string;
  readonly parent?: string;
  readonly name?: string;
  readonly service?: string;
  /** Start and end in ms. */
  readonly at?: readonly [number, number];
  readonly status?: number;
}

/** Spans whose keys are 1, 2, 3… in the order written. */
export function sketchTrace(sketches: readonly SpanSketch[]): FoldSpan[] {
  return sketches.map((sketch, index) => {
    const { id, parent, name, service, at = [0, 100], status = 0, kind = 'span', ...rest } = sketch;
    return {
      key: index + 1,
      spanId: id,
      parentSpanId: parent ?? null,
      name: name ?? `${kind} ${id}`,
      serviceName: service ?? 'service',
      startNs: at[0] * 1e6,
      endNs: at[1] * 1e6,
      status,
      facets: { kind, ...rest },
    };
  });
}

/** Usage of one request. */
export function used(input: number, output: number, more: FacetRow['usage'] = {}) {
  return { usage: { input, output, ...more }, usageScope: 'call' } as const;
}

/** Usage that sums up descendants. */
export function summed(input: number, output: number) {
  return { usage: { input, output }, usageScope: 'aggregate' } as const;
}
