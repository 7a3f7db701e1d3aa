"""Logfire's SDK with its OpenAI and Anthropic instrumentation in the default format 2."""

import logfire_conversations  # noqa: F401
