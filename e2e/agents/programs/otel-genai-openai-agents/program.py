"""The OpenAI Agents SDK, observed by OpenTelemetry's own GenAI instrumentations: one for the
agents and their tools, one for the client's calls of models."""

import asyncio

from opentelemetry.instrumentation.genai.openai import OpenAIInstrumentor
from opentelemetry.instrumentation.genai.openai_agents import OpenAIAgentsInstrumentor

from telemetry import set_up_traces

provider = set_up_traces()
OpenAIAgentsInstrumentor().instrument(tracer_provider=provider)
OpenAIInstrumentor().instrument(tracer_provider=provider)

from openai_agents_conversations import converse  # noqa: E402

asyncio.run(converse(session_id="session-21"))
provider.shutdown()
