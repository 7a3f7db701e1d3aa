"""ADK 2, with the messages and the tools' arguments on the spans."""

from adk_conversations import run

run()
