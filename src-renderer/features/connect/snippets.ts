import type { OtelierShell } from '@contract/shell-api';

import type { SnippetLanguage } from './highlight';

export interface SnippetBlock {
  readonly language: SnippetLanguage;
  readonly code: string;
}

export interface Snippet {
  readonly id: string;
  readonly label: string;
  /** One sentence above the code. */
  readonly hint: string;
  readonly blocks: readonly SnippetBlock[];
}

export interface SnippetContext {
  /** `http://localhost:4318`, with the port that is listened on. */
  readonly endpoint: string;
  readonly platform: OtelierShell['platform'];
}

/** How to point common programs at the receiver. Each block works as it stands. */
export function snippetsFor({ endpoint, platform }: SnippetContext): readonly Snippet[] {
  const windows = platform === 'win32';
  /** Lines that set variables in the user's shell: sh, or PowerShell on Windows. */
  const set = (...pairs: readonly (readonly [name: string, value: string])[]) =>
    pairs
      .map(([name, value]) => (windows ? `$env:${name} = "${value}"` : `export ${name}=${value}`))
      .join('\n');
  const shell = (code: string): SnippetBlock => ({ language: 'shell', code });
  const python = (code: string): SnippetBlock => ({ language: 'python', code });
  const javascript = (code: string): SnippetBlock => ({ language: 'javascript', code });
  const traces = `${endpoint}/v1/traces`;

  return [
    {
      id: 'otel',
      label: 'OTel env vars',
      hint: 'Any OpenTelemetry SDK reads these. Set them in the shell that starts your agent.',
      blocks: [
        shell(
          [
            set(
              ['OTEL_EXPORTER_OTLP_ENDPOINT', endpoint],
              ['OTEL_EXPORTER_OTLP_PROTOCOL', 'http/protobuf'],
              ['OTEL_SERVICE_NAME', 'my-agent'],
            ),
            '',
            '# prompts and answers are off by default; this records them on spans',
            set(
              ['OTEL_SEMCONV_STABILITY_OPT_IN', 'gen_ai_latest_experimental'],
              ['OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT', 'SPAN_ONLY'],
            ),
          ].join('\n'),
        ),
        ...(windows
          ? []
          : [shell(`# or for one run\nOTEL_EXPORTER_OTLP_ENDPOINT=${endpoint} python agent.py`)]),
      ],
    },
    {
      id: 'python',
      label: 'Python',
      hint: 'Add the exporter once, before the first call to a model.',
      blocks: [
        shell('pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-http'),
        python(`from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

provider = TracerProvider(resource=Resource.create({"service.name": "my-agent"}))
exporter = OTLPSpanExporter(endpoint="${traces}")
provider.add_span_processor(BatchSpanProcessor(exporter))
trace.set_tracer_provider(provider)

# a first span, to see it arrive
with trace.get_tracer("my-agent").start_as_current_span("hello"):
    pass`),
      ],
    },
    {
      id: 'javascript',
      label: 'JavaScript',
      hint: 'Save as otel.mjs and run it: node otel.mjs. For an agent: node --import ./otel.mjs agent.mjs',
      blocks: [
        shell(
          'npm install @opentelemetry/api @opentelemetry/sdk-node @opentelemetry/exporter-trace-otlp-proto',
        ),
        javascript(`import { trace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';

const sdk = new NodeSDK({
  serviceName: 'my-agent',
  traceExporter: new OTLPTraceExporter({ url: '${traces}' }),
});
sdk.start();

// send what is left when the program ends
process.once('beforeExit', () => sdk.shutdown());

// a first span, to see it arrive
trace.getTracer('my-agent').startSpan('hello').end();`),
      ],
    },
    {
      id: 'mlflow',
      label: 'MLflow',
      hint: 'MLflow sends to an OTLP endpoint instead of its own server when these are set.',
      blocks: [
        shell(
          [
            'pip install mlflow opentelemetry-exporter-otlp',
            '',
            set(
              ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', traces],
              ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'http/protobuf'],
              ['OTEL_SERVICE_NAME', 'my-agent'],
            ),
          ].join('\n'),
        ),
        python(`import mlflow
mlflow.openai.autolog()  # also anthropic, langchain, dspy`),
      ],
    },
    {
      id: 'langchain',
      label: 'LangChain',
      hint: 'Works for LangChain and LangGraph. Nothing is sent to a hosted service.',
      blocks: [
        shell(
          [
            'pip install "langsmith[otel]" langchain',
            '',
            set(
              ['LANGSMITH_TRACING', 'true'],
              ['LANGSMITH_OTEL_ENABLED', 'true'],
              ['LANGSMITH_OTEL_ONLY', 'true'],
              ['OTEL_EXPORTER_OTLP_ENDPOINT', endpoint],
            ),
          ].join('\n'),
        ),
      ],
    },
    {
      id: 'ai-sdk',
      label: 'Vercel AI SDK',
      hint: 'Start the Node SDK from the JavaScript tab, then turn telemetry on for each call.',
      blocks: [
        javascript(`import { generateText } from 'ai';
import { openai } from '@ai-sdk/openai';

const { text } = await generateText({
  model: openai('gpt-4.1'),
  prompt: 'Summarise the release notes.',
  experimental_telemetry: { isEnabled: true, functionId: 'summarise' },
});`),
      ],
    },
    {
      id: 'claude-code',
      label: 'Claude Code',
      hint: 'Each prompt becomes a trace, with its model requests and tool calls inside.',
      blocks: [
        shell(
          [
            set(
              ['CLAUDE_CODE_ENABLE_TELEMETRY', '1'],
              ['CLAUDE_CODE_ENHANCED_TELEMETRY_BETA', '1'],
              ['OTEL_TRACES_EXPORTER', 'otlp'],
              ['OTEL_LOGS_EXPORTER', 'otlp'],
              ['OTEL_EXPORTER_OTLP_PROTOCOL', 'http/protobuf'],
              ['OTEL_EXPORTER_OTLP_ENDPOINT', endpoint],
              ['OTEL_LOG_USER_PROMPTS', '1'],
            ),
            'claude',
          ].join('\n'),
        ),
      ],
    },
    {
      id: 'curl',
      label: 'curl',
      hint: 'One span by hand, as OTLP JSON: the shortest way to see whether anything arrives.',
      blocks: [windows ? shell(powerShellRequest(traces)) : shell(curlRequest(traces))],
    },
  ];
}

/** Fresh ids and the present time, so that it shows as a new trace each time it is run. */
function curlRequest(url: string): string {
  return `now=$(date +%s)
curl ${url} -H 'Content-Type: application/json' -d '{
  "resourceSpans": [{
    "resource": {"attributes": [
      {"key": "service.name", "value": {"stringValue": "curl"}}]},
    "scopeSpans": [{"spans": [{
      "traceId": "'$(openssl rand -hex 16)'", "spanId": "'$(openssl rand -hex 8)'",
      "name": "hello", "kind": 1,
      "startTimeUnixNano": "'$now'000000000", "endTimeUnixNano": "'$now'250000000"}]}]}]
}'`;
}

function powerShellRequest(url: string): string {
  return `$now = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds()
$id = [Guid]::NewGuid().ToString("N")
Invoke-RestMethod ${url} -Method Post -ContentType application/json -Body @"
{"resourceSpans": [{
  "resource": {"attributes": [
    {"key": "service.name", "value": {"stringValue": "powershell"}}]},
  "scopeSpans": [{"spans": [{
    "traceId": "$id", "spanId": "$($id.Substring(0, 16))",
    "name": "hello", "kind": 1,
    "startTimeUnixNano": "\${now}000000000", "endTimeUnixNano": "\${now}250000000"}]}]}]}
"@`;
}
