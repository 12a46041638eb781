"""The terms of a collection in tantivy: BM25 over files that are memory-mapped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tantivy

from index.collection.fused import Numbers

_TERMS, _PASSAGE, _PLAN = "terms", "passage", "plan"
_FREQUENCIES = "freq"
_HEAP = 128 << 20


class CollectionTerms:
    """An opened index of terms."""

    def __init__(self, index: tantivy.Index) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()

    @classmethod
    def open(cls, folder: Path) -> CollectionTerms:
        """Open what `write_terms` wrote, memory-mapped. Raises ValueError where it is none."""
        index = tantivy.Index.open(str(folder))
        index.config_reader("manual")
        return cls(index)

    def best(
        self, terms: Mapping[str, float], k: int, plans: Sequence[int] | None = None
    ) -> tuple[Numbers, npt.NDArray[np.float64]]:
        """Return the `k` best passages for `terms` with their weights, and their scores.

        Only passages of `plans`, by the numbers of these, where they are given.
        """
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, self._weighted(*one)) for one in terms.items()]
        )
        if plans is not None:
            of_plans = tantivy.Query.term_set_query(self._schema, _PLAN, list(plans))
            unscored = tantivy.Query.const_score_query(of_plans, 0.0)
            must = tantivy.Occur.Must
            query = tantivy.Query.boolean_query([(must, query), (must, unscored)])
        found = self._searcher.search(query, k, count=False).hits
        numbers = self._searcher.fast_field_values(_PASSAGE, [address for _, address in found])
        return np.array(numbers, dtype=np.int64), np.array([score for score, _ in found])

    def _weighted(self, term: str, weight: float) -> tantivy.Query:
        one = tantivy.Query.term_query(self._schema, _TERMS, term, index_option=_FREQUENCIES)
        return tantivy.Query.boost_query(one, weight)


def write_terms(folder: Path, passages: Iterable[tuple[int, str]]) -> None:
    """Index `passages` in `folder`: of each the number of its plan, and its terms between spaces.

    Memory holds 128 MB of them at a time. Raises OSError where they cannot be written.
    """
    folder.mkdir()
    fields = tantivy.SchemaBuilder()
    fields.add_text_field(_TERMS, tokenizer_name="whitespace", index_option=_FREQUENCIES)
    fields.add_unsigned_field(_PASSAGE, fast=True)
    fields.add_unsigned_field(_PLAN, indexed=True)
    try:
        writer = tantivy.Index(fields.build(), path=str(folder)).writer(_HEAP, num_threads=1)
        for number, (plan, terms) in enumerate(passages):
            document = tantivy.Document()
            document.add_text(_TERMS, terms)
            document.add_unsigned(_PASSAGE, number)
            document.add_unsigned(_PLAN, plan)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        for lock in folder.glob("*.lock"):
            lock.unlink()
    except ValueError as error:  # What tantivy makes of a full disk.
        raise OSError(str(error)) from error
