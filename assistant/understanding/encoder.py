"""The encoder: a text and what was answered before it → a vector for each of its pieces.

A transformer of six layers (multilingual-e5-small's lower half, Wang et al. 2024, tuned on the
examples by `assistant.training`), run by onnxruntime in 8-bit whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from assistant.understanding.placeholders import LETTERS
from assistant.understanding.tags import PREVIOUS

Floats = npt.NDArray[np.float32]
FOLDER = "assistant.understanding.model"
# The tokenizer's own marks, <s>, are none in a text.
_NO_MARKS = str.maketrans("<>", "()")
# Longer texts are cut: no example is as long.
MOST_PIECES = 160


@dataclass(frozen=True, eq=False)
class States:
    """A vector a piece, n × width, and each piece's span of the text: (0, 0) for a mark."""

    vectors: Floats
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Pieces:
    """Cuts a text into pieces: their numbers, and the span of each."""

    tokenizer: Tokenizer
    first_previous: int

    @classmethod
    def of(cls, tokenizer: Tokenizer) -> Pieces:
        """Take the placeholders and the marks of what was answered before into `tokenizer`."""
        tokenizer.no_padding()
        tokenizer.no_truncation()
        first = tokenizer.get_vocab_size()
        tokenizer.add_tokens(list(LETTERS.values()))
        return cls(tokenizer, first + len(LETTERS))

    def cut(
        self, text: str, previous: Sequence[str] = ()
    ) -> tuple[list[int], list[tuple[int, int]]]:
        """Return the numbers and spans of the pieces of `text` after the marks of `previous`."""
        found = self.tokenizer.encode(text.translate(_NO_MARKS))
        marks = [self.first_previous + PREVIOUS.index(word) for word in previous]
        numbers = [found.ids[0], *marks, *found.ids[1:]][:MOST_PIECES]
        spans = [(0, 0), *((0, 0) for _ in marks), *found.offsets[1:]][:MOST_PIECES]
        return numbers, spans


@dataclass(frozen=True, eq=False)
class Table:
    """What each piece is at first: pieces × width whole numbers of 8 bits, with their scale.

    The encoder and the cross-encoder of `assistant.evidence` share it.
    """

    rows: npt.NDArray[np.uint8]
    scale: float
    zero: float

    def embedded(self, numbers: Sequence[int]) -> Floats:
        """Return the vectors of pieces before they are read, n × width."""
        found = self.rows[np.asarray(numbers)].astype(np.float32)
        return np.asarray((found - np.float32(self.zero)) * np.float32(self.scale))

    def given(self, numbers: Sequence[int]) -> dict[str, npt.NDArray[Any]]:
        """Return one text as the networks take it: its pieces, 1 × n, and their vectors."""
        ids = np.array([numbers], dtype=np.int64)
        return {"ids": ids, "embedded": self.embedded(numbers)[None]}


@cache
def bundled_table() -> Table:
    """Read the table that is bundled."""
    with (resources.files(FOLDER) / "table.npz").open("rb") as file, np.load(file) as arrays:
        return Table(arrays["table"], float(arrays["scale"]), float(arrays["zero"]))


def open_session(model: bytes) -> Any:
    """Open a network for one thread: a server answers several at once."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


@dataclass(frozen=True)
class Encoder:
    """The bundled encoder."""

    pieces: Pieces
    table: Table
    session: Any

    def encode(self, text: str, previous: Sequence[str] = ()) -> States:
        """Return the vectors of the pieces of `text`.

        `previous` says what was answered before it, in words of `tags.PREVIOUS`.
        """
        numbers, spans = self.pieces.cut(text, previous)
        return States(self.vectors(numbers), tuple(spans))

    def vectors(self, numbers: Sequence[int]) -> Floats:
        """Return the vectors of pieces by their numbers, one text at a time.

        What is rounded depends on what stands beside it: in a batch a text would differ.
        """
        (found,) = self.session.run(None, self.table.given(numbers))
        return np.asarray(found[0], dtype=np.float32)


@cache
def bundled_encoder() -> Encoder:
    """Read the encoder that is bundled."""
    folder = resources.files(FOLDER)
    tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
    session = open_session((folder / "encoder.onnx").read_bytes())
    return Encoder(Pieces.of(tokenizer), bundled_table(), session)
