/**
 * Span attributes as MLflow's SDK expects them. It encodes each value as JSON text and reads it
 * back, so what its exporters send comes in three encodings, and spans of others in none of them
 * (mlflow.md §2; mlflow/entities/span.py `_SpanAttributesRegistry`, `from_otel_proto`).
 */
import type { JsonValue } from '../messages';
import type { AnyValue, KeyValue, Span } from '../otlp/model';
import { anyValueToJson, jsonToAnyValue, plainToExact } from './convert-json';
import { formatPythonJson, isExactObject, isList, tryParseExactJson } from './exact-json';
import { toMlflowTraceId } from './trace-id';

export const spanAttributes = {
  traceId: 'mlflow.traceRequestId',
  type: 'mlflow.spanType',
  inputs: 'mlflow.spanInputs',
  outputs: 'mlflow.spanOutputs',
  tokenUsage: 'mlflow.chat.tokenUsage',
  model: 'mlflow.llm.model',
  provider: 'mlflow.llm.provider',
} as const;

/** What we make of a span that no SDK of MLflow sent, in MLflow's words. */
export interface UnderstoodSpan {
  readonly spanType: string | null;
  /** Undefined where there is none; null is a value. */
  readonly inputs?: JsonValue | undefined;
  readonly outputs?: JsonValue | undefined;
  /** `mlflow.chat.tokenUsage`. */
  readonly tokenUsage?: JsonValue | undefined;
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
}

/** What was logged, or JSON text that stands for it. */
export type SpanAttribute = { readonly value: AnyValue } | { readonly text: string };

/**
 * The attributes of a span by key, with `mlflow.traceRequestId` as the SDK requires it. What is
 * understood of a span goes in where it says nothing of it, as MLflow's translators do (mlflow.md
 * §2); spans of MLflow's own SDKs stay as they are.
 */
export function spanAttributesOf(
  span: Pick<Span, 'traceId' | 'attributes'>,
  understood: UnderstoodSpan | null = null,
): Map<string, SpanAttribute> {
  const encoding = encodingOf(span.attributes);
  const attributes = new Map<string, SpanAttribute>();
  for (const { key, value } of span.attributes) {
    attributes.set(key, attributeOf(key, value, encoding));
  }
  const traceId = toMlflowTraceId(span.traceId);
  attributes.set(spanAttributes.traceId, { value: { type: 'string', value: traceId } });
  if (understood === null || encoding !== 'foreign') return attributes;
  const add = (key: string, value: JsonValue | undefined): void => {
    if (value === undefined || attributes.has(key)) return;
    attributes.set(key, { value: jsonToAnyValue(plainToExact(value, 'exact')) });
  };
  add(spanAttributes.type, understood.spanType ?? undefined);
  add(spanAttributes.inputs, understood.inputs);
  add(spanAttributes.outputs, understood.outputs);
  add(spanAttributes.tokenUsage, understood.tokenUsage);
  add(spanAttributes.model, understood.model);
  add(spanAttributes.provider, understood.provider);
  return attributes;
}

/** What was logged. Texts that are no JSON are what they are to the SDK too. */
export function valueOfAttribute(attribute: SpanAttribute): AnyValue {
  if ('value' in attribute) return attribute.value;
  const parsed = tryParseExactJson(attribute.text);
  return parsed === undefined ? { type: 'string', value: attribute.text } : jsonToAnyValue(parsed);
}

/** The JSON text of what was logged, as the SDK keeps it. */
export function textOfAttribute(attribute: SpanAttribute): string {
  return 'text' in attribute ? attribute.text : formatPythonJson(anyValueToJson(attribute.value));
}

/**
 * `text`: every string is JSON text. `native`: values are what was logged. `foreign`: the same,
 * but keys of MLflow, which were set by hand then, may hold JSON text.
 */
type Encoding = 'text' | 'native' | 'foreign';

/** Whether an SDK of MLflow sent the span: what it leaves out, it has not. */
export function isOfMlflowSdk({ attributes }: Pick<Span, 'attributes'>): boolean {
  return encodingOf(attributes) !== 'foreign';
}

/** The SDK sets the trace's id on every span, in the encoding of all the others. */
function encodingOf(attributes: readonly KeyValue[]): Encoding {
  const id = attributes.find(({ key }) => key === spanAttributes.traceId)?.value;
  if (id?.type !== 'string') return 'foreign';
  return id.value.startsWith('"') ? 'text' : 'native';
}

function attributeOf(key: string, value: AnyValue, encoding: Encoding): SpanAttribute {
  if (value.type !== 'string' || encoding === 'native') return { value };
  const text = value.value;
  if (encoding === 'text') return { text };
  if (!key.startsWith('mlflow.')) return { value };
  // As MLflow's server does: `1` and `true` stay texts.
  const parsed = tryParseExactJson(text);
  const isJson = typeof parsed === 'string' || isList(parsed) || isExactObject(parsed);
  return isJson ? { text } : { value };
}
