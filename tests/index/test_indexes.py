"""The same suite over every implementation of a protocol, an exact reference one included."""

from __future__ import annotations

import math
from pathlib import Path

import faiss
import numpy as np
import pytest

from assistant.service import Assistant
from corpus.footnotes import without_markers
from index.lexical import Bm25Index
from index.protocols import Floats, VectorIndex
from index.terms import word_terms
from index.vectors import ExactIndex, FaissIndex


def unit_rows(count: int, dimension: int) -> Floats:
    rows = np.random.default_rng(7).standard_normal((count, dimension)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(params=["exact", "faiss", "faiss from disk"])
def vectors(request: pytest.FixtureRequest, tmp_path: Path) -> VectorIndex:
    rows = unit_rows(200, 32)
    if request.param == "exact":
        return ExactIndex.build(rows)
    index = FaissIndex.build(rows)
    if request.param == "faiss":
        return index
    index.save(tmp_path / "vectors.faiss")
    return FaissIndex.load(tmp_path / "vectors.faiss")


def test_a_row_is_nearest_to_itself(vectors: VectorIndex) -> None:
    for number, products in enumerate(vectors.products(unit_rows(200, 32)[:20])):
        assert products.argmax() == number
        assert products[number] == pytest.approx(1, abs=1e-5)


def test_products_are_those_of_the_reference(vectors: VectorIndex) -> None:
    reference = ExactIndex.build(unit_rows(200, 32))
    for count in (0, 1, 3):
        queries = unit_rows(201, 32)[198 : 198 + count]
        assert vectors.products(queries) == pytest.approx(reference.products(queries), abs=1e-5)


@pytest.mark.parametrize("count", [0, 1, 511, 512, 513, 1300])
def test_products_are_those_of_the_search_of_faiss(count: int) -> None:
    rows, queries = unit_rows(count, 512), unit_rows(3, 512)
    flat = faiss.IndexFlatIP(512)
    flat.add(rows)
    index = FaissIndex.build(rows)
    for number, query in enumerate(queries):
        products, numbers = flat.search(query.reshape(1, -1), max(count, 1))
        for found in (index.products(queries)[number], index.products(query[np.newaxis])[0]):
            assert list(found[numbers[0][:count]]) == list(products[0][:count])


@pytest.mark.parametrize("shape", [(1, 31), (1, 33), (1, 0), (31,)])
def test_a_query_of_another_dimension(vectors: VectorIndex, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"shape|mismatch"):
        vectors.products(np.ones(shape, dtype=np.float32))


def test_an_index_of_another_kind_is_refused(tmp_path: Path) -> None:
    other = faiss.IndexHNSWFlat(32, 8)
    other.add(unit_rows(10, 32))
    faiss.write_index(other, str(tmp_path / "vectors.faiss"))
    with pytest.raises(ValueError, match="not a flat index"):
        FaissIndex.load(tmp_path / "vectors.faiss")


DOCUMENTS = [["介護", "支援"], ["支援", "支援", "健康"], [], ["健康"]]


@pytest.fixture(params=["memory", "disk"])
def lexical(request: pytest.FixtureRequest, tmp_path: Path) -> Bm25Index:
    index = Bm25Index.build(DOCUMENTS)
    if request.param == "memory":
        return index
    index.save(tmp_path / "lexical")
    return Bm25Index.load(tmp_path / "lexical", len(DOCUMENTS))


def test_bm25_worked_out_by_hand(lexical: Bm25Index) -> None:
    # idf = ln(1 + (4 - 1 + .5) / (1 + .5)); one 介護 among two terms, 1.75 terms on average
    # (the empty document counts as one).
    idf = math.log(1 + 3.5 / 1.5)
    tf = 1 / (1 + 1.2 * (1 - 0.75 + 0.75 * 2 / 1.75))
    assert lexical.scores({"介護": 1.0}) == pytest.approx([idf * tf, 0, 0, 0], abs=1e-5)
    assert lexical.rarity("介護") == pytest.approx(idf)


def test_weights_and_unknown_terms(lexical: Bm25Index) -> None:
    once, twice = lexical.scores({"支援": 1.0}), lexical.scores({"支援": 2.0, "なし": 1.0})
    assert twice == pytest.approx(2 * once)
    assert lexical.rarity("なし") == 0
    assert sorted(lexical.documents_with("健康")) == [1, 3]


def test_an_index_of_nothing_but_empty_documents() -> None:
    assert list(Bm25Index.build([[], []]).scores({"介護": 1.0})) == [0, 0]


def test_an_index_whose_parts_do_not_fit_is_refused(tmp_path: Path) -> None:
    Bm25Index.build(DOCUMENTS).save(tmp_path / "lexical")
    np.save(tmp_path / "lexical" / "weights.npy", np.zeros(2, dtype=np.float32))
    with pytest.raises(ValueError, match="3 terms, 5 postings, 4 starts, 2 weights"):
        Bm25Index.load(tmp_path / "lexical", len(DOCUMENTS))


def test_what_holds_every_term_is_covered_wholly(assistant: Assistant) -> None:
    index = assistant.index
    for number, passage in enumerate(assistant.plan.passages):
        terms = tuple(dict.fromkeys(word_terms(without_markers(passage.text))))
        for some in (terms, terms[::3], terms[:2]):
            assert index.coverage(some)[number] == 1, passage.id
