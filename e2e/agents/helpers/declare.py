"""Tells the stand-in what the program does: it goes to the truth file of the capture."""

import functools
import http.client
import inspect
import json
import os
import time
from urllib.parse import urlsplit


def declare(**facts):
    """declare(session="s-1"), declare(agent="planner"), declare(trace="begin"), ..."""
    # Not with a client that may be instrumented.
    connection = http.client.HTTPConnection(urlsplit(os.environ["STAND_IN_URL"]).netloc)
    body = json.dumps(facts, default=str).encode()
    connection.request("POST", "/declare", body, {"content-type": "application/json"})
    connection.getresponse().read()
    connection.close()


def declared_tool(function):
    """Decorates a tool: each time it really runs, its arguments and its result are declared."""

    def told(started, arguments, result=None, error=None):
        fact = {"name": function.__name__, "arguments": arguments, "started": started}
        fact.update({"error": error} if error is not None else {"result": result})
        declare(tool=fact)

    signature = inspect.signature(function)

    def arguments_of(args, kwargs):
        bound = signature.bind(*args, **kwargs)
        return dict(bound.arguments)

    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def run(*args, **kwargs):
            arguments, started = arguments_of(args, kwargs), time.time()
            try:
                result = await function(*args, **kwargs)
            except Exception as error:
                told(started, arguments, error=str(error))
                raise
            told(started, arguments, result)
            return result

    else:

        @functools.wraps(function)
        def run(*args, **kwargs):
            arguments, started = arguments_of(args, kwargs), time.time()
            try:
                result = function(*args, **kwargs)
            except Exception as error:
                told(started, arguments, error=str(error))
                raise
            told(started, arguments, result)
            return result

    return run
