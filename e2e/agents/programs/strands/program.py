"""Strands Agents in its default conventions: messages as span events of the older kind."""

import strands_conversations  # noqa: F401
