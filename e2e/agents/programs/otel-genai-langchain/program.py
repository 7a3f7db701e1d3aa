"""A LangChain agent (on LangGraph), a retrieval chain and single calls, with OpenTelemetry's own GenAI instrumentation."""

from opentelemetry.instrumentation.genai.langchain import LangChainInstrumentor as Instrumentor

from telemetry import set_up_traces

provider = set_up_traces()
Instrumentor().instrument(tracer_provider=provider)

from langchain_conversations import (  # noqa: E402
    agent_conversations,
    retrieval_chain,
    single_calls,
)

agent_conversations()
retrieval_chain()
single_calls()

provider.shutdown()
