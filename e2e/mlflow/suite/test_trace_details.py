"""Manual Tracing (manual-tracing.mdx): tags, previews and code blocks; session and user."""

import mlflow
from mlflow.entities import SpanType, TraceState


def test_trace_tags(last_trace, record):
    """§ Adding Trace Tags"""

    @mlflow.trace
    def my_func(x):
        mlflow.update_current_trace(tags={"fruit": "apple"})
        return x + 1

    my_func(5)

    trace = last_trace()
    assert trace.info.tags["fruit"] == "apple"
    record("trace", trace)


def test_previews(last_trace, record):
    """§ Customizing Request and Response Previews in the UI"""

    @mlflow.trace(name="Summarization Pipeline")
    def summarize_document(document_content: str, user_instructions: str):
        # Construct a custom preview for the request column
        # For example, show beginning of document and user instructions
        request_p = f"Doc: {document_content[:30]}... Instr: {user_instructions[:30]}..."
        mlflow.update_current_trace(request_preview=request_p)

        # Simulate LLM call
        summary = f"Summary of document starting with '{document_content[:20]}...' based on '{user_instructions}'"

        # Customize the response preview
        response_p = f"Summary: {summary[:50]}..."
        mlflow.update_current_trace(response_preview=response_p)

        return summary

    # Example Call
    long_document = (
        "This is a very long document that contains many details about various topics..."
        * 10
    )
    instructions = "Focus on the key takeaways regarding topic X."
    summary_result = summarize_document(long_document, instructions)

    trace = last_trace()
    assert trace.info.request_preview == (
        "Doc: This is a very long document t... Instr: Focus on the key takeaways reg..."
    )
    assert trace.info.response_preview == f"Summary: {summary_result[:50]}..."
    assert trace.data.spans[0].inputs["document_content"] == long_document
    record("trace", trace)


def test_previews_are_cut(last_trace, record):
    """§ Customizing … Previews: by default they are cut to a fixed number of characters"""

    @mlflow.trace
    def echo(text):
        return text

    echo("long " * 500)

    trace = last_trace()
    assert len(trace.info.request_preview) == 1000
    assert len(trace.info.response_preview) == 1000
    assert trace.data.spans[0].outputs == "long " * 500
    record("trace", trace)


def test_code_block(last_trace, record):
    """§ Code Block"""
    x, y = 1, 2

    with mlflow.start_span(name="my_span") as span:
        span.set_inputs({"x": 1, "y": 2})
        z = x + y
        span.set_outputs(z)

    trace = last_trace()
    (stored,) = trace.data.spans
    assert [stored.name, stored.inputs, stored.outputs] == ["my_span", {"x": 1, "y": 2}, 3]
    assert trace.info.state == TraceState.OK
    record("trace", trace)


def test_code_blocks_inside_each_other(last_trace, record):
    """§ Code Block: parents and children, with events"""
    with mlflow.start_span(name="agent", span_type=SpanType.AGENT) as agent:
        agent.set_inputs("what is the weather?")
        with mlflow.start_span(name="search", span_type=SpanType.RETRIEVER) as search:
            search.set_outputs(
                [{"page_content": "It rains.", "metadata": {"doc_uri": "a.md"}, "id": "1"}]
            )
        with mlflow.start_span(name="tool", span_type=SpanType.TOOL) as tool:
            tool.set_inputs({"city": "Oslo"})
            tool.set_outputs({"rain": True})
        agent.set_outputs("It rains.")

    trace = last_trace()
    assert [span.span_type for span in trace.data.spans] == ["AGENT", "RETRIEVER", "TOOL"]
    assert trace.search_spans(span_type=SpanType.TOOL)[0].outputs == {"rain": True}
    assert trace.search_spans(name="search")[0].outputs[0]["page_content"] == "It rains."
    record("trace", trace)


def test_session_and_user(last_trace, record):
    """What the window groups by: session and user are metadata of the trace"""

    @mlflow.trace
    def chat(message):
        mlflow.update_current_trace(
            metadata={"mlflow.trace.session": "session-1", "mlflow.trace.user": "user-1"}
        )
        return f"you said {message}"

    chat("Hello")
    first = last_trace()
    chat("Hello again")

    trace = last_trace()
    assert trace.info.trace_metadata["mlflow.trace.session"] == "session-1"
    assert trace.info.trace_metadata["mlflow.trace.user"] == "user-1"
    both = mlflow.search_traces(
        filter_string="metadata.`mlflow.trace.session` = 'session-1'", return_type="list"
    )
    assert {one.info.trace_id for one in both} == {first.info.trace_id, trace.info.trace_id}
    record("trace", trace)


def test_client_request_id(last_trace, record):
    @mlflow.trace
    def handle():
        mlflow.update_current_trace(client_request_id="request-42", state="ERROR")
        return "done"

    handle()

    trace = last_trace()
    assert trace.info.client_request_id == "request-42"
    assert trace.info.state == TraceState.ERROR
    record("trace", trace)
