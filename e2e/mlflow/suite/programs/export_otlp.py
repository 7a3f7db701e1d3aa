"""Export MLflow Traces/Metrics via OTLP § Set Up OTLP Exporter; the endpoint comes from outside."""

import os

from telling import tell

# --- the document's snippet
import mlflow

# Optionally, set the service name to group traces
os.environ["OTEL_SERVICE_NAME"] = "your-service-name"
# Trace will be exported to the OTel collector
with mlflow.start_span(name="foo") as span:
    span.set_inputs({"a": 1})
    span.set_outputs({"b": 2})
# --- end of the snippet

from opentelemetry.trace import get_tracer_provider

mlflow.flush_trace_async_logging()
tell(trace_id=span.trace_id, provider=type(get_tracer_provider()).__name__)
