"""Embedding models: the bundled one, and any other of sentence-transformers by its path."""

from __future__ import annotations

import socket
import subprocess
import sys
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

from assistant.environment import Environment
from assistant.service import Assistant
from index.embedding import (
    SentenceTransformerEmbedder,
    bundled_model_folder,
    open_building_embedder,
    open_embedder,
)
from index.errors import EmbeddingModelError, StaleIndexError
from index.protocols import Embedder

MEGABYTE = 2**20


@pytest.fixture(scope="module")
def bundled() -> Embedder:
    return open_embedder()


OWN_PROMPTS = {"query": "query ", "document": "passage "}


def tiny_model(folder: Path, prompts: dict[str, str] = OWN_PROMPTS) -> Path:
    """A model of a few words, by default with prompts for queries and passages."""
    words = ["[UNK]", "query", "passage", "care", "carers", "sport", "出生数", "保育"]
    tokenizer = Tokenizer(WordLevel({w: n for n, w in enumerate(words)}, unk_token="[UNK]"))  # noqa: S106
    tokenizer.pre_tokenizer = Whitespace()
    rows = np.random.default_rng(3).standard_normal((len(words), 16)).astype(np.float32)
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=rows)],
        device="cpu",
        prompts=prompts,
    )
    model.save(str(folder))
    return folder


def test_the_bundled_model_is_small_enough() -> None:
    size = sum(file.stat().st_size for file in bundled_model_folder().rglob("*"))
    assert size <= 39 * MEGABYTE


def test_the_bundled_model_is_the_same_in_sentence_transformers() -> None:
    alone, other = open_embedder(), open_building_embedder()
    assert (alone.name, alone.dimension) == (other.name, other.dimension)
    assert alone.fingerprint == other.fingerprint
    texts = [*PASSAGES, "", "carers", "1歳児の保育所利用率"]
    assert alone.passages(texts) == pytest.approx(other.passages(texts), abs=1e-6)
    assert alone.queries(texts) == pytest.approx(other.queries(texts), abs=1e-6)


def test_a_process_that_answers_does_not_wait_for_torch(environment: Environment) -> None:
    asking = (
        "import sys; from assistant.service import Assistant; from assistant.environment import *;"
        "answer = Assistant.open(Environment(Path(sys.argv[1]))).ask('出生数の目標は?');"
        "print(answer.text, 'torch' in sys.modules, 'sentence_transformers' in sys.modules)"
    )
    command = [sys.executable, "-c", asking, str(environment.index_folder)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "828 人" in said
    assert said.split()[-2:] == ["False", "False"]


def test_the_bundled_model_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    embedder = open_embedder()
    assert embedder.passages(["介護"]).shape == (1, embedder.dimension)


PASSAGES = (
    "道路 歩道の段差をなくし、誰もが歩きやすい道路を整備します。",
    "環境 ごみの減量と再資源化を進め、焼却する量を減らします。",
    "文化財 史跡や古い寺社の建物を保存し、次の世代に引き継ぎます。",
    "観光 混雑を和らげるため、訪れる時間や場所の分散を図ります。",
    "消防 火災や救急の要請に速やかに対応できる体制を整えます。",
    "商工業 若い世代の起業や、空き店舗を使った出店を支援します。",
    "交通 路線バスが廃止された地域で、高齢者の移動手段を確保します。",
    "住宅 空き家の所有者に適切な管理を促し、活用を進めます。",
)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("ベビーカーで通れる道にしてほしい", 0),
        ("ゴミを少なくするには", 1),
        ("old temples and historic sites", 2),
        ("観光客が多すぎる", 3),
        ("救急車はすぐ来てくれますか", 4),
        ("I want to open a shop", 5),
        ("バスがなくなって買い物に行けないお年寄り", 6),
        ("誰も住んでいない家", 7),
        ("what happens with vacant houses?", 7),
        ("reducing garbage", 1),
    ],
)
def test_a_question_is_nearest_to_its_passage(bundled: Embedder, query: str, wanted: int) -> None:
    products = bundled.passages(PASSAGES) @ bundled.queries([query])[0]
    assert products.argmax() == wanted


def test_ages_are_told_apart(bundled: Embedder) -> None:
    ages = bundled.passages([f"保育所利用率({age}歳児)" for age in range(4)])
    for age in range(4):
        products = ages @ bundled.queries([f"{age}歳の子は保育所に入れますか"])[0]
        assert products.argmax() == age


def test_the_fingerprint_changes_with_the_files(tmp_path: Path) -> None:
    model = SentenceTransformer(str(tiny_model(tmp_path / "tiny")), device="cpu")
    file = tmp_path / "table"
    file.write_bytes(b"one")
    first = SentenceTransformerEmbedder("tiny", model, [file]).fingerprint
    assert first == SentenceTransformerEmbedder("tiny", model, [file]).fingerprint
    file.write_bytes(b"two")
    assert first != SentenceTransformerEmbedder("tiny", model, [file]).fingerprint


def test_the_fingerprint_of_another_model_tells_it_by_its_vectors(tmp_path: Path) -> None:
    plain = SentenceTransformer(str(tiny_model(tmp_path / "tiny")), device="cpu")
    first = SentenceTransformerEmbedder("tiny", plain).fingerprint
    assert len(first) == 64
    assert first == SentenceTransformerEmbedder("tiny", plain).fingerprint
    plain.prompts["query"] = "sport "
    assert first != SentenceTransformerEmbedder("tiny", plain).fingerprint


@pytest.mark.parametrize(
    ("query", "right", "wrong"),
    [
        ("お年寄りが転ばないように", "高齢者の転倒を予防します", "図書館の本を貸し出します"),
        ("taxes", "市税の納付", "公園の花"),
        ("家族の世話をする人", "介護をしている家族への支援", "スポーツ大会を開催します"),
        ("help for people who care for family", "家族の介護をする人を助ける", "野球の試合"),
        ("swimming pool", "プールで泳ぐ", "図書館で本を読む"),
        ("病気の予防", "preventing disease", "a new railway station"),
    ],
)
def test_meaning_in_both_languages(bundled: Embedder, query: str, right: str, wrong: str) -> None:
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


_opened: list[Embedder] = []


def open_embedder_once() -> Embedder:
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
    assert Assistant.open(own).ask("福祉の課題は?").answerable


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingModelError, match="MICHISHIRUBE_MODEL=/path/to/the/folder"):
        open_embedder(str(tmp_path / "none"))


@pytest.mark.parametrize(
    ("name", "prompted"),
    [("multilingual-e5-small", True), ("ruri-v3-130m", True), ("tiny", False), ("type5", False)],
)
def test_a_model_without_prompts_gets_those_of_its_family(
    tmp_path: Path, name: str, prompted: bool
) -> None:
    embedder = open_embedder(str(tiny_model(tmp_path / name, {})))
    alone = SentenceTransformer(str(tmp_path / name), device="cpu")
    same = np.allclose(
        embedder.passages(["care"]), alone.encode(["care"], normalize_embeddings=True)
    )
    assert same is not prompted


def test_a_model_with_prompts_keeps_them(tmp_path: Path) -> None:
    embedder = open_embedder(str(tiny_model(tmp_path / "own-e5-small")))
    alone = SentenceTransformer(str(tmp_path / "own-e5-small"), device="cpu")
    wanted = alone.encode(["passage care"], normalize_embeddings=True)
    assert np.allclose(embedder.passages(["care"]), wanted)
