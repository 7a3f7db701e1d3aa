"""smolagents with OpenInference: tools, a managed agent, streaming."""

from openinference.instrumentation import using_attributes
from openinference.instrumentation.smolagents import SmolagentsInstrumentor
from smolagents import OpenAIModel, Tool, ToolCallingAgent

from declare import declare
from telemetry import set_up_traces
from weather import get_weather

provider = set_up_traces()
SmolagentsInstrumentor().instrument(tracer_provider=provider)


class Weather(Tool):
    name = "get_weather"
    description = "Tells the weather in a city."
    inputs = {"city": {"type": "string", "description": "Name of the city"}}
    output_type = "string"

    def forward(self, city: str) -> str:
        return get_weather(city)


# The package's own prompts are long, and every span repeats them.
PROMPTS = {
    "system_prompt": "You are a weather expert.",
    "planning": {
        "initial_plan": "",
        "update_plan_pre_messages": "",
        "update_plan_post_messages": "",
    },
    "managed_agent": {"task": "{{task}}", "report": "{{final_answer}}"},
    "final_answer": {"pre_messages": "", "post_messages": "{{task}}"},
}


def agent(name, tools=(), **options):
    return ToolCallingAgent(
        name=name,
        description="Knows the weather.",
        tools=list(tools),
        model=OpenAIModel(model_id="gpt-4o-mini", temperature=0.2),
        prompt_templates=PROMPTS,
        max_steps=4,
        max_tool_threads=1,
        verbosity_level=0,
        **options,
    )


def run(agent, question, **facts):
    declare(trace="begin", input=question, agent=agent.name, **facts)
    attributes = {f"{name}_id": value for name, value in facts.items() if name != "tags"}
    with using_attributes(**attributes, tags=facts.get("tags", [])):
        answered(agent.run(question))


def answered(text):
    """The package's own tool ends each run."""
    declare(tool={"name": "final_answer", "arguments": {"answer": text}, "result": text}, output=text)
    return text


weather = agent("weather_agent", [Weather()])
about = {"session": "session-smol", "user": "user-42", "tags": ["fixture", "weather"]}

# Two tools at once.
run(weather, "What is the weather in Paris and Oslo?", **about)

# An agent that asks another one.
expert = agent("weather_expert", [Weather()], provide_run_summary=False)


class Expert(ToolCallingAgent):
    def __call__(self, *args, **kwargs):
        declare(agent="weather_expert")
        return answered(super().__call__(*args, **kwargs))


expert.__class__ = Expert
run(agent("front_desk", managed_agents=[expert]), "Ask the weather expert: What is the weather in Oslo?")

# A tool that fails, and a server that fails.
run(weather, "What is the weather in Atlantis?")
try:
    run(weather, "Cause a server error.")
except Exception as error:
    declare(modelError=type(error).__name__)

provider.shutdown()
