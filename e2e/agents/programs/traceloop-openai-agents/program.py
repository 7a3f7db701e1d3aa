"""The OpenAI Agents SDK, observed by OpenLLMetry."""

import asyncio

from opentelemetry.instrumentation.openai_agents import OpenAIAgentsInstrumentor

from telemetry import set_up_traces

provider = set_up_traces()
OpenAIAgentsInstrumentor().instrument(tracer_provider=provider)

from openai_agents_conversations import converse  # noqa: E402

asyncio.run(converse(session_id="session-21"))
provider.shutdown()
