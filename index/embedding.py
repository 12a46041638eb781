"""The embedding model of an index: the bundled one, or any of sentence-transformers by name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import EmbeddingModelError
from index.protocols import Floats

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BUNDLED = "michishirube-ja-en"
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
        parts = f"{self.name} {self.dimension} {sorted(self._model.prompts.items())}".encode()
        digest = hashlib.sha256(parts)
        for file in self._files:
            digest.update(file.name.encode() + file.read_bytes())
        if not self._files:
            for vectors in (self.passages([_PROBE]), self.queries([_PROBE])):
                digest.update(vectors.round(3).tobytes())
        return digest.hexdigest()

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


def open_embedder(name_or_path: str | None = None) -> SentenceTransformerEmbedder:
    """Open a model by its name or path; the bundled one where none is named.

    Raises EmbeddingModelError where there is no such model, or it cannot be loaded.
    """
    # sentence-transformers takes seconds to import: only a process that embeds pays for it.
    from sentence_transformers import SentenceTransformer

    try:
        if name_or_path is None:
            return _bundled()
        return SentenceTransformerEmbedder(
            name_or_path, _prompted(name_or_path, SentenceTransformer(name_or_path, device="cpu"))
        )
    except Exception as error:
        name = name_or_path or _BUNDLED
        reason = str(error).strip().split("\n")[0]
        message = f"the embedding model {name} cannot be loaded ({reason}); {_OFFLINE}"
        raise EmbeddingModelError(message) from error


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

    from index.feature_embedding import FILES, FeatureEmbedding

    folder = bundled_model_folder()
    table = FeatureEmbedding.load(str(folder))
    model = SentenceTransformer(modules=[table, Normalize()], device="cpu")
    return SentenceTransformerEmbedder(_BUNDLED, model, [folder / name for name in FILES])
