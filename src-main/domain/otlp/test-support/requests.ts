/** Small requests for tests that look at one detail. */
import { decodeTracesJson } from '../decode-json';
import { OtlpDecodeError, type DecodedSpan, type DecodedTraces } from '../decoded';
import { decodeSpan } from '../decode-span';
import type { AnyValue, Span } from '../model';
import { encodeUtf8 } from '../utf8';
import { WireWriter } from '../wire-writer';

export const TRACE_ID = '5b8efff798038103d269b633813fc60c';
export const SPAN_ID = 'eee19b7ec3c1b174';

/** The members every good span has. */
export const ids = { traceId: TRACE_ID, spanId: SPAN_ID };

/** A JSON request with these spans. */
export function jsonOfSpans(...spans: readonly unknown[]): string {
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
}

export function decodeJsonText(text: string): DecodedTraces {
  return decodeTracesJson(encodeUtf8(text));
}

/** Decodes a request with one span that has the ids and these members. */
export function decodeOne(members: Record<string, unknown>): {
  readonly indexed: DecodedSpan;
  readonly span: Span;
  readonly request: DecodedTraces;
} {
  return only(decodeJsonText(jsonOfSpans({ ...ids, ...members })));
}

/** The value of the span's only attribute. */
export function decodeValue(value: unknown): AnyValue | undefined {
  const { span } = decodeOne({ attributes: [{ key: 'k', value }] });
  return span.attributes[0]?.value;
}

export function only(request: DecodedTraces): {
  readonly indexed: DecodedSpan;
  readonly span: Span;
  readonly request: DecodedTraces;
} {
  const [indexed] = request.spans;
  if (indexed === undefined || request.spans.length !== 1) {
    throw new Error(`There are ${request.spans.length} spans and not one.`);
  }
  return { indexed, span: decodeSpan(indexed.payload), request };
}

/** A protobuf request whose only span is `span`. */
export function protobufOfSpan(span: Uint8Array): Uint8Array {
  const writer = new WireWriter();
  const resource = writer.begin(1);
  const scope = writer.begin(2);
  writer.bytesField(2, span);
  writer.end(scope);
  writer.end(resource);
  return writer.finish();
}

/** The bytes of what `write` writes. */
export function bytesOf(write: (writer: WireWriter) => void): Uint8Array {
  const writer = new WireWriter();
  write(writer);
  return writer.finish();
}

/** A span message: the ids, then what `write` writes. */
export function spanBytes(write: (writer: WireWriter) => void): Uint8Array {
  return bytesOf((writer) => {
    writer.bytesField(
      1,
      Uint8Array.from({ length: 16 }, (_, at) => at + 1),
    );
    writer.bytesField(
      2,
      Uint8Array.from({ length: 8 }, (_, at) => at + 1),
    );
    write(writer);
  });
}

/** The error that `run` must throw. */
export function decodeFailure(run: () => unknown): OtlpDecodeError {
  try {
    run();
  } catch (error) {
    if (error instanceof OtlpDecodeError) return error;
    throw error;
  }
  throw new Error('The input was accepted.');
}
