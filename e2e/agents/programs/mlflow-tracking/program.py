"""MLflow's tracing, sent to an MLflow server: its spans arrive by OTLP as well."""

import os

import mlflow

mlflow.set_tracking_uri(os.environ["SINK_URL"])
mlflow.set_experiment("weather")

from mlflow_conversations import run  # noqa: E402

run()
