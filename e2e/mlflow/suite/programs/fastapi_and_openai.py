"""opentelemetry.mdx § Combining the OpenTelemetry SDK and the MLflow Tracing SDK."""

from telling import tell

# --- the document's snippet, with the server from outside and an answer where it has `...`
import os
import mlflow
from contextlib import asynccontextmanager
from fastapi import FastAPI, Request, Response
from openai import OpenAI
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor

# Use the OpenTelemetry tracer provider instead of MLflow's default tracer provider.
os.environ["MLFLOW_USE_DEFAULT_TRACER_PROVIDER"] = "false"


# Enable MLflow OpenAI auto-tracing at application startup.
@asynccontextmanager
async def lifespan(app: FastAPI):
    mlflow.set_tracking_uri(os.environ["MLFLOW_TRACKING_URI"])
    mlflow.set_experiment(experiment_id=os.environ["MLFLOW_EXPERIMENT_ID"])
    mlflow.openai.autolog()
    yield


app = FastAPI(lifespan=lifespan)
# Enable FastAPI auto-instrumentation, which creates an OpenTelemetry span for each endpoint call.
FastAPIInstrumentor.instrument_app(app)


@app.post("/rag/v1/answer")
@mlflow.trace
async def answer_question(query: Request) -> Response:
    question = (await query.json())["question"]
    completion = OpenAI().chat.completions.create(
        model="gpt-4o-mini", messages=[{"role": "user", "content": question}]
    )
    return Response(completion.choices[0].message.content)
# --- end of the snippet


from fastapi.testclient import TestClient

# MLflow joins the application's tracer provider at its first span, which is in the first request:
# what OpenTelemetry made of that one is lost to it. From the second one on, traces are whole.
with TestClient(app) as client:
    for question in ("Hello", "Hello again"):
        response = client.post("/rag/v1/answer", json={"question": question})
mlflow.flush_trace_async_logging()
tell(status=response.status_code, text=response.text)
