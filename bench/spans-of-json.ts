/** Spans of OTLP JSON, decoded as the store gives them to the normaliser. */
import type { NormaliseInput } from '@domain/conventions/normalise-span';
import { decodeResource, decodeScope } from '@domain/otlp/decode-container';
import { decodeTracesJson } from '@domain/otlp/decode-json';
import { decodeSpan } from '@domain/otlp/decode-span';

/** One request's spans, without log records. */
export function spansOfJson(text: string): NormaliseInput[] {
  const decoded = decodeTracesJson(new TextEncoder().encode(text));
  const resources = decoded.resources.map(({ bytes }) => decodeResource(bytes));
  const scopes = decoded.scopes.map(({ bytes }) => decodeScope(bytes));
  return decoded.spans.flatMap((span) => {
    const resource = resources[span.resource];
    const scope = scopes[span.scope];
    if (resource === undefined || scope === undefined) return [];
    return [{ span: decodeSpan(span.payload), resource, scope, logs: [] }];
  });
}

type Plain = string | number | readonly string[];

/** One span of a few attributes. */
export function spanOf(name: string, attributes: Readonly<Record<string, Plain>>): NormaliseInput {
  const span = {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    name,
    startTimeUnixNano: '1700000000000000000',
    endTimeUnixNano: '1700000001000000000',
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) })),
  };
  const request = { resourceSpans: [{ scopeSpans: [{ scope: { name: 'app' }, spans: [span] }] }] };
  const [made] = spansOfJson(JSON.stringify(request));
  if (made === undefined) throw new Error('the span was not taken');
  return made;
}

function anyValue(value: Plain): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'number') {
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  }
  return { arrayValue: { values: value.map(anyValue) } };
}
