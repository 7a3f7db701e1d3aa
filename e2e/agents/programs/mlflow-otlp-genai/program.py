"""MLflow's tracing, exported by OTLP in the semantic conventions for GenAI."""

from mlflow_conversations import run

run()
