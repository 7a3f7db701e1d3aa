"""Usage: send.py http|grpc ENDPOINT SERVICE

Sends one agent-like trace, and one log record inside it, with the current Python SDK.
Prints the trace id.
"""

import logging
import sys

from opentelemetry import trace
from opentelemetry.sdk._logs import LoggerProvider, LoggingHandler
from opentelemetry.sdk._logs.export import SimpleLogRecordProcessor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

transport, endpoint, service = sys.argv[1:4]
if transport == "grpc":
    from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

    spans = OTLPSpanExporter(endpoint=endpoint, insecure=True)
    logs = OTLPLogExporter(endpoint=endpoint, insecure=True)
else:
    from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    spans = OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces")
    logs = OTLPLogExporter(endpoint=f"{endpoint}/v1/logs")

resource = Resource.create({"service.name": service})
provider = TracerProvider(resource=resource)
provider.add_span_processor(BatchSpanProcessor(spans))
log_provider = LoggerProvider(resource=resource)
log_provider.add_log_record_processor(SimpleLogRecordProcessor(logs))
logger = logging.getLogger("agent")
logger.addHandler(LoggingHandler(logger_provider=log_provider))

tracer = provider.get_tracer("otelier-e2e", "1.0.0")
with tracer.start_as_current_span("invoke_agent planner") as agent:
    with tracer.start_as_current_span("chat gpt-4.1", attributes={"text": "naïve 東京 🚆"}):
        logger.warning("the model answered late")
    try:
        with tracer.start_as_current_span("execute_tool read_file"):
            raise FileNotFoundError("notes.txt")
    except FileNotFoundError:
        pass
provider.shutdown()
log_provider.shutdown()
print(trace.format_trace_id(agent.get_span_context().trace_id))
