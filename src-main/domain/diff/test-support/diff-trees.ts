import fc from 'fast-check';

import type { DiffSpan } from '../diff-tree';

/** A span as a test wants to read it; siblings run one after the other unless `at` says when. */
export interface Sketched {
  readonly kind?: DiffSpan['kind'];
  readonly label: string;
  readonly input?: number | null;
  readonly output?: number | null;
  readonly system?: number | null;
  readonly model?: string | null;
  readonly parameters?: number | null;
  readonly tools?: number | null;
  readonly exact?: number;
  readonly isError?: boolean;
  readonly at?: readonly [startNs: number, endNs: number];
  readonly within?: readonly Sketched[];
}

/** Spans in preorder, each within the time of its parent. */
export function spansOf(...roots: readonly Sketched[]): DiffSpan[] {
  const spans: DiffSpan[] = [];
  let clockNs = 0;
  const add = (sketch: Sketched, parent: number): void => {
    const position = spans.length;
    const startNs = sketch.at?.[0] ?? clockNs++;
    spans.push({
      parent,
      kind: sketch.kind ?? 'step',
      label: sketch.label,
      model: sketch.model ?? null,
      input: sketch.input ?? null,
      output: sketch.output ?? null,
      system: sketch.system ?? null,
      parameters: sketch.parameters ?? null,
      tools: sketch.tools ?? null,
      exact: sketch.exact ?? 0,
      isError: sketch.isError ?? false,
      sketch: null,
      startNs,
      endNs: startNs,
    });
    for (const child of sketch.within ?? []) add(child, position);
    const endNs = sketch.at?.[1] ?? clockNs++;
    spans[position] = { ...spans[position]!, endNs };
  };
  for (const root of roots) add(root, -1);
  return spans;
}

export const call = (input: number, output: number, more: Partial<Sketched> = {}): Sketched => ({
  kind: 'llm',
  label: 'call',
  input,
  output,
  ...more,
});

export const tool = (
  label: string,
  input: number,
  output: number,
  more: Partial<Sketched> = {},
): Sketched => ({ kind: 'tool', label, input, output, ...more });

export const agent = (label: string, ...within: readonly Sketched[]): Sketched => ({
  kind: 'agent',
  label,
  within,
});

/** The same run, so many times as slow. */
export const slower = (spans: readonly DiffSpan[], factor: number): DiffSpan[] =>
  spans.map((span) => ({ ...span, startNs: span.startNs * factor, endNs: span.endNs * factor }));

/** Trees of few labels and contents, so that much of two of them is alike. */
export const anySpans: fc.Arbitrary<DiffSpan[]> = fc
  .array(
    fc.record({
      above: fc.nat(),
      kind: fc.constantFrom<DiffSpan['kind'][]>('llm', 'tool', 'agent', 'step'),
      label: fc.constantFrom('a', 'b', 'c'),
      input: fc.option(fc.nat(3)),
      output: fc.option(fc.nat(3)),
      system: fc.option(fc.nat(1)),
      tools: fc.option(fc.nat(1)),
      isError: fc.boolean(),
      lasts: fc.nat(4),
    }),
    { maxLength: 40 },
  )
  .map((drawn) => {
    const children = new Map<number, number[]>();
    drawn.forEach(({ above }, index) => {
      const parent = index === 0 ? -1 : above % (index + 1) === index ? -1 : above % (index + 1);
      children.set(parent, [...(children.get(parent) ?? []), index]);
    });
    const spans: DiffSpan[] = [];
    const add = (index: number, parent: number): void => {
      const { above: _, lasts, kind, ...rest } = drawn[index]!;
      const position = spans.length;
      const startNs = position;
      const like = { model: null, parameters: null, sketch: null, exact: 0 };
      spans.push({
        ...rest,
        ...like,
        kind,
        parent,
        startNs,
        endNs: startNs + lasts,
      });
      for (const child of children.get(index) ?? []) add(child, position);
    };
    for (const root of children.get(-1) ?? []) add(root, -1);
    return spans;
  });
