"""A LangChain agent (on LangGraph), a retrieval chain and single calls, with OpenLLMetry."""

from opentelemetry.instrumentation.langchain import LangchainInstrumentor as Instrumentor

from declare import declare
from telemetry import set_up_traces

provider = set_up_traces()
Instrumentor().instrument(tracer_provider=provider)

# That an agent is made is recorded as well, in a trace of its own.
declare(trace="begin")
from langchain_conversations import (  # noqa: E402
    agent_with,
    ask_agent,
    retrieval_chain,
    single_calls,
)

declare(trace="begin")
plain = agent_with()
declare(trace="begin")
ask_agent("What is the weather in Paris and Oslo?", agent=plain)
declare(trace="begin")
ask_agent("What is the weather in Atlantis?")
retrieval_chain()
single_calls()

provider.shutdown()
