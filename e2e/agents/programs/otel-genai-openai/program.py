"""The newest GenAI instrumentation of OpenAI's client, with OpenTelemetry's GenAI helper for what
the program itself does: its agent, its tools, its search for documents."""

from opentelemetry.instrumentation.genai.openai import OpenAIInstrumentor
from opentelemetry.util.genai.handler import get_telemetry_handler
from opentelemetry.util.genai.types import (
    InputMessage,
    OutputMessage,
    RetrievalDocument,
    TextPart,
)

from declare import declare
from telemetry import set_up_logs, set_up_traces
from weather import get_weather

provider = set_up_traces()
logs = set_up_logs()
OpenAIInstrumentor().instrument(tracer_provider=provider, logger_provider=logs)
handler = get_telemetry_handler(tracer_provider=provider, logger_provider=logs)

from openai_conversations import (  # noqa: E402
    MODEL,
    ask,
    responses_calls,
    run_agent,
    single_calls,
)


def run_tool(call, arguments):
    with handler.tool(call.function.name, tool_type="function") as tool:
        tool.tool_call_id = call.id
        tool.tool_description = "Tells the weather in a city."
        tool.arguments = arguments
        tool.tool_result = get_weather(**arguments)
        return tool.tool_result


def agent(question, conversation=None):
    with handler.invoke_local_agent(
        agent_name="weather-agent", request_model=MODEL, conversation_id=conversation
    ) as invocation:
        invocation.input_messages = [InputMessage("user", [TextPart(question)])]
        answer = run_agent(question, run_tool, declared_agent="weather-agent")
        invocation.output_messages = [OutputMessage("assistant", [TextPart(answer)], "stop")]


# A tool loop in a conversation, twice: the second is another trace of the same session.
for question in ("What is the weather in Paris and Oslo?", "What is the weather in Paris?"):
    declare(trace="begin", session="conversation-3", input=question)
    agent(question, "conversation-3")

# A tool that fails.
declare(trace="begin")
agent("What is the weather in Atlantis?")

# Documents are fetched, then a question about them is asked.
declare(trace="begin")
with handler.workflow("ask-the-handbook"):
    question = "When does the office open, according to the handbook?"
    with handler.retrieval(data_source_id="handbook", provider="files") as retrieval:
        retrieval.query_text = question
        retrieval.top_k = 2
        documents = [
            {"id": "h-1", "content": "The office opens at nine.", "score": 0.92},
            {"id": "h-2", "content": "The office is in Oslo.", "score": 0.31},
        ]
        retrieval.documents = [RetrievalDocument(id=d["id"], score=d["score"]) for d in documents]
    declare(retrieval={"query": question, "documents": documents}, input=question)
    ask(question)

single_calls()
responses_calls()

provider.shutdown()
logs.shutdown()
