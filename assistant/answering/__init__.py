"""Query → Answer: one file a kind of answer."""
