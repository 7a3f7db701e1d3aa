"""MLflow's tracing, exported by OTLP instead of to an MLflow server."""

from mlflow_conversations import run

run()
