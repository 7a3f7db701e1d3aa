// Usage: node send.mjs http|proto|grpc ENDPOINT SERVICE
// Sends one agent-like trace with the current exporters and prints its trace id.
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as HttpExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtoExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

const [transport, endpoint, service] = process.argv.slice(2);
const exporter = {
  http: () => new HttpExporter({ url: `${endpoint}/v1/traces` }),
  proto: () => new ProtoExporter({ url: `${endpoint}/v1/traces` }),
  grpc: () => new GrpcExporter({ url: endpoint }),
}[transport]();

const provider = new TracerProvider({
  resource: resourceFromAttributes({ 'service.name': service }),
  spanProcessors: [new BatchSpanProcessor({ exporter })],
});
const tracer = provider.getTracer('otelier-e2e', '1.0.0');
const agent = tracer.startSpan('invoke_agent planner', {
  attributes: { 'gen_ai.operation.name': 'invoke_agent', 'big.integer': Number.MAX_SAFE_INTEGER },
});
const inAgent = trace.setSpan(context.active(), agent);
const chat = tracer.startSpan(
  'chat gpt-4.1',
  { kind: SpanKind.CLIENT, attributes: { 'gen_ai.operation.name': 'chat', text: 'naïve 東京 🚆' } },
  inAgent,
);
chat.addEvent('first token', { index: 0 });
chat.end();
const tool = tracer.startSpan(
  'execute_tool read_file',
  {
    attributes: { 'gen_ai.operation.name': 'execute_tool' },
    links: [{ context: chat.spanContext() }],
  },
  inAgent,
);
tool.recordException(new TypeError('no such file'));
tool.setStatus({ code: SpanStatusCode.ERROR, message: 'no such file' });
tool.end();
agent.end();
await provider.forceFlush();
await provider.shutdown();
console.log(agent.spanContext().traceId);
