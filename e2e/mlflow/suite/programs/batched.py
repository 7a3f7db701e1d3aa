"""The default of the SDK: spans are sent in batches by threads of its own, at the end at last."""

import mlflow
from telling import tell


@mlflow.trace
def step(number: int) -> int:
    return number * number


@mlflow.trace
def work() -> int:
    return sum(step(number) for number in range(20))


work()
tell(trace_id=mlflow.get_last_active_trace_id())
