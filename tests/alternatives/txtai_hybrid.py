"""txtai: a hybrid index, FAISS and BM25 over SQLite, joined by a weighted sum of scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from alternatives.work import Floats, Search, Work
from txtai import Embeddings


def txtai_hybrid(work: Work) -> Search:
    """Build the index; return question → ids."""
    texts = [" ".join(terms) or one for one, terms in zip(work.ids, work.terms, strict=True)]
    of_passages = dict(zip(texts, work.vectors, strict=True))

    def transform(wanted: Sequence[str]) -> Floats:
        return np.stack(
            [of_passages[one] if one in of_passages else work.vector_of(one) for one in wanted]
        )

    scoring = {
        "method": "bm25",
        "terms": True,
        "normalize": True,
        "tokenizer": {"whitespace": True},
    }
    index = Embeddings(method="external", transform=transform, scoring=scoring, dense=True)
    index.index(zip(work.ids, texts, [None] * len(texts), strict=True))
    # Passages were handed over as terms between spaces; a question comes as it was asked.
    index.scoring.tokenizer = work.terms_of

    def search(question: str) -> Sequence[str]:
        return [found for found, _ in index.search(question, work.depth)]

    return search
