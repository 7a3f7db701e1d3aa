"""Attachments through the clients of Google and OpenAI, observed by OpenInference."""

import os

from openinference.instrumentation.google_genai import GoogleGenAIInstrumentor
from openinference.instrumentation.openai import OpenAIInstrumentor

from attachments import DOCUMENT, PICTURE, SOUND, base64_of, data_url
from declare import declare
from telemetry import set_up_traces

provider = set_up_traces()
for instrumentor in (GoogleGenAIInstrumentor(), OpenAIInstrumentor()):
    instrumentor.instrument(tracer_provider=provider)

from google import genai  # noqa: E402
from google.genai import types  # noqa: E402
from openai import OpenAI  # noqa: E402

declare(trace="begin")
client = genai.Client(
    api_key="none",
    http_options=types.HttpOptions(base_url=os.environ["GOOGLE_GEMINI_BASE_URL"]),
)
client.models.generate_content(
    model="gemini-2.5-flash",
    contents=[
        types.Content(
            role="user",
            parts=[
                types.Part(text="What do you see, hear and read here?"),
                types.Part.from_bytes(data=PICTURE, mime_type="image/png"),
                types.Part.from_bytes(data=SOUND, mime_type="audio/wav"),
                types.Part.from_bytes(data=DOCUMENT, mime_type="application/pdf"),
            ],
        )
    ],
)

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
            ],
        }
    ],
)

provider.shutdown()
