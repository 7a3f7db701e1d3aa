"""Logfire's SDK with its OpenAI and Anthropic instrumentation in format 1: requests and answers as they are."""

import logfire_conversations  # noqa: F401
