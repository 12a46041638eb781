"""Does a passage answer a question? Both are read together, by a transformer of six layers.

A cross-encoder (Nogueira and Cho 2019): the encoder of understanding, taught on questions that
passages of made-up plans answer and others that they only come near (`pairs.jsonl`, taught by
`assistant.training.pairs`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from assistant.understanding.encoder import FOLDER as ENCODER
from assistant.understanding.encoder import Table, bundled_table, open_session
from assistant.understanding.placeholders import prepared
from corpus.footnotes import without_markers
from corpus.plan import Passage, Plan
from index.once import once

_FOLDER = "assistant.evidence"
# Longer pairs are cut at the end of the passage.
MOST_PIECES = 192
_NO_MARKS = str.maketrans("<>", "()")


def words_of(passage: Passage, plan: Plan) -> str:
    """Return a passage as it is read: the name of its section, its heading and its text.

    A row of the table is read as its name and its cells, as the examples have it.
    """
    title = plan.section(passage.section).title
    row = plan.indicators_by_id.get(passage.id)
    if row is not None:
        return f"{title} {row.name}: 直近実績値 {row.latest.text}、目標値 {row.target.text}"
    heading = passage.heading or ""
    text = without_markers(passage.text)
    parts = (title, heading if heading not in text else "", text)
    return " ".join(filter(None, parts))


def pieces_of(tokenizer: Tokenizer, question: str, passage: str) -> list[int]:
    """Return the numbers of the pieces of a question and a passage, with the marks between."""
    asked = prepared(question).translate(_NO_MARKS)
    numbers: list[int] = tokenizer.encode(asked, prepared(passage).translate(_NO_MARKS)).ids
    return numbers[:MOST_PIECES]


@dataclass(frozen=True)
class CrossEncoder:
    """The bundled cross-encoder."""

    tokenizer: Tokenizer
    table: Table
    session: Any

    @once
    def likelihood(self, question: str, passage: str) -> float:
        """Return how likely `passage`, as `words_of` gives it, answers `question`: 0 to 1."""
        numbers = pieces_of(self.tokenizer, question, passage)
        (logit,) = self.session.run(None, self.table.given(numbers))
        return float(1 / (1 + np.exp(-logit[0])))

    def likelihoods(self, question: str, passages: Sequence[Passage], plan: Plan) -> list[float]:
        """Return how likely each of `passages` answers."""
        return [self.likelihood(question, words_of(one, plan)) for one in passages]


@cache
def bundled_cross_encoder() -> CrossEncoder:
    """Read the cross-encoder that is bundled."""
    text = (resources.files(ENCODER) / "tokenizer.json").read_text(encoding="utf-8")
    tokenizer = Tokenizer.from_str(text)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    session = open_session((resources.files(_FOLDER) / "cross_encoder.onnx").read_bytes())
    return CrossEncoder(tokenizer, bundled_table(), session)
