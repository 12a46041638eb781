"""Clauses: what stands beside the words that ask, apart from what led to the question."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.terms import english_terms, word_terms

# What is done for an end belongs to what is asked: 「子どもを守るのに、」.
_BREAK = re.compile(
    r"(?<!のに)(?<!ため)(?<!ために)(?<!よう)(?<!ように)、|[。,.;!?？]|ので|けれど|けど"
)


def terms_beside(terms: Sequence[str], text: str, asks: Callable[[str], object]) -> tuple[str, ...]:
    """Return those of `terms` that stand in the clauses of `text` that `asks` holds of.

    All of them where it holds of none. 「町内会で話すので、福祉の取組を全部」 asks of 福祉 alone.
    """
    clauses = [clause for clause in _BREAK.split(text) if asks(clause)]
    said = {term for clause in clauses for term in (*word_terms(clause), *english_terms(clause))}
    return tuple(term for term in terms if term in said or not clauses)
