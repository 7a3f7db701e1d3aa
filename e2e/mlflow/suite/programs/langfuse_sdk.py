"""Langfuse's own SDK (v3 and newer), with LANGFUSE_HOST alone pointing elsewhere."""

import os

from telling import tell

os.environ.setdefault("LANGFUSE_PUBLIC_KEY", "pk-lf-...")
os.environ.setdefault("LANGFUSE_SECRET_KEY", "sk-lf-...")

from langfuse import get_client, observe, propagate_attributes
from langfuse.openai import OpenAI

langfuse = get_client()


@observe(as_type="generation")
def ask(question: str) -> str:
    completion = OpenAI().chat.completions.create(
        model="gpt-4o-mini", messages=[{"role": "user", "content": question}]
    )
    return completion.choices[0].message.content


@observe(name="handle-request")
def handle(question: str) -> str:
    with propagate_attributes(
        session_id="lf-session", user_id="lf-user", tags=["staging", "demo"]
    ):
        tell(trace_id=f"tr-{langfuse.get_current_trace_id()}")
        return ask(question)


tell(text=handle("Hello"))
langfuse.flush()
langfuse.shutdown()
