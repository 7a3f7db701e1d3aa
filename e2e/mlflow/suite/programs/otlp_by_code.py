"""3.6 announcement § Using the OpenTelemetry SDK with OTLP Exporter: programmatic configuration."""

import os

from telling import tell

# --- the document's snippet, with the server and the experiment from outside
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

# Replace with your own MLflow server URI
mlflow_server_uri = os.environ["MLFLOW_TRACKING_URI"]
experiment_id = os.environ["MLFLOW_EXPERIMENT_ID"]  # Your MLflow experiment ID

# Configure OTLP exporter to send to MLflow
otlp_exporter = OTLPSpanExporter(
    endpoint=f"{mlflow_server_uri}/v1/traces",
    headers={
        "Content-Type": "application/x-protobuf",
        "x-mlflow-experiment-id": experiment_id,
    }
)

# Set up the tracer provider
provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(otlp_exporter))
trace.set_tracer_provider(provider)

# Now any OpenTelemetry instrumentation will send traces to MLflow
tracer = trace.get_tracer(__name__)

with tracer.start_as_current_span("my_operation"):
    # Your application code here
    pass
# --- end of the snippet

    span = trace.get_current_span()
    span.set_attribute("gen_ai.operation.name", "chat")
    span.set_attribute("gen_ai.request.model", "gpt-4o-mini")
    span.set_attribute("gen_ai.usage.input_tokens", 12)
    span.set_attribute("gen_ai.usage.output_tokens", 5)
    span.set_attribute("session.id", "otlp-session")
    span.set_attribute("user.id", "otlp-user")
    trace_id = f"tr-{span.get_span_context().trace_id:032x}"
    with tracer.start_as_current_span("step") as step:
        step.set_attribute("openinference.span.kind", "TOOL")
        step.add_event("cache.miss", {"key": "k"})

provider.shutdown()
tell(trace_id=trace_id)
