"""What people would search with instead: bm25s as it comes, over the words that fugashi finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import bm25s
import fugashi

from corpus.plan import Plan


def plain_bm25(plan: Plan) -> Callable[[str], Sequence[str]]:
    """Index the words of the passages of `plan` as they are written; return query → ten ids."""
    tagger = fugashi.Tagger()

    def words(text: str) -> list[str]:
        return [word.surface for word in tagger(text)]

    ids = [passage.id for passage in plan.passages]
    index = bm25s.BM25()
    index.index([words(passage.text) for passage in plan.passages], show_progress=False)

    def search(query: str) -> Sequence[str]:
        found = words(query)
        if not found:
            return []
        numbers, scores = index.retrieve([found], k=10, show_progress=False)
        return [ids[n] for n, score in zip(numbers[0], scores[0], strict=True) if score > 0]

    return search
