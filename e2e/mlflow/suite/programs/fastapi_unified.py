"""3.6 announcement § Unified Observability Across Your Stack."""

import os

from telling import tell

os.environ["MLFLOW_USE_DEFAULT_TRACER_PROVIDER"] = "false"

# --- the document's snippet, with an endpoint that calls its function
# These now create a single unified trace
from fastapi import FastAPI
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
import mlflow

app = FastAPI()
FastAPIInstrumentor.instrument_app(app)  # OTel auto-instrumentation

@mlflow.trace  # MLflow tracing
def my_llm_function(input_text):
    # Your logic here
    result = input_text.upper()
    return result
# --- end of the snippet


@app.get("/shout/{text}")
def shout(text: str) -> str:
    return my_llm_function(text)


from fastapi.testclient import TestClient

# Any span makes MLflow join the application's tracer provider before the first request.
with mlflow.start_span(name="start-up"):
    pass
response = TestClient(app).get("/shout/hello")
mlflow.flush_trace_async_logging()
tell(text=response.json())
