"""Attachments through the clients of OpenAI and Anthropic, observed by the newest GenAI
instrumentations: pictures, a sound, documents, and addresses of such."""

from opentelemetry.instrumentation.genai.anthropic import AnthropicInstrumentor
from opentelemetry.instrumentation.genai.openai import OpenAIInstrumentor

from attachments import (
    DOCUMENT,
    FAR_DOCUMENT,
    FAR_PICTURE,
    NOTE,
    PICTURE,
    SOUND,
    base64_of,
    data_url,
)
from declare import declare
from telemetry import set_up_logs, set_up_traces

provider = set_up_traces()
logs = set_up_logs()
for instrumentor in (OpenAIInstrumentor(), AnthropicInstrumentor()):
    instrumentor.instrument(tracer_provider=provider, logger_provider=logs)

from anthropic import Anthropic  # noqa: E402
from openai import OpenAI  # noqa: E402

declare(trace="begin")
OpenAI().chat.completions.create(
    model="gpt-4o-audio-preview",
    messages=[
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "What do you see, hear and read here?"},
                {"type": "image_url", "image_url": {"url": data_url("image/png", PICTURE)}},
                {"type": "input_audio", "input_audio": {"data": base64_of(SOUND), "format": "wav"}},
                {
                    "type": "file",
                    "file": {
                        "filename": "hours.pdf",
                        "file_data": data_url("application/pdf", DOCUMENT),
                    },
                },
                {"type": "image_url", "image_url": {"url": FAR_PICTURE}},
                {"type": "file", "file": {"file_id": "file-hours", "filename": "hours.pdf"}},
            ],
        }
    ],
)

declare(trace="begin")
Anthropic().messages.create(
    model="claude-sonnet-4-5",
    max_tokens=200,
    messages=[
        {
            "role": "user",
            "content": [
                {
                    "type": "document",
                    "title": "Opening hours",
                    "source": {
                        "type": "base64",
                        "media_type": "application/pdf",
                        "data": base64_of(DOCUMENT),
                    },
                },
                {
                    "type": "document",
                    "title": "Meals",
                    "source": {"type": "text", "media_type": "text/plain", "data": NOTE},
                },
                {"type": "document", "source": {"type": "url", "url": FAR_DOCUMENT}},
                {
                    "type": "image",
                    "source": {
                        "type": "base64",
                        "media_type": "image/png",
                        "data": base64_of(PICTURE),
                    },
                },
                {"type": "text", "text": "When is lunch?"},
            ],
        }
    ],
)

provider.shutdown()
logs.shutdown()
