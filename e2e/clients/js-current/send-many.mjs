// Usage: node send-many.mjs ENDPOINT SERVICE BATCHES
// Sends a batch of ten spans every 100 ms over OTLP/HTTP, all in one trace, and prints the
// trace id at once and `done` when the exporter has got rid of all of them.
import { context, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

const [endpoint, service, batches] = process.argv.slice(2);
const provider = new TracerProvider({
  resource: resourceFromAttributes({ 'service.name': service }),
  spanProcessors: [
    new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }) }),
  ],
});
const tracer = provider.getTracer('otelier-e2e');
const root = tracer.startSpan('invoke_agent long');
console.log(root.spanContext().traceId);
const inRoot = trace.setSpan(context.active(), root);
const flushes = [];
for (let batch = 0; batch < Number(batches); batch++) {
  for (let i = 0; i < 10; i++) tracer.startSpan(`step ${batch}.${i}`, {}, inRoot).end();
  flushes.push(provider.forceFlush());
  await new Promise((resolve) => setTimeout(resolve, 100));
}
root.end();
await Promise.all(flushes);
await provider.shutdown();
console.log('done');
