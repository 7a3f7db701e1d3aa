import { randomBytes } from 'node:crypto';

import { WireWriter } from '@domain/otlp/wire-writer';

export interface TestSpan {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  /** An attribute `padding` of this many characters. */
  readonly padding?: number;
}

/** `ExportTraceServiceRequest` in protobuf, one resource and scope for all spans. */
export function tracesProtobuf(...spans: readonly TestSpan[]): Buffer<ArrayBuffer> {
  const writer = new WireWriter();
  const resourceSpans = writer.begin(1);
  const scopeSpans = writer.begin(2);
  for (const span of spans) {
    const start = writer.begin(2);
    writer.bytesField(1, hex(span.traceId ?? randomBytes(16).toString('hex')));
    writer.bytesField(2, hex(span.spanId ?? randomBytes(8).toString('hex')));
    if (span.parentSpanId !== undefined) writer.bytesField(4, hex(span.parentSpanId));
    writer.stringField(5, span.name ?? 'span');
    writer.fixed64Field(7, 1_787_000_000_000_000_000n);
    writer.fixed64Field(8, 1_787_000_001_000_000_000n);
    if (span.padding !== undefined) {
      const attribute = writer.begin(9);
      writer.stringField(1, 'padding');
      const value = writer.begin(2);
      writer.stringField(1, 'x'.repeat(span.padding));
      writer.end(value);
      writer.end(attribute);
    }
    writer.end(start);
  }
  writer.end(scopeSpans);
  writer.end(resourceSpans);
  return Buffer.from(writer.finish());
}

/** The same in the JSON encoding. */
export function tracesJson(...spans: readonly TestSpan[]): Buffer<ArrayBuffer> {
  return Buffer.from(
    JSON.stringify({
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: spans.map((span) => ({
                traceId: span.traceId ?? randomBytes(16).toString('hex'),
                spanId: span.spanId ?? randomBytes(8).toString('hex'),
                parentSpanId: span.parentSpanId ?? '',
                name: span.name ?? 'span',
                startTimeUnixNano: '1787000000000000000',
                endTimeUnixNano: '1787000001000000000',
              })),
            },
          ],
        },
      ],
    }),
  );
}

/** `ExportLogsServiceRequest` in JSON with one record. */
export const logsJson = Buffer.from(
  JSON.stringify({
    resourceLogs: [
      { scopeLogs: [{ logRecords: [{ timeUnixNano: '1', body: { stringValue: 'hello' } }] }] },
    ],
  }),
);

/** `ExportMetricsServiceRequest` in JSON with two data points. */
export const metricsJson = Buffer.from(
  JSON.stringify({
    resourceMetrics: [
      {
        scopeMetrics: [
          {
            metrics: [
              {
                name: 'requests',
                sum: { dataPoints: [{ asInt: '1' }, { asInt: '2' }], isMonotonic: true },
              },
            ],
          },
        ],
      },
    ],
  }),
);

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex');
}
