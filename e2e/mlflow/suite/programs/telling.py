"""How a program tells its test what it did."""

import json


def tell(**facts: object) -> None:
    print(f"answer: {json.dumps(facts)}", flush=True)
