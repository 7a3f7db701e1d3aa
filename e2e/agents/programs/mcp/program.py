"""MCP's Python SDK with its own spans: a client and, as a process of its own, a server."""

import asyncio
import os
import sys

from mcp import Client, StdioServerParameters
from mcp.server.mcpserver import MCPServer

from declare import declare
from telemetry import set_up_traces
from weather import get_weather


def serve():
    os.environ["OTEL_SERVICE_NAME"] = "weather-server"
    provider = set_up_traces()
    server = MCPServer("weather", version="1.2.0")
    server.tool()(get_weather)

    @server.resource("weather://stations")
    def stations() -> str:
        """The cities that have a weather station."""
        return "Paris, Oslo"

    @server.prompt()
    def forecast(city: str) -> str:
        """Asks for a forecast."""
        return f"What is the weather in {city}?"

    server.run("stdio")
    provider.shutdown()


async def talk(tracer):
    server = StdioServerParameters(
        command=sys.executable, args=[__file__, "serve"], env=dict(os.environ)
    )
    # The session's own requests belong to the first trace.
    declare(trace="begin")
    with tracer.start_as_current_span("connect"):
        client = await Client(server).__aenter__()
        await client.list_tools()
    for city in ("Paris", "Atlantis"):
        declare(trace="begin")
        with tracer.start_as_current_span("look-up"):
            await client.call_tool("get_weather", {"city": city})
    declare(trace="begin")
    with tracer.start_as_current_span("read"):
        await client.read_resource("weather://stations")
        await client.get_prompt("forecast", {"city": "Oslo"})
    await client.__aexit__(None, None, None)


if sys.argv[1:] == ["serve"]:
    serve()
else:
    provider = set_up_traces()
    asyncio.run(talk(provider.get_tracer("weather-client")))
    provider.shutdown()
