/** The calls of a trace as they happened: what several spans tell of one is put together. */
import { providerForms } from '@domain/pricing/model-names';
import type { FacetKind } from '@domain/facets/facet-kind';
import type { SpanFacets } from '@domain/facets/span-facets';
import type { Message } from '@domain/messages';
import type { UnderstoodSpan, UnderstoodTrace } from './understand';

export interface Call {
  readonly counted: UnderstoodSpan;
  /** The counted span first. */
  readonly told: readonly SpanFacets[];
}

/** Counted calls of a kind in order of start. */
export function callsOf({ spans }: UnderstoodTrace, kinds: readonly FacetKind[]): Call[] {
  return spans
    .filter(({ facets, fold }) => {
      return kinds.includes(facets.kind) && fold.duplicateOf === null && !fold.isSuperseded;
    })
    .map((counted) => {
      const twins = spans.filter(({ fold }) => fold.duplicateOf === counted.span.key);
      return { counted, told: [counted, ...twins].map(({ facets }) => facets) };
    });
}

/** The first of what the spans tell that is something. */
export function firstTold<T>(
  { told }: Call,
  valueOf: (facets: SpanFacets) => T | null | undefined,
): T | null {
  for (const facets of told) {
    const value = valueOf(facets);
    if (value !== null && value !== undefined) return value;
  }
  return null;
}

export function messagesTold(call: Call, direction: 'input' | 'output'): readonly Message[] {
  const told = firstTold(call, ({ model }) => {
    if (model === null) return null;
    const messages = direction === 'input' ? [...model.system, ...model.input] : model.output;
    return messages.length === 0 ? null : messages;
  });
  return told ?? [];
}

export function hasFailed({ told, counted }: Call): boolean {
  const isToolError = told.some(({ tool }) => tool?.isError === true);
  return isToolError || counted.span.status === 2 || told.some(({ error }) => error !== null);
}

/** The provider's name as the truth files have it. */
export function providerTold(call: Call): string | null {
  const provider = firstTold(call, ({ model }) => model?.provider);
  if (provider === null) return null;
  const [own = null] = providerForms(provider, '');
  return own === 'google' ? 'gemini' : own;
}
