"""The embedding model of an index: the bundled one, or any of sentence-transformers by name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import EmbeddingModelError
from index.feature_table import FILES, FeatureTable
from index.protocols import Embedder, Floats
from index.table_embedding import TableEmbedder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BUNDLED = "michishirube-ja-en"
# What sentence-transformers puts before a text where a model says nothing of it.
_NO_PROMPTS: Mapping[str, str | None] = {"query": "", "document": ""}
_PROBE = "住み慣れた地域で安心して暮らす / living safely in a familiar place"
# What families of models were trained with, for those whose own files do not say it.
_PROMPTS = {
    "e5": {"query": "query: ", "document": "passage: "},
    "ruri-v3": {"query": "検索クエリ: ", "document": "検索文書: "},
}
_OFFLINE = (
    "on a machine without internet, copy the model's folder there and give its path: "
    "MICHISHIRUBE_MODEL=/path/to/the/folder"
)


class SentenceTransformerEmbedder:
    """A sentence-transformers model, with its query and passage prompts where it has them."""

    def __init__(self, name: str, model: SentenceTransformer, files: Sequence[Path] = ()) -> None:
        """Name a loaded model; `files` are all that its vectors depend on, where that is known."""
        self.name = name
        self._model = model
        self._files = files

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    @cached_property
    def fingerprint(self) -> str:
        """A SHA-256 over the model's files; over its prompts and a probe where it has none named.

        A model of a hub may lie anywhere and in any number of files: its vectors speak for it.
        """
        vectors = () if self._files else (self.passages([_PROBE]), self.queries([_PROBE]))
        probed = [found.round(3).tobytes() for found in vectors]
        return _digest(self.name, self.dimension, self._model.prompts, self._files, probed)

    def passages(self, texts: Sequence[str]) -> Floats:
        """Embed passages: n texts → n × dimension, rows of unit length."""
        found = self._model.encode_document(
            list(texts), normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(found, dtype=np.float32)

    def queries(self, texts: Sequence[str]) -> Floats:
        """Embed queries: n texts → n × dimension, rows of unit length."""
        found = self._model.encode_query(
            list(texts), normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(found, dtype=np.float32)


def bundled_model_folder() -> Path:
    """Return where the model that ships with the program lies."""
    return Path(str(resources.files("index"))) / "model"


def open_embedder(name_or_path: str | None = None) -> Embedder:
    """Open a model by its name or path; the bundled one, without torch, where none is named.

    Raises EmbeddingModelError where there is no such model, or it cannot be loaded.
    """
    if name_or_path is not None:
        return open_building_embedder(name_or_path)
    folder = bundled_model_folder()
    with _named(_BUNDLED):
        table = FeatureTable.load(folder)
        files = [folder / file for file in FILES]
        fingerprint = _digest(_BUNDLED, table.dimension, _NO_PROMPTS, files)
    return TableEmbedder(_BUNDLED, fingerprint, table)


def open_building_embedder(name_or_path: str | None = None) -> SentenceTransformerEmbedder:
    """Open a model in sentence-transformers, as `open_embedder` does: indexes are built with it."""
    # sentence-transformers takes seconds to import: only a process that builds pays for it.
    with _named(name_or_path or _BUNDLED):
        from sentence_transformers import SentenceTransformer

        if name_or_path is None:
            return _bundled()
        model = SentenceTransformer(name_or_path, device="cpu")
        return SentenceTransformerEmbedder(name_or_path, _prompted(name_or_path, model))


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Name the model where it cannot be loaded."""
    try:
        yield
    except Exception as error:
        reason = str(error).strip().split("\n")[0]
        message = f"the embedding model {name} cannot be loaded ({reason}); {_OFFLINE}"
        raise EmbeddingModelError(message) from error


def _digest(
    name: str,
    dimension: int,
    prompts: Mapping[str, str | None],
    files: Sequence[Path],
    probed: Sequence[bytes] = (),
) -> str:
    digest = hashlib.sha256(f"{name} {dimension} {sorted(prompts.items())}".encode())
    for file in files:
        digest.update(file.name.encode() + file.read_bytes())
    for vectors in probed:
        digest.update(vectors)
    return digest.hexdigest()


def _prompted(name: str, model: SentenceTransformer) -> SentenceTransformer:
    """Give `model` the prompts of its family where it has none of its own."""
    parts = re.split(r"[^a-z0-9.]+", Path(name).name.lower())
    called = f"-{'-'.join(parts)}-"
    for family, prompts in _PROMPTS.items():
        if f"-{family}-" in called and not any(model.prompts.values()):
            model.prompts.update(prompts)
    return model


def _bundled() -> SentenceTransformerEmbedder:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize

    from index.feature_embedding import FeatureEmbedding

    folder = bundled_model_folder()
    table = FeatureEmbedding.load(str(folder))
    model = SentenceTransformer(modules=[table, Normalize()], device="cpu")
    return SentenceTransformerEmbedder(_BUNDLED, model, [folder / name for name in FILES])
