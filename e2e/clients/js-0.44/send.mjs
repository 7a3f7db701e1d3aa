// Usage: node send.mjs http ENDPOINT SERVICE
// Sends one trace as programs of that time did and prints its trace id.
import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { Resource } from '@opentelemetry/resources';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';

const [, endpoint, service] = process.argv.slice(2);
const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces` });
const provider = new BasicTracerProvider({ resource: new Resource({ 'service.name': service }) });
provider.addSpanProcessor(new SimpleSpanProcessor(exporter));
const tracer = provider.getTracer('otelier-e2e', '1.0.0');
const agent = tracer.startSpan('invoke_agent planner');
const tool = tracer.startSpan(
  'execute_tool read_file',
  { attributes: { 'gen_ai.operation.name': 'execute_tool', text: 'naïve 東京 🚆', list: [1, 2] } },
  trace.setSpan(context.active(), agent),
);
tool.recordException(new TypeError('no such file'));
tool.setStatus({ code: SpanStatusCode.ERROR, message: 'no such file' });
tool.end();
agent.end();
await provider.forceFlush();
await provider.shutdown();
console.log(agent.spanContext().traceId);
