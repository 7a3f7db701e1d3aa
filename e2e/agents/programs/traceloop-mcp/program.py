"""MCP's Python SDK 1 with OpenLLMetry: a client and, as a process of its own, a server.

The server emits nothing: only the package `fastmcp` would be observed there.
"""

import asyncio
import os
import sys

from mcp import ClientSession, StdioServerParameters, stdio_client
from mcp.server.fastmcp import FastMCP
from opentelemetry.instrumentation.mcp import McpInstrumentor

from declare import declare
from telemetry import set_up_traces
from weather import get_weather


def serve():
    server = FastMCP("weather")
    server.tool()(get_weather)
    server.run("stdio")


async def talk(tracer):
    environment = {**os.environ, "OTEL_SERVICE_NAME": "weather-server"}
    server = StdioServerParameters(
        command=sys.executable, args=[__file__, "serve"], env=environment
    )
    declare(trace="begin")
    with tracer.start_as_current_span("look-up"):
        async with stdio_client(server) as streams, ClientSession(*streams) as session:
            await session.initialize()
            await session.list_tools()
            await session.call_tool("get_weather", {"city": "Paris"})
            await session.call_tool("get_weather", {"city": "Atlantis"})


serving = sys.argv[1:] == ["serve"]
provider = set_up_traces()
McpInstrumentor().instrument(tracer_provider=provider)
if serving:
    serve()
else:
    asyncio.run(talk(provider.get_tracer("weather-client")))
provider.shutdown()
