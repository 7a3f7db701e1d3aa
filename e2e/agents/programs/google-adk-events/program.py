"""ADK 2, with the messages on log events, as `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true` has it."""

from adk_conversations import run

run()
