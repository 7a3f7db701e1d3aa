"""CrewAI with OpenInference, for CrewAI and for OpenAI's client."""

import json
import os

from openinference.instrumentation import using_attributes
from openinference.instrumentation.crewai import CrewAIInstrumentor
from openinference.instrumentation.openai import OpenAIInstrumentor

from telemetry import set_up_traces

provider = set_up_traces()
CrewAIInstrumentor().instrument(tracer_provider=provider)
OpenAIInstrumentor().instrument(tracer_provider=provider)

from crewai import LLM, Agent, Crew, Process, Task
from crewai.tools import tool

from declare import declare
from weather import get_weather

look = tool("get_weather")(get_weather)


def agent(role, **options):
    return Agent(
        role=role,
        goal="Answer the question",
        backstory="You work at the weather desk.",
        llm=LLM(model="openai/gpt-4o-mini", temperature=0.2),
        verbose=False,
        max_retry_limit=0,
        **options,
    )


def crew(name, *agents_and_questions):
    tasks = [
        Task(description=question, expected_output="One sentence.", agent=agent)
        for agent, question in agents_and_questions
    ]
    agents = [agent for agent, _ in agents_and_questions]
    return Crew(name=name, agents=agents, tasks=tasks, process=Process.sequential, verbose=False)


reporter = agent("weather reporter", tools=[look])
editor = agent("editor")

about = {"session": "session-crew", "user": "user-42", "tags": ["fixture"]}
declare(trace="begin", **about, agent="weather reporter")
declare(agent="editor")
with using_attributes(session_id="session-crew", user_id="user-42", tags=["fixture"]):
    desk = crew(
        "weather desk",
        (reporter, "What is the weather in Paris and Oslo?"),
        (editor, "Make a headline of it."),
    )
    inputs = {"channel": "radio"}
    declare(input=json.dumps(inputs), output=desk.kickoff(inputs=inputs).raw)

declare(trace="begin", agent="weather reporter")
crew("no station", (reporter, "What is the weather in Atlantis?")).kickoff()

declare(trace="begin", agent="weather reporter")
try:
    crew("unlucky", (reporter, "Cause a server error.")).kickoff()
except Exception as error:
    declare(modelError=type(error).__name__)

provider.shutdown()
os._exit(0)
