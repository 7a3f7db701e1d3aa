"""Ollama's client observed by OpenLLMetry, which still flattens the messages."""

import ollama
from opentelemetry.instrumentation.ollama import OllamaInstrumentor

from declare import declare
from telemetry import set_up_traces
from weather import OPENAI_TOOL, PIXEL, get_weather

provider = set_up_traces()
OllamaInstrumentor().instrument(tracer_provider=provider)
tracer = provider.get_tracer("weather-app")
MODEL = "llama3.2"


def run_agent(question):
    messages = [
        {"role": "system", "content": "You are a helpful weather assistant."},
        {"role": "user", "content": question},
    ]
    while True:
        message = ollama.chat(model=MODEL, messages=messages, tools=[OPENAI_TOOL]).message
        if not message.tool_calls:
            return
        messages.append(message.model_dump(exclude_none=True))
        for call in message.tool_calls:
            try:
                result = get_weather(**call.function.arguments)
            except ValueError as error:
                result = f"Error: {error}"
            messages.append({"role": "tool", "tool_name": call.function.name, "content": result})


for question in ("What is the weather in Paris and Oslo?", "What is the weather in Atlantis?"):
    declare(trace="begin")
    with tracer.start_as_current_span("weather-app"):
        run_agent(question)

declare(trace="begin")
for _ in ollama.chat(
    model=MODEL,
    messages=[{"role": "user", "content": "Please count from one to five."}],
    stream=True,
):
    pass
declare(trace="begin")
ollama.generate(model=MODEL, prompt="Hello there!", system="You are short.")
declare(trace="begin")
for _ in ollama.generate(model=MODEL, prompt="Please count to five.", stream=True):
    pass
declare(trace="begin")
ollama.chat(
    model="qwen3",
    think=True,
    messages=[{"role": "user", "content": "Think: what is 17 times 23?"}],
)
declare(trace="begin")
ollama.chat(
    model=MODEL,
    messages=[
        {
            "role": "user",
            "content": "What does this picture show?",
            "images": [PIXEL.split(",")[1]],
        }
    ],
)
declare(trace="begin")
ollama.embeddings(model="nomic-embed-text", prompt="first text")
declare(trace="begin")
try:
    ollama.chat(model=MODEL, messages=[{"role": "user", "content": "Is there a server error?"}])
except ollama.ResponseError as error:
    declare(modelError=type(error).__name__)

provider.shutdown()
