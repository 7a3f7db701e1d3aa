"""Traces on MLflow's SDK, sent as it does by default: `client.py URL EXPERIMENT TRACES PROCESSES`.

Prints how many spans were sent and how long it took until the last one was acknowledged. A single
trace is made without any before it.
"""

import multiprocessing
import sys
import time

import mlflow

SPANS = 10
QUESTION = [{"role": "user", "content": "Where does the time go in this trace? " * 5}]
ANSWER = {"choices": [{"message": {"role": "assistant", "content": "Into the writer. " * 20}}]}


def trace() -> None:
    with mlflow.start_span(name="answer", span_type="AGENT") as root:
        root.set_inputs({"question": QUESTION[0]["content"]})
        for number in range(SPANS - 1):
            with mlflow.start_span(name=f"step {number}", span_type="CHAT_MODEL") as span:
                span.set_inputs({"model": "gpt-4o-mini", "messages": QUESTION})
                span.set_attribute("temperature", 0.1)
                span.set_outputs(ANSWER)
        root.set_outputs("Into the writer.")


def run(url: str, experiment: str, traces: int, begin, counts) -> None:
    mlflow.set_tracking_uri(url)
    mlflow.set_experiment(experiment)
    if traces > 1:
        # What is set up once is not measured.
        trace()
        mlflow.flush_trace_async_logging()
    begin.wait()
    start = time.perf_counter()
    for _ in range(traces):
        trace()
    mlflow.flush_trace_async_logging()
    counts.put(time.perf_counter() - start)


def main() -> None:
    url, experiment, traces, processes = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
    context = multiprocessing.get_context("spawn")
    begin, counts = context.Barrier(processes), context.Queue()
    workers = [
        context.Process(target=run, args=(url, experiment, traces, begin, counts))
        for _ in range(processes)
    ]
    for worker in workers:
        worker.start()
    seconds = max(counts.get() for _ in workers)
    for worker in workers:
        worker.join()
    print(f"sent {traces * processes * SPANS} {seconds}")


if __name__ == "__main__":
    main()
