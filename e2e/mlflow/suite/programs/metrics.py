"""Export MLflow Traces/Metrics via OTLP § Metrics Export: the complete example, with its warnings.

The endpoint and the protocol come from outside.
"""

import logging

from telling import tell

logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")

# --- the document's snippet
import mlflow

# Metrics will be exported to OpenTelemetry Collector
with mlflow.start_span(name="process_request", span_type="CHAIN") as span:
    span.set_inputs({"query": "What is MLflow?"})
    # Your application logic here
    span.set_outputs({"response": "MLflow is an open source platform..."})
# --- end of the snippet

from opentelemetry.metrics import get_meter_provider

mlflow.flush_trace_async_logging()
tell(trace_id=span.trace_id, flushed=get_meter_provider().force_flush())
