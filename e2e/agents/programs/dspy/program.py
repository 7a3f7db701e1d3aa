"""DSPy with OpenInference, for DSPy and for LiteLLM: a module, a retrieval, a failure."""

import dspy
from openinference.instrumentation import using_attributes
from openinference.instrumentation.dspy import DSPyInstrumentor
from openinference.instrumentation.litellm import LiteLLMInstrumentor

from declare import declare
from handbook import QUESTION
from telemetry import set_up_traces

provider = set_up_traces()
DSPyInstrumentor().instrument(tracer_provider=provider)
LiteLLMInstrumentor().instrument(tracer_provider=provider)

dspy.configure(
    lm=dspy.LM("openai/gpt-4o-mini", cache=False, temperature=0.2, num_retries=0),
    adapter=dspy.JSONAdapter(),
)


class Handbook(dspy.Module):
    """Fetches what the handbook says, and answers from it."""

    def __init__(self):
        super().__init__()
        self.answer = dspy.ChainOfThought("context, question -> answer")

    def forward(self, question):
        return self.answer(context="The office opens at nine.", question=question)


declare(trace="begin", session="session-dspy", user="user-42", tags=["fixture"], input=QUESTION)
with using_attributes(session_id="session-dspy", user_id="user-42", tags=["fixture"]):
    Handbook()(question=QUESTION)

declare(trace="begin", input="Tell me about Paris.")
dspy.Predict("question -> city: str, inhabitants: int")(question="Tell me about Paris.")

declare(trace="begin", input="Cause a server error.")
try:
    dspy.Predict("question -> answer")(question="Cause a server error.")
except Exception as error:
    declare(modelError=type(error).__name__)

provider.shutdown()
