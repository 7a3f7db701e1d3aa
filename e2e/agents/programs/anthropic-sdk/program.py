"""The spans that Anthropic's own client emits when the program has set up OpenTelemetry."""

from anthropic import beta_tool

from declare import declare
from telemetry import set_up_traces
from weather import get_weather as declared_weather

provider = set_up_traces()

from anthropic_conversations import MODEL, SYSTEM, client, single_calls  # noqa: E402


@beta_tool
def get_weather(city: str) -> str:
    """Tells the weather in a city.

    Args:
        city: Name of the city
    """
    return declared_weather(city)


# The client's own loop of tools.
for question in ("What is the weather in Paris and Oslo?", "What is the weather in Atlantis?"):
    declare(trace="begin", agent="", input=question)
    runner = client.beta.messages.tool_runner(
        model=MODEL,
        max_tokens=500,
        system=SYSTEM,
        tools=[get_weather],
        messages=[{"role": "user", "content": question}],
    )
    runner.until_done()

single_calls()

provider.shutdown()
