"""The OpenAI Agents SDK, observed by OpenInference."""

import asyncio

from openinference.instrumentation import using_session
from openinference.instrumentation.openai_agents import OpenAIAgentsInstrumentor

from telemetry import set_up_traces

provider = set_up_traces()
OpenAIAgentsInstrumentor().instrument(tracer_provider=provider)

from openai_agents_conversations import converse  # noqa: E402

asyncio.run(converse(lambda: using_session("session-21"), "session-21"))
provider.shutdown()
