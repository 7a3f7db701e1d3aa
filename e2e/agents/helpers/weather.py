"""The tool that most programs give to their model, and its declaration for OpenAI's API."""

from declare import declared_tool

WEATHER = {"Paris": "Paris: sunny, 21 °C.", "Oslo": "Oslo: snow, -3 °C."}


@declared_tool
def get_weather(city: str) -> str:
    """Tells the weather in a city."""
    if city not in WEATHER:
        raise ValueError(f"no weather station in {city}")
    return WEATHER[city]


PARAMETERS = {
    "type": "object",
    "properties": {"city": {"type": "string", "description": "Name of the city"}},
    "required": ["city"],
}

OPENAI_TOOL = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Tells the weather in a city.",
        "parameters": PARAMETERS,
    },
}

PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8Dw"
    "HwAFBQIAX8jx0gAAAABJRU5ErkJggg=="
)
