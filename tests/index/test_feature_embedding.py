"""The bundled model as a module of sentence-transformers: a table written, read back and summed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize

from index.feature_embedding import FeatureEmbedding
from index.feature_table import FeatureTable
from index.features import Vocabulary, packed
from index.table_embedding import TableEmbedder

NAMES = ["w:介護", "w:家族", "k:介", "k:護", "e:care", "e:family"]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


def small(dimension: int = 8) -> FeatureTable:
    """A model of a few features and sixteen buckets, its rows drawn."""
    vocabulary = Vocabulary.of(NAMES, buckets=16)
    rng = np.random.default_rng(7)
    values = rng.integers(-7, 8, size=(vocabulary.size, dimension)).astype(np.int8)
    scales = rng.integers(1, 9, size=vocabulary.size).astype(np.float32) / 8
    return FeatureTable(vocabulary, packed(values), scales)


def sentence_transformer(table: FeatureTable) -> SentenceTransformer:
    return SentenceTransformer(modules=[FeatureEmbedding(table), Normalize()], device="cpu")


def test_what_is_saved_loads_again(tmp_path: Path) -> None:
    model = small()
    model.save(tmp_path)
    again = FeatureTable.load(tmp_path)
    assert again.vocabulary.rows == model.vocabulary.rows
    assert again.vocabulary.buckets == model.vocabulary.buckets
    assert again.dimension == 8
    texts = ["家族の介護", "care for family", ""]
    assert np.array_equal(again.vectors(texts), model.vectors(texts))


def test_sentence_transformers_saves_and_loads_the_same(tmp_path: Path) -> None:
    FeatureEmbedding(small()).save(str(tmp_path))
    again = FeatureEmbedding.load(str(tmp_path))
    assert again.get_embedding_dimension() == 8
    assert np.array_equal(again.table.vectors(["家族の介護"]), small().vectors(["家族の介護"]))


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_by_itself_it_gives_what_sentence_transformers_gives(texts: list[str]) -> None:
    alone, other = TableEmbedder("small", "", small()), sentence_transformer(small())
    for found, wanted in (
        (alone.passages(texts), other.encode_document(texts, normalize_embeddings=True)),
        (alone.queries(texts), other.encode_query(texts, normalize_embeddings=True)),
    ):
        assert found.dtype == np.float32
        assert found == pytest.approx(np.asarray(wanted).reshape(len(texts), -1), abs=1e-6)


def test_a_table_of_other_rows_than_the_vocabulary_is_refused() -> None:
    table = np.zeros((3, 4), dtype=np.uint8)
    with pytest.raises(ValueError, match=r"3 rows, 3 scales, 22 features"):
        FeatureTable(Vocabulary.of(NAMES, buckets=16), table, np.ones(3, dtype=np.float32))


def test_a_model_of_other_features_than_the_code_is_refused(tmp_path: Path) -> None:
    small().save(tmp_path)
    config = json.loads((tmp_path / "config.json").read_text(encoding="utf-8"))
    (tmp_path / "config.json").write_text(json.dumps({**config, "features": 0}), encoding="utf-8")
    with pytest.raises(ValueError, match="features of version 0"):
        FeatureTable.load(tmp_path)


def test_a_text_without_features_is_zero() -> None:
    vectors = sentence_transformer(small()).encode(["", "。、!?", "介護"])
    assert not vectors[:2].any()
    assert np.linalg.norm(vectors[2]) == pytest.approx(1, abs=1e-5)


def test_a_prompt_stands_before_each_text() -> None:
    model = small()
    module = FeatureEmbedding(model)
    found = module.preprocess(["family"], prompt="care ")["sentence_embedding"].numpy()
    assert found == pytest.approx(model.vectors(["care family"]))


def test_one_mapping_serves_queries_and_documents() -> None:
    model = sentence_transformer(small())
    assert model.encode_query("家族") == pytest.approx(model.encode_document("家族"))


@given(st.lists(TEXTS, max_size=4))
def test_a_batch_is_its_texts_one_by_one(texts: list[str]) -> None:
    model = small()
    found = model.vectors(texts)
    assert found.shape == (len(texts), 8)
    assert found.dtype == np.float32
    assert np.isfinite(found).all()
    for vector, text in zip(found, texts, strict=True):
        assert np.array_equal(vector, model.vectors([text])[0])
