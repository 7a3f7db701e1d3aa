"""The documents that retrieval programs search."""

HANDBOOK = [
    "The office opens at nine.",
    "The canteen closes at two.",
    "Visitors sign in at the front desk.",
]
QUESTION = "According to our handbook, when does the office open?"
