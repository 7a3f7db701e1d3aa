"""Environment variables alone: 3.6 announcement and opentelemetry.mdx.

    export OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://localhost:5000/v1/traces
    export OTEL_EXPORTER_OTLP_TRACES_HEADERS=x-mlflow-experiment-id=123
"""

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from telling import tell

provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(provider)

with trace.get_tracer("an application").start_as_current_span("by environment") as span:
    span.set_attribute("plain", "value")
    trace_id = f"tr-{span.get_span_context().trace_id:032x}"

provider.shutdown()
tell(trace_id=trace_id)
