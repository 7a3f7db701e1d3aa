"""Braintrust's OpenTelemetry processor, and spans by hand with the attributes that it documents."""

import json
import os

os.environ["BRAINTRUST_API_URL"] = os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"]

from braintrust.otel import BraintrustSpanProcessor
from openai import OpenAI
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider

from declare import declare
from weather import OPENAI_TOOL, get_weather

provider = TracerProvider()
provider.add_span_processor(BraintrustSpanProcessor())
trace.set_tracer_provider(provider)
tracer = trace.get_tracer("weather-desk")
client = OpenAI(max_retries=0)


def ask_model(messages):
    with tracer.start_as_current_span("chat gpt-4o-mini") as span:
        span.set_attribute("braintrust.span_attributes", json.dumps({"type": "llm"}))
        span.set_attribute("braintrust.input_json", json.dumps(messages))
        request = {"model": "gpt-4o-mini", "temperature": 0.2}
        span.set_attribute("braintrust.metadata", json.dumps({**request, "provider": "openai"}))
        answer = client.chat.completions.create(messages=messages, tools=[OPENAI_TOOL], **request)
        message = answer.choices[0].message
        span.set_attribute(
            "braintrust.output_json",
            json.dumps([choice.model_dump(exclude_none=True) for choice in answer.choices]),
        )
        usage = {
            "prompt_tokens": answer.usage.prompt_tokens,
            "completion_tokens": answer.usage.completion_tokens,
            "tokens": answer.usage.total_tokens,
        }
        span.set_attribute("braintrust.metrics", json.dumps(usage))
        return message


def run_tool(call):
    arguments = json.loads(call.function.arguments)
    with tracer.start_as_current_span("get_weather") as span:
        span.set_attribute("braintrust.span_attributes", json.dumps({"type": "tool"}))
        span.set_attribute("braintrust.input_json", json.dumps(arguments))
        result = get_weather(**arguments)
        span.set_attribute("braintrust.output_json", json.dumps(result))
        return result


def handle(question):
    declare(trace="begin", tags=["fixture", "weather"])
    with tracer.start_as_current_span("handle-request") as span:
        span.set_attribute("braintrust.span_attributes", json.dumps({"type": "task"}))
        span.set_attribute("braintrust.input", question)
        span.set_attribute("braintrust.tags", ["fixture", "weather"])
        messages = [
            {"role": "system", "content": "You are a weather expert."},
            {"role": "user", "content": question},
        ]
        while True:
            message = ask_model(messages)
            if not message.tool_calls:
                break
            messages.append(message.model_dump(exclude_none=True, include={"role", "tool_calls"}))
            for call in message.tool_calls:
                result = run_tool(call)
                messages.append({"role": "tool", "tool_call_id": call.id, "content": result})
        span.set_attribute("braintrust.output", message.content)
        span.set_attribute("braintrust.scores", json.dumps({"politeness": 0.9}))


handle("What is the weather in Paris and Oslo?")
for question in ("What is the weather in Atlantis?", "Cause a server error."):
    try:
        handle(question)
    except ValueError as error:
        print(f"failed as wanted: {error}")
    except Exception as error:
        declare(modelError=type(error).__name__)

provider.shutdown()
