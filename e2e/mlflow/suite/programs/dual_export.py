"""Export MLflow Traces/Metrics via OTLP § Dual Export; the endpoint comes from outside."""

from telling import tell

# --- the document's snippet
import mlflow
import os

# Enable dual export
os.environ["MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT"] = "true"
# Configure MLflow tracking
mlflow.set_tracking_uri(os.environ["MLFLOW_TRACKING_URI"])
mlflow.set_experiment(experiment_id=os.environ["MLFLOW_EXPERIMENT_ID"])
# Traces will be sent to both MLflow and the OpenTelemetry Collector
with mlflow.start_span(name="foo") as span:
    span.set_inputs({"a": 1})
    span.set_outputs({"b": 2})
# --- end of the snippet

mlflow.flush_trace_async_logging()
tell(trace_id=span.trace_id)
