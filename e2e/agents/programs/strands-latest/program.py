"""Strands Agents in the newer conventions: messages in one span event, usage of the last call only."""

import strands_conversations  # noqa: F401
