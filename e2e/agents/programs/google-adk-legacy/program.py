"""ADK 1, with its own spans `invocation` and `call_llm`."""

from adk_conversations import run

run()
