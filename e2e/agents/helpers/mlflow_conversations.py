"""An agent observed by MLflow: decorators, autologging of OpenAI's client, sessions and users."""

from contextvars import ContextVar

import mlflow
import openai
from mlflow.entities import Document, SpanType

from declare import declare
from weather import get_weather as declared_weather

mlflow.openai.autolog()

from openai_conversations import ask, run_agent, stream  # noqa: E402


PERSON = ContextVar("session and user", default=None)


@mlflow.trace(span_type=SpanType.TOOL)
def get_weather(city: str) -> str:
    return declared_weather(city)


@mlflow.trace(name="weather-agent", span_type=SpanType.AGENT)
def weather_agent(question: str) -> str:
    if person := PERSON.get():
        session, user = person
        mlflow.update_current_trace(session_id=session, user=user, tags={"team": "travel"})
    declare(agent="weather-agent")
    return run_agent(question, lambda call, arguments: get_weather(**arguments))


@mlflow.trace(span_type=SpanType.RETRIEVER)
def search(query: str) -> list[Document]:
    documents = [Document("The office opens at nine.", id="h-1")]
    found = [{"content": document.page_content} for document in documents]
    declare(retrieval={"query": query, "documents": found})
    return documents


@mlflow.trace(name="ask-the-handbook")
def ask_the_handbook(question: str) -> str:
    documents = search(question)
    context = "\n".join(document.page_content for document in documents)
    declare(input=question)
    return ask(f"{question} Context: {context}").choices[0].message.content


def run():
    declare(trace="begin", session="session-41", user="user-17")
    PERSON.set(("session-41", "user-17"))
    weather_agent("What is the weather in Paris and Oslo?")
    PERSON.set(None)
    declare(trace="begin")
    weather_agent("What is the weather in Atlantis?")
    declare(trace="begin")
    ask_the_handbook("When does the office open, according to the handbook?")
    declare(trace="begin")
    stream("Please count from one to five.")
    declare(trace="begin")
    ask("Think: what is 17 times 23?", reasoning_effort="low")
    for _ in range(2):
        declare(trace="begin")
        ask("May I use the cached rules?")
    declare(trace="begin")
    openai.OpenAI().responses.create(
        model="gpt-4o-mini", instructions="You are short.", input="Hello there!"
    )
    declare(trace="begin")
    openai.OpenAI().embeddings.create(
        model="text-embedding-3-small", input=["first text", "second text"]
    )
    declare(trace="begin")
    try:
        ask("Is there a server error?")
    except openai.InternalServerError as error:
        declare(modelError=type(error).__name__)
    mlflow.flush_trace_async_logging(terminate=True)
