"""A LangChain agent (on LangGraph), a retrieval chain and single calls, with OpenInference."""

from openinference.instrumentation import using_attributes
from openinference.instrumentation.langchain import LangChainInstrumentor

from declare import declare
from telemetry import set_up_traces

provider = set_up_traces()
LangChainInstrumentor().instrument(tracer_provider=provider)

from langchain_conversations import (  # noqa: E402
    agent_conversations,
    ask_agent,
    retrieval_chain,
    single_calls,
)

# Two tools at once, in a session of a user.
declare(trace="begin", session="session-11", user="user-8", tags=["travel"])
with using_attributes(session_id="session-11", user_id="user-8", tags=["travel"]):
    ask_agent("What is the weather in Paris and Oslo?")

agent_conversations()
retrieval_chain()
single_calls()

provider.shutdown()
