"""Embedding models: the bundled one, and any other of sentence-transformers by its path."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from assistant.ask import Assistant
from assistant.environment import Environment
from index.embedding import SentenceTransformerEmbedder, bundled_model_folder, open_embedder
from index.errors import EmbeddingModelError, StaleIndexError

MEGABYTE = 2**20


@pytest.fixture(scope="module")
def bundled() -> SentenceTransformerEmbedder:
    return open_embedder()


def tiny_model(folder: Path) -> Path:
    """A model of a few words, with prompts for queries and passages."""
    words = ["[UNK]", "query", "passage", "care", "carers", "sport", "出生数", "保育"]
    tokenizer = Tokenizer(WordLevel({w: n for n, w in enumerate(words)}, unk_token="[UNK]"))  # noqa: S106
    tokenizer.pre_tokenizer = Whitespace()
    rows = np.random.default_rng(3).standard_normal((len(words), 16)).astype(np.float32)
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=rows)],
        device="cpu",
        prompts={"query": "query ", "document": "passage "},
    )
    model.save(str(folder))
    return folder


def test_the_bundled_model_is_small_enough() -> None:
    size = sum(file.stat().st_size for file in bundled_model_folder().rglob("*"))
    assert size < 40 * MEGABYTE


@pytest.mark.parametrize(
    ("query", "right", "wrong"),
    [
        ("家族の世話をする人", "介護をしている家族への支援", "スポーツ大会を開催します"),
        ("help for people who care for family", "家族の介護をする人を助ける", "野球の試合"),
        ("swimming pool", "プールで泳ぐ", "図書館で本を読む"),
        ("病気の予防", "preventing disease", "a new railway station"),
    ],
)
def test_meaning_in_both_languages(
    bundled: SentenceTransformerEmbedder, query: str, right: str, wrong: str
) -> None:
    vector = bundled.queries([query])[0]
    near, far = bundled.passages([right, wrong])
    assert vector @ near > vector @ far


@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_vectors_are_of_unit_length_or_zero(texts: list[str]) -> None:
    found = open_embedder_once().passages(texts)
    assert found.shape == (len(texts), open_embedder_once().dimension)
    lengths = np.linalg.norm(found, axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-4) | (lengths < 1e-6))
    for number, text in enumerate(texts):
        alone = open_embedder_once().queries([text])[0]
        assert found[number] == pytest.approx(alone, abs=1e-5)


_opened: list[SentenceTransformerEmbedder] = []


def open_embedder_once() -> SentenceTransformerEmbedder:
    """hypothesis takes no fixtures of a module's scope."""
    if not _opened:
        _opened.append(open_embedder())
    return _opened[0]


def test_another_model_by_its_path_with_its_prompts(tmp_path: Path) -> None:
    embedder = open_embedder(str(tiny_model(tmp_path / "tiny")))
    model = SentenceTransformer(str(tmp_path / "tiny"), device="cpu")
    query, passage = embedder.queries(["carers"])[0], embedder.passages(["carers"])[0]
    assert embedder.dimension == 16
    wanted = model.encode(["query carers", "passage carers"], normalize_embeddings=True)
    assert query == pytest.approx(wanted[0], abs=1e-5)
    assert passage == pytest.approx(wanted[1], abs=1e-5)
    assert not np.allclose(query, passage)


def test_an_index_of_another_model_is_stale(environment: Environment, tmp_path: Path) -> None:
    other = replace(environment, model=str(tiny_model(tmp_path / "tiny")))
    with pytest.raises(StaleIndexError, match="another embedding model"):
        Assistant.open(other)
    own = replace(other, index_folder=tmp_path / "index")
    Assistant.build(own, progress=False)
    assert Assistant.open(own).ask("出生数の目標は?").answerable


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingModelError, match="MICHISHIRUBE_MODEL=/path/to/the/folder"):
        open_embedder(str(tmp_path / "none"))
